// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// qtipc: interprocess communication from the command line, by this library.

#include "commandline.h"
#include "terminal.h"

#include <QtInterprocess/version.h>

#include <QtCore/qcoreapplication.h>

#include <cstdio>
#include <cstdlib>

static const char general[] = R"(Usage: qtipc COMMAND [OPTION...] [ARGUMENT...]
Talks to programs over local sockets and pipes: standard input goes there, what comes goes to standard output.
Watches and sends signals, and waits for processes.

)";

static const char exitCodes[] = R"(
What happens is told on standard error; with --json as one JSON object per line.

Exit status: 0 done, 1 failed, 2 wrong usage or a name that cannot be, 3 nobody is there, 4 not allowed, 5 timed out,
6 the name is in use.
)";

static void print(FILE *stream, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
}

static QString overview()
{
    QString text = QString::fromUtf8(general) + QStringLiteral("Commands (qtipc COMMAND --help tells more):\n");
    for (const Command &command : commands())
        text += QStringLiteral("  %1 %2\n").arg(QLatin1String(command.name), -10).arg(QLatin1String(command.summary));
    return text + QString::fromUtf8(exitCodes);
}

static int runCommand(const Command &command, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromUtf8(command.summary));
    const QCommandLineOption help({ QStringLiteral("h"), QStringLiteral("help") }, QStringLiteral("Tells this."));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Tells what happens as JSON, a line each."));
    const QCommandLineOption quiet({ QStringLiteral("q"), QStringLiteral("quiet") },
                                   QStringLiteral("Tells nothing; the exit status says it."));
    parser.addOptions({ help, json, quiet });
    command.addOptions(parser);
    if (!parser.parse(arguments))
        failUsage(parser.errorText());
    if (parser.isSet(help)) {
        QString text = parser.helpText();
        const qsizetype firstLine = text.indexOf(QLatin1Char('\n'));
        text.replace(0, firstLine,
                     QStringLiteral("Usage: qtipc %1 [OPTION...] %2")
                         .arg(QLatin1String(command.name), QLatin1String(command.arguments)));
        print(stdout, text + QStringLiteral("\nExamples:\n") + QString::fromUtf8(command.examples));
        return int(Exit::Done);
    }
    Reporter reporter(parser.isSet(json)        ? Reporter::Style::Json
                          : parser.isSet(quiet) ? Reporter::Style::Quiet
                                                : Reporter::Style::People);
    if (parser.optionNames().contains(QStringLiteral("timestamps"))) // the command has it, and it is set
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
    for (const Command &command : commands()) {
        if (first == QLatin1String(command.name)) {
            arguments.removeAt(1);
            return runCommand(command, arguments);
        }
    }
    failUsage(QStringLiteral("there is no command \"%1\"").arg(first));
}
