// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A daemon that reads its settings again at SIGHUP, and reports which process sent the signal.
//
//     reload FILE            runs the daemon; the first line of FILE is its greeting
//     reload --send PID      asks the daemon to reload

#include <QtInterprocess/SignalInfo>
#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

int hangUp()
{
    return Signals::fromName(QStringLiteral("HUP"));
}

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

int fail(const QString &reason)
{
    std::fprintf(stderr, "reload: %s\n", qPrintable(reason));
    return 1;
}

void loadSettings(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        say(QStringLiteral("greeting: ") + QString::fromUtf8(file.readLine().trimmed()));
    else
        fail(path + QLatin1String(": ") + file.errorString()); // the daemon keeps its settings
}

// Returns who sent a signal. The kernel reports no process for Ctrl-C and similar signals.
QString senderOf(const SignalInfo &info)
{
    return info.senderPid() ? QStringLiteral("process %1").arg(*info.senderPid()) : QStringLiteral("the system");
}

int run(const QString &path)
{
    Termination termination;
    termination.setReasonHandled(Termination::Reason::HangUp, false); // SIGHUP does not end the daemon
    SignalWatcher watcher;
    QObject::connect(&watcher, &SignalWatcher::received, &watcher, [path](const SignalInfo &info) {
        say(info.name() + QLatin1String(" from ") + senderOf(info));
        loadSettings(path); // called by the event loop, so it may do anything
    });
    if (!watcher.watch(hangUp()))
        return fail(watcher.error().message());
    loadSettings(path);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--send") == 0) {
        const Error error = Signals::send(QByteArray(argv[2]).toLongLong(), hangUp());
        return error ? fail(error.message()) : 0;
    }
    if (argc != 2)
        return fail(QStringLiteral("Usage: reload FILE | reload --send PID"));
    return run(QString::fromLocal8Bit(argv[1]));
}
