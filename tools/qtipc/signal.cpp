// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>

#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

static void addSignalOptions(CommandParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WHAT"), QStringLiteral("watch, send, probe or list."));
    parser.addPositionalArgument(QStringLiteral("ARGUMENT"), QStringLiteral("Signals by name or number; process IDs."));
    parser.addOptions({
        { { QStringLiteral("n"), QStringLiteral("count") },
          QStringLiteral("watch: ends after this many signals; default 0 is never."),
          QStringLiteral("COUNT"),
          QStringLiteral("0") },
        { { QStringLiteral("v"), QStringLiteral("value") },
          QStringLiteral("send: a whole number that is sent with the signal (sigqueue)."),
          QStringLiteral("VALUE") },
        { { QStringLiteral("g"), QStringLiteral("group") }, QStringLiteral("send: ID is a process group ID.") },
    });
}

static int signalOf(const QString &name)
{
    const int number = Signals::fromName(name);
    if (number == 0)
        failUsage(QStringLiteral("unknown signal \"%1\"; see qtipc signal list").arg(name));
    return number;
}

static qint64 idOf(const QString &text)
{
    bool ok = false;
    const qint64 id = text.toLongLong(&ok);
    if (!ok || id < 1)
        failUsage(QStringLiteral("\"%1\" is not a process ID").arg(text));
    return id;
}

static void report(const SignalInfo &info, Reporter &reporter)
{
    QString text = info.name();
    QJsonObject details { { QStringLiteral("name"), info.name() },
                          { QStringLiteral("number"), info.number() },
                          { QStringLiteral("code"), info.code() },
                          { QStringLiteral("count"), info.count() } };
    const auto add = [&](const char *key, const QString &words, const auto &value) {
        if (!value)
            return;
        text += words.arg(*value);
        details.insert(QLatin1String(key), qint64(*value));
    };
    add("pid", QStringLiteral(" from process %1"), info.senderPid());
    add("uid", QStringLiteral(" of user %1"), info.senderUid());
    add("value", QStringLiteral(", value %1"), info.value());
    add("status", QStringLiteral(", status %1"), info.childStatus());
    if (info.count() > 1)
        text += QStringLiteral(", %1 times").arg(info.count());
    reporter.report(QStringLiteral("signal"), text, details);
}

static int watch(const QStringList &names, int limit, Reporter &reporter)
{
    if (names.isEmpty())
        failUsage(QStringLiteral("watch takes one or more signals"));
    SignalWatcher watcher;
    for (const QString &name : names) {
        if (!watcher.watch(signalOf(name), SignalWatcher::AllowFaults))
            return int(reporter.error(watcher.error()));
    }
    int count = 0;
    QObject::connect(&watcher, &SignalWatcher::received, &reporter, [&](const SignalInfo &info) {
        if (limit > 0 && count >= limit)
            return;
        report(info, reporter);
        count += info.count();
        if (limit > 0 && count >= limit)
            QCoreApplication::quit();
    });
    QObject::connect(&watcher, &SignalWatcher::overflowed, &reporter, [&](int number, int lost) {
        reporter.report(QStringLiteral("lost"),
                        QStringLiteral("%1: %2 signals were lost").arg(Signals::name(number)).arg(lost),
                        { { QStringLiteral("name"), Signals::name(number) }, { QStringLiteral("count"), lost } });
    });
    reporter.report(QStringLiteral("watching"),
                    QStringLiteral("watching as process %1").arg(QCoreApplication::applicationPid()),
                    { { QStringLiteral("pid"), QCoreApplication::applicationPid() } });
    QCoreApplication::exec();
    return int(Exit::Done);
}

static Error send(const QCommandLineParser &parser, const QString &name, const QString &target)
{
    const int number = signalOf(name);
    const qint64 id = idOf(target);
    const bool isGroup = parser.isSet(QStringLiteral("group"));
    if (!parser.isSet(QStringLiteral("value")))
        return isGroup ? Signals::sendToGroup(id, number) : Signals::send(id, number);
    if (isGroup)
        failUsage(QStringLiteral("--value cannot be used with --group"));
    bool ok = false;
    const int value = parser.value(QStringLiteral("value")).toInt(&ok);
    if (!ok)
        failUsage(QStringLiteral("--value takes a whole number"));
    return Signals::queue(id, number, value);
}

static int list()
{
    const QList<int> numbers = Signals::all();
    for (const int number : numbers)
        std::printf("%2d %s\n", number, qPrintable(Signals::name(number)));
    return int(Exit::Done);
}

static int runSignal(const QCommandLineParser &parser, Reporter &reporter)
{
    const QStringList arguments = parser.positionalArguments();
    const QString what = arguments.value(0);
    const auto done = [&](const Error &error) { return int(error ? reporter.error(error) : Exit::Done); };
    if (what == QLatin1String("watch"))
        return watch(arguments.mid(1), numberOf(parser, QStringLiteral("count"), 0), reporter);
    if (what == QLatin1String("send") && arguments.size() == 3)
        return done(send(parser, arguments[1], arguments[2]));
    if (what == QLatin1String("probe") && arguments.size() == 2)
        return done(Signals::probe(idOf(arguments[1])));
    if (what == QLatin1String("list") && arguments.size() == 1)
        return list();
    failUsage(QStringLiteral("signal takes watch SIGNAL..., send SIGNAL ID, probe ID or list"));
}

const Command signalCommand {
    "signal",
    "watches signals, sends them, or probes a process",
    "watch SIGNAL... | send SIGNAL ID | probe ID | list",
    R"(  qtipc signal watch HUP USR1 RTMIN+3
  qtipc signal send TERM 4711
  qtipc signal send --value 7 RTMIN+3 4711
  qtipc signal probe 4711 || echo "no such process, or access denied"
A watched signal has no other effect: qtipc signal watch INT does not end at Ctrl-C,
but after --count signals, or when another signal terminates it.
)",
    addSignalOptions,
    runSignal,
};
