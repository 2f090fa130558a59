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
        QCommandLineParser::ParseAsPositionalArguments); // options of the program
    parser.addPositionalArgument(QStringLiteral("ID"), QStringLiteral("The application ID of the program."));
    parser.addPositionalArgument(QStringLiteral("ARGUMENT"),
                                 QStringLiteral("The arguments to forward, the program name first."));
    parser.addOptions({
        { { QStringLiteral("t"), QStringLiteral("timeout") },
          QStringLiteral("The time limit for the program to respond, in milliseconds; default 5000, -1 is forever."),
          QStringLiteral("MS"),
          QStringLiteral("5000") },
        { { QStringLiteral("p"), QStringLiteral("payload") },
          QStringLiteral("Bytes that are forwarded with the arguments."),
          QStringLiteral("TEXT") },
        { QStringLiteral("session"), QStringLiteral("Uses the instance of this session instead of the user's.") },
    });
    addOutputOptions(parser);
}

static int runInstance(const QCommandLineParser &parser, Reporter &reporter)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.isEmpty())
        failUsage(QStringLiteral("instance takes an ID"));
    SingleInstance::Options options;
    options.setTimeout(numberOf(parser, QStringLiteral("timeout"), -1));
    if (parser.isSet(QStringLiteral("session")))
        options.setScope(SingleInstance::Scope::Session);
    SingleInstance instance(arguments.first(), options);
    // No instance is running, so this process is the primary until it releases the name. A program
    // that starts meanwhile gets no answer, and tries again to become the primary.
    if (instance.isPrimary()) {
        instance.release();
        return int(reporter.error(Error(Error::NotFound, 0, QStringLiteral("forward to"), instance.id(),
                                        QStringLiteral("the program is not running"))));
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
    reporter.report(QStringLiteral("answer"), QStringLiteral("answered with %1").arg(code),
                    { { QStringLiteral("exit"), code } });
    return code;
}

const Command instanceCommand {
    "instance",
    "forwards arguments to a running program that uses SingleInstance",
    "ID [ARGUMENT...]",
    R"(  qtipc instance org.example.App app notes.txt
  qtipc instance --timeout 500 org.example.App || echo "not running, or not responding"
The reply of the program is written to standard output. The exit status is that of
the reply; 3 if the program is not running.
)",
    addInstanceOptions,
    runInstance,
};
