// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Options that several commands share.

#include "commandline.h"
#include "terminal.h"

#include <cstdio>
#include <cstdlib>

void CommandParser::addOption(const QCommandLineOption &option)
{
    m_options.append(option);
    QCommandLineParser::addOption(option);
}

void CommandParser::addOptions(const QList<QCommandLineOption> &options)
{
    for (const QCommandLineOption &option : options)
        addOption(option);
}

void setUp(CommandParser &parser, const Command &command)
{
    parser.setApplicationDescription(QString::fromUtf8(command.summary));
    parser.addOptions({
        { { QStringLiteral("h"), QStringLiteral("help") }, QStringLiteral("Shows this help.") },
        { QStringLiteral("json"), QStringLiteral("Reports events as JSON, one object per line.") },
        { { QStringLiteral("q"), QStringLiteral("quiet") },
          QStringLiteral("Reports nothing; the exit status is the result.") },
    });
    command.addOptions(parser);
}

void failUsage(const QString &why)
{
    const char *const more = why.endsWith(QLatin1Char('?')) ? "" : "; see qtipc help";
    std::fprintf(stderr, "qtipc: %s%s\n", why.toLocal8Bit().constData(), more);
    std::exit(int(Exit::Usage));
}

int numberOf(const QCommandLineParser &parser, const QString &option, int least)
{
    bool ok = false;
    const int number = parser.value(option).toInt(&ok);
    if (!ok || number < least)
        failUsage(QStringLiteral("--%1 takes a whole number of at least %2").arg(option).arg(least));
    return number;
}

void addOutputOptions(CommandParser &parser)
{
    parser.addOptions({
        { QStringLiteral("raw"),
          QStringLiteral("Writes control characters to a terminal as they are, and not as \\u001b.") },
        { { QStringLiteral("x"), QStringLiteral("hex") },
          QStringLiteral("Writes received bytes as a hex dump, 16 bytes per line.") },
        { QStringLiteral("timestamps"),
          QStringLiteral("Writes the UTC time in front of each line and of each event.") },
    });
}

OutputStyle outputStyleOf(const QCommandLineParser &parser)
{
    OutputStyle style;
    style.escapes = terminal::isStandardOutput() && !parser.isSet(QStringLiteral("raw"));
    style.hex = parser.isSet(QStringLiteral("hex"));
    style.timestamps = parser.isSet(QStringLiteral("timestamps"));
    return style;
}

void addConversationOptions(CommandParser &parser)
{
    parser.addOption(
        { QStringLiteral("messages"),
          QStringLiteral(
              "Sends and shows messages of MessageChannel, one per line, as text, json, cbor (written as JSON), or "
              "diagnostic (CBOR, shown in diagnostic notation)."),
          QStringLiteral("FORMAT") });
    addOutputOptions(parser);
}

static MessageFormat formatOf(const QString &name)
{
    if (name == QLatin1String("text"))
        return MessageFormat::Text;
    if (name == QLatin1String("json"))
        return MessageFormat::Json;
    if (name == QLatin1String("cbor"))
        return MessageFormat::Cbor;
    if (name != QLatin1String("diagnostic"))
        failUsage(QStringLiteral("--messages takes text, json, cbor or diagnostic"));
    return MessageFormat::Diagnostic;
}

Manner mannerOf(const QCommandLineParser &parser)
{
    Manner manner;
    manner.style = outputStyleOf(parser);
    if (parser.isSet(QStringLiteral("messages")))
        manner.format = formatOf(parser.value(QStringLiteral("messages")));
    return manner;
}

void addRetryOption(CommandParser &parser)
{
    parser.addOption(
        { { QStringLiteral("r"), QStringLiteral("retry") },
          QStringLiteral("Keeps trying for this many milliseconds while no server is there; default 0, -1 is forever."),
          QStringLiteral("MS"),
          QStringLiteral("0") });
}

int retryOf(const QCommandLineParser &parser)
{
    return numberOf(parser, QStringLiteral("retry"), -1);
}
