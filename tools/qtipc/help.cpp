// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"
#include "hints.h"

#include <cstdio>

static const char general[] = R"(Usage: qtipc COMMAND [OPTION...] [ARGUMENT...]
Talks to programs over local sockets and pipes. Standard input is sent, and
received bytes are written to standard output. Also watches and sends signals,
and waits for processes.

)";

static const char exitCodes[] = R"(
Events and errors are reported on standard error; with --json as one JSON object
per line.

Exit status:
  0  done
  1  failed
  2  wrong usage, or an invalid name
  3  no server, process or file is there
  4  access denied
  5  timed out
  6  the name is in use
)";

QString overview()
{
    QString text = QString::fromUtf8(general) + QStringLiteral("Commands (see qtipc help COMMAND):\n");
    for (const Command &command : commands())
        text += QStringLiteral("  %1 %2\n").arg(QLatin1String(command.name), -10).arg(QLatin1String(command.summary));
    return text + QString::fromUtf8(exitCodes);
}

QString helpOf(const Command &command)
{
    CommandParser parser;
    setUp(parser, command);
    QString text = parser.helpText();
    const qsizetype firstLine = text.indexOf(QLatin1Char('\n'));
    text.replace(0, firstLine,
                 QStringLiteral("Usage: qtipc %1 [OPTION...] %2")
                     .arg(QLatin1String(command.name), QLatin1String(command.arguments)));
    return text + QStringLiteral("\nExamples:\n") + QString::fromUtf8(command.examples);
}

const Command &commandOf(const QString &name)
{
    QStringList names;
    for (const Command &command : commands()) {
        if (name == QLatin1String(command.name))
            return command;
        names.append(QLatin1String(command.name));
    }
    if (const QString reason = whyMissing(name); !reason.isEmpty())
        failUsage(QStringLiteral("%1 is not available here: %2").arg(name, reason));
    failUsage(QStringLiteral("unknown command \"%1\"%2").arg(name, hintFor(name, names)));
}

static void addHelpOptions(CommandParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("COMMAND"),
                                 QStringLiteral("The command to explain; without it, all commands are listed."));
}

static int runHelp(const QCommandLineParser &parser, Reporter &)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() > 1)
        failUsage(QStringLiteral("help takes one COMMAND"));
    const QString text = arguments.isEmpty() ? overview() : helpOf(commandOf(arguments.first()));
    std::fputs(text.toLocal8Bit().constData(), stdout);
    return int(Exit::Done);
}

const Command helpCommand {
    "help", "explains a command", "[COMMAND]", "  qtipc help listen\n", addHelpOptions, runHelp,
};
