// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"
#include "presentation.h"

#include <QtInterprocess/SingleInstance>

#include <cstdio>

using namespace QtInterprocess;

static void addInstanceOptions(CommandParser &parser)
{
    parser.setOptionsAfterPositionalArgumentsMode(
        QCommandLineParser::ParseAsPositionalArguments); // they are the program's
    parser.addPositionalArgument(QStringLiteral("ID"), QStringLiteral("What the program calls itself."));
    parser.addPositionalArgument(QStringLiteral("ARGUMENT"), QStringLiteral("What is forwarded, the program first."));
    parser.addOptions({
        { { QStringLiteral("t"), QStringLiteral("timeout") },
          QStringLiteral("How long the program may take to respond, in milliseconds; default 5000, -1 is forever."),
          QStringLiteral("MS"),
          QStringLiteral("5000") },
        { { QStringLiteral("p"), QStringLiteral("payload") },
          QStringLiteral("Bytes that go with it."),
          QStringLiteral("TEXT") },
        { QStringLiteral("session"), QStringLiteral("The program of this session, and not that of the user.") },
    });
    addOutputOptions(parser);
}

static int runInstance(const QCommandLineParser &parser, Reporter &reporter)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.isEmpty())
        failUsage(QStringLiteral("it takes an ID"));
    SingleInstance::Options options;
    options.setTimeout(numberOf(parser, QStringLiteral("timeout"), -1));
    if (parser.isSet(QStringLiteral("session")))
        options.setScope(SingleInstance::Scope::Session);
    SingleInstance instance(arguments.first(), options);
    if (instance.isPrimary()) { // for as long as this takes; who starts just now is not greeted, and stands again
        instance.release();
        return int(reporter.error(Error(Error::NotFound, 0, QStringLiteral("forward to"), instance.id(),
                                        QStringLiteral("the program does not run"))));
    }
    instance.setArguments(arguments.mid(1));
    instance.setPayload(parser.value(QStringLiteral("payload")).toUtf8());
    instance.setFailureCode(-1);
    const int code = instance.forward();
    if (instance.error())
        return int(reporter.error(instance.error()));
    Presentation presentation(outputStyleOf(parser));
    QByteArray reply = presentation.add(instance.reply());
    reply += presentation.finish();
    std::fwrite(reply.constData(), 1, size_t(reply.size()), stdout);
    reporter.tell(QStringLiteral("answer"), QStringLiteral("answered with %1").arg(code),
                  { { QStringLiteral("exit"), code } });
    return code;
}

const Command instanceCommand {
    "instance",
    "hands arguments to a program that runs once, as another start of it would",
    "ID [ARGUMENT...]",
    R"(  qtipc instance org.example.App app notes.txt
  qtipc instance --timeout 500 org.example.App || echo "does not run, or does not respond"
Writes what the program answers to the standard output. The exit status is the one that it answers; 3 if it does not run.
)",
    addInstanceOptions,
    runInstance,
};
