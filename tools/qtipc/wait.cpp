// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"

#include <QtInterprocess/ProcessWatcher>

#include <QtCore/qcoreapplication.h>

using namespace QtInterprocess;

static void addWaitOptions(CommandParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("PID"), QStringLiteral("The IDs of the processes to wait for."));
    parser.addOption({ { QStringLiteral("t"), QStringLiteral("timeout") },
                       QStringLiteral("The time limit for all processes, in milliseconds; default -1 is forever."),
                       QStringLiteral("MS"),
                       QStringLiteral("-1") });
}

static void report(const ProcessExit &exit, Reporter &reporter)
{
    QString text = QStringLiteral("process %1 has ended").arg(exit.processId());
    QJsonObject details { { QStringLiteral("pid"), exit.processId() } };
    if (exit.exitCode()) {
        text += QStringLiteral(" with %1").arg(*exit.exitCode());
        details.insert(QStringLiteral("exit"), *exit.exitCode());
    } else if (exit.signalNumber()) {
        text += QStringLiteral(" by signal %1").arg(*exit.signalNumber());
        details.insert(QStringLiteral("signal"), *exit.signalNumber());
    }
    reporter.report(QStringLiteral("exited"), text, details);
}

static int runWait(const QCommandLineParser &parser, Reporter &reporter)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.isEmpty())
        failUsage(QStringLiteral("wait takes one or more process IDs"));
    QObject watchers;
    qsizetype running = arguments.size();
    for (const QString &argument : arguments) {
        bool ok = false;
        const qint64 id = argument.toLongLong(&ok);
        if (!ok)
            failUsage(QStringLiteral("\"%1\" is not a process ID").arg(argument));
        auto *const watcher = new ProcessWatcher(id, &watchers);
        if (watcher->error())
            return int(reporter.error(watcher->error()));
        QObject::connect(watcher, &ProcessWatcher::exited, &reporter, [&](const ProcessExit &exit) {
            report(exit, reporter);
            if (--running == 0)
                QCoreApplication::quit();
        });
    }
    Exit exit = Exit::Done;
    if (const int limit = numberOf(parser, QStringLiteral("timeout"), -1); limit >= 0) {
        QTimer::singleShot(limit, &reporter, [&] {
            exit = reporter.error(Error(Error::TimedOut, 0, QStringLiteral("wait for"), QStringLiteral("processes")));
            QCoreApplication::quit();
        });
    }
    reporter.report(QStringLiteral("waiting"),
                    QStringLiteral("waiting for %1 to end").arg(arguments.join(QLatin1Char(' '))));
    QCoreApplication::exec();
    return int(exit);
}

const Command waitCommand {
    "wait",
    "waits until processes have ended",
    "PID...",
    R"(  qtipc wait 4711 && notify-send "done"
  qtipc wait --timeout 5000 $(pidof server) || echo "still running"
)",
    addWaitOptions,
    runWait,
};
