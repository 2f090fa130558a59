// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// qtipc: interprocess communication on the command line.

#include "commandline.h"
#include "hints.h"
#include "terminal.h"

#include <QtInterprocess/version.h>

#include <QtCore/qcoreapplication.h>

#include <cstdio>

static void print(FILE *stream, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
}

[[noreturn]] static void failParsing(const CommandParser &parser, const Command &command)
{
    const QStringList unknown = parser.unknownOptionNames();
    if (unknown.isEmpty())
        failUsage(parser.errorText());
    QStringList names;
    for (const QCommandLineOption &option : parser.options())
        names += option.names();
    failUsage(QStringLiteral("%1 has no option \"%2\"%3")
                  .arg(QLatin1String(command.name), unknown.first(), hintFor(unknown.first(), names)));
}

static int runCommand(const Command &command, const QStringList &arguments)
{
    CommandParser parser;
    setUp(parser, command);
    if (!parser.parse(arguments))
        failParsing(parser, command);
    if (parser.isSet(QStringLiteral("help"))) {
        print(stdout, helpOf(command));
        return int(Exit::Done);
    }
    Reporter reporter(parser.isSet(QStringLiteral("json"))        ? Reporter::Style::Json
                          : parser.isSet(QStringLiteral("quiet")) ? Reporter::Style::Quiet
                                                                  : Reporter::Style::People);
    if (parser.optionNames().contains(QStringLiteral("timestamps"))) // only if the command has this option
        reporter.addTimestamps();
    return command.run(parser, reporter);
}

int main(int argc, char *argv[])
{
    terminal::surviveFileLimits();
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("qtipc"));
    QCoreApplication::setApplicationVersion(QStringLiteral(QTINTERPROCESS_VERSION_STR));
    QStringList arguments = QCoreApplication::arguments();
    const QString first = arguments.value(1);
    if (first == QLatin1String("--version")) {
        print(stdout, QStringLiteral("qtipc %1\n").arg(QCoreApplication::applicationVersion()));
        return int(Exit::Done);
    }
    if (first == QLatin1String("--help") || first == QLatin1String("-h")) {
        print(stdout, overview());
        return int(Exit::Done);
    }
    if (first.isEmpty()) {
        print(stderr, overview());
        return int(Exit::Usage);
    }
    if (first == QLatin1String("__complete"))
        return complete(arguments.mid(2));
    arguments.removeAt(1);
    return runCommand(commandOf(first), arguments);
}
