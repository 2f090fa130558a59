// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Waits until any process ends, also one that is not a child, and shows how it ended.
//
//     waitfor PID [SECONDS]      waits forever by default

#include <QtInterprocess/ProcessExit>
#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/Signals>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtimer.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

enum ExitCode { Ended = 0, Failed = 1, WrongUsage = 2, StillRuns = 3 };

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

// The system does not report the exit code of every process; see the table of ProcessWatcher.
QString textOf(const ProcessExit &exit)
{
    if (exit.exitCode())
        return QStringLiteral("ended with exit code %1").arg(*exit.exitCode());
    if (exit.signalNumber())
        return QStringLiteral("was ended by ") + Signals::name(*exit.signalNumber());
    return QStringLiteral("ended");
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const qint64 process = argc > 1 ? QByteArray(argv[1]).toLongLong() : 0;
    const int seconds = argc > 2 ? QByteArray(argv[2]).toInt() : 0;
    if (argc < 2 || argc > 3 || process <= 0 || (argc == 3 && seconds <= 0)) {
        std::fprintf(stderr, "Usage: waitfor PID [SECONDS]\n");
        return WrongUsage;
    }

    ProcessWatcher watcher;
    QObject::connect(&watcher, &ProcessWatcher::exited, &app, [](const ProcessExit &exit) {
        say(QStringLiteral("process %1 ").arg(exit.processId()) + textOf(exit));
        QCoreApplication::exit(Ended);
    });
    if (!watcher.watch(process)) {
        std::fprintf(stderr, "waitfor: %s\n", qPrintable(watcher.error().message()));
        return Failed;
    }
    if (seconds > 0) {
        QTimer::singleShot(seconds * 1000, &app, [process] {
            say(QStringLiteral("process %1 still runs").arg(process));
            QCoreApplication::exit(StillRuns);
        });
    }
    Termination termination;
    termination.setQuitsApplication(false); // Ctrl-C ends the wait with an exit code of its own
    QObject::connect(&termination, &Termination::requested, &app, [] { QCoreApplication::exit(StillRuns); });
    say(QStringLiteral("waiting for process %1").arg(process));
    return QCoreApplication::exec();
}
