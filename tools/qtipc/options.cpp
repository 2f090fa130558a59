// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The options that several commands have.

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
        { QStringLiteral("json"), QStringLiteral("Tells what happens as JSON, a line each.") },
        { { QStringLiteral("q"), QStringLiteral("quiet") }, QStringLiteral("Tells nothing; the exit status says it.") },
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
          QStringLiteral("Writes control sequences to a terminal as they come, instead of \\u001b.") },
        { { QStringLiteral("x"), QStringLiteral("hex") },
          QStringLiteral("Writes what comes as numbers, 16 bytes a line, with their offset.") },
        { QStringLiteral("timestamps"),
          QStringLiteral("Writes the time in front of each line, in UTC, and of what happens.") },
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
              "Talks in messages of MessageChannel, one a line: text, json, cbor (as JSON), or diagnostic (CBOR, "
              "shown in its own notation)."),
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
          QStringLiteral("Tries again for so many milliseconds while nobody is there; default 0, -1 for ever."),
          QStringLiteral("MS"),
          QStringLiteral("0") });
}

int retryOf(const QCommandLineParser &parser)
{
    return numberOf(parser, QStringLiteral("retry"), -1);
}
