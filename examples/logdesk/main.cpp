// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Receives files and logs from other processes, and identifies the senders.

#include "console.h"
#include "desk.h"
#include "shipment.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>

#include <memory>

using namespace QtInterprocess;

namespace {

constexpr int UsageError = 2;

const char *const GeneralHelp = R"(Usage: logdesk serve [NAME]       receive files from other processes
       logdesk send FILE...       send files to a desk; - is the standard input
       logdesk COMMAND --help     show the options and exit codes of a command

Other programs can send too. The desk receives all bytes until the sender closes its output:
    socat - UNIX-CONNECT:PATH <file         "logdesk serve" prints the PATH

NAME is one of these:
    a plain name    the default is org.qtinterprocess.logdesk
    a path          for example /tmp/desk.sock
    @NAME           an abstract name, on Linux
)";

int usageError(Console &console, const QString &message)
{
    console.error(message + QStringLiteral(" (see --help)"));
    return UsageError;
}

// Returns the exit code if the program can end now: after --help or an error.
std::optional<int> parse(QCommandLineParser &parser, const QStringList &arguments, Console &console)
{
    const QCommandLineOption help({ QStringLiteral("h"), QStringLiteral("help") }, QStringLiteral("Show this help."));
    parser.addOption(help);
    if (!parser.parse(arguments))
        return usageError(console, parser.errorText());
    if (parser.isSet(help)) {
        console.line(parser.helpText().trimmed());
        return 0;
    }
    return std::nullopt;
}

// Returns the value of an option as a whole number; empty if it is not a number or below least.
std::optional<qint64> number(const QCommandLineParser &parser, const QString &option, qint64 least)
{
    bool ok = false;
    const qint64 value = parser.value(option).toLongLong(&ok);
    return ok && value >= least ? std::optional(value) : std::nullopt;
}

std::optional<Access> accessFrom(const QString &word)
{
    if (word == QLatin1String("user"))
        return Access::User;
    if (word == QLatin1String("group"))
        return Access::Group;
    return word == QLatin1String("everyone") ? std::optional(Access::Everyone) : std::nullopt;
}

int serve(const QStringList &arguments, Console &console)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Receives files from other processes. Prints READY and the path of its socket when it listens.\n\n"
        "Exit codes:\n"
        "  0  all senders were complete\n"
        "  1  the desk cannot listen, or cannot write to the output directory\n"
        "  2  wrong usage\n"
        "  3  a sender sent another size than announced, or was cut off"));
    parser.addPositionalArgument(QStringLiteral("serve"), QStringLiteral("This command."));
    parser.addPositionalArgument(QStringLiteral("NAME"), QStringLiteral("Name to listen on."),
                                 QStringLiteral("[NAME]"));
    parser.addOptions({
        { QStringLiteral("senders"), QStringLiteral("Print a table and end after N senders (connections)."),
          QStringLiteral("N") },
        { QStringLiteral("output"), QStringLiteral("Write received files to DIR/<number>-<pid>-<name>."),
          QStringLiteral("DIR") },
        { QStringLiteral("access"), QStringLiteral("Users that may send: user (default), group or everyone."),
          QStringLiteral("WHO"), QStringLiteral("user") },
        { QStringLiteral("interval"),
          QStringLiteral("Time between progress lines in ms: by default 100 on a terminal, otherwise 1000."),
          QStringLiteral("MS"), console.isTerminal() ? QStringLiteral("100") : QStringLiteral("1000") },
    });
    if (const auto code = parse(parser, arguments, console))
        return *code;
    if (parser.positionalArguments().size() > 2)
        return usageError(console, QStringLiteral("serve takes at most one NAME"));

    DeskOptions options;
    options.name = parser.positionalArguments().value(1, QStringLiteral("org.qtinterprocess.logdesk"));
    options.outputDirectory = parser.value(QStringLiteral("output"));
    const auto access = accessFrom(parser.value(QStringLiteral("access")));
    const auto interval = number(parser, QStringLiteral("interval"), 1);
    const auto senders = parser.isSet(QStringLiteral("senders")) ? number(parser, QStringLiteral("senders"), 1) : 0;
    if (!access)
        return usageError(console, QStringLiteral("--access must be user, group or everyone"));
    if (!interval || !senders)
        return usageError(console, QStringLiteral("--interval and --senders must be whole numbers of at least 1"));
    options.access = *access;
    options.interval = int(*interval);
    options.senders = int(*senders);
    if (!options.outputDirectory.isEmpty() && !QDir().mkpath(options.outputDirectory)) {
        console.error(QStringLiteral("cannot create the directory \"%1\"").arg(options.outputDirectory));
        return Desk::Failed;
    }

    Desk desk(options, console);
    QObject::connect(&desk, &Desk::finished, qApp, &QCoreApplication::exit, Qt::QueuedConnection);
    return desk.start() ? QCoreApplication::exec() : Desk::Failed;
}

// Sends the files one after the other, each over its own connection.
int sendFiles(const QStringList &files, ShipmentOptions options, const QString &announcedName, Console &console)
{
    for (const QString &file : files) {
        options.fileName = file;
        options.announcedName = announcedName.isEmpty() ? file : announcedName;
        Shipment shipment(options, console);
        QObject::connect(&shipment, &Shipment::finished, qApp, &QCoreApplication::exit);
        shipment.start();
        if (const int code = QCoreApplication::exec(); code != 0)
            return code;
    }
    return 0;
}

int send(const QStringList &arguments, Console &console)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Sends files to a desk, and compares the answer of the desk with the sent bytes.\n\n"
                       "Exit codes:\n"
                       "  0  the desk has received every byte\n"
                       "  1  a file cannot be read, or the desk cannot be reached or has disconnected\n"
                       "  2  wrong usage\n"
                       "  3  the desk has received other bytes"));
    parser.addPositionalArgument(QStringLiteral("send"), QStringLiteral("This command."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("File to send; - is the standard input."),
                                 QStringLiteral("FILE..."));
    parser.addOptions({
        { QStringLiteral("name"), QStringLiteral("Desk to send to."), QStringLiteral("NAME"),
          QStringLiteral("org.qtinterprocess.logdesk") },
        { QStringLiteral("as"), QStringLiteral("Announce TEXT instead of the file name."), QStringLiteral("TEXT") },
        { QStringLiteral("rate"), QStringLiteral("Maximum rate in bytes per second."), QStringLiteral("BYTES_PER_S") },
    });
    if (const auto code = parse(parser, arguments, console))
        return *code;
    const QStringList files = parser.positionalArguments().mid(1);
    if (files.isEmpty())
        return usageError(console, QStringLiteral("send needs at least one FILE"));
    const auto rate = parser.isSet(QStringLiteral("rate")) ? number(parser, QStringLiteral("rate"), 1) : 0;
    if (!rate)
        return usageError(console, QStringLiteral("--rate must be a whole number of at least 1"));

    ShipmentOptions options;
    options.server = parser.value(QStringLiteral("name"));
    options.rate = *rate;
    return sendFiles(files, options, parser.value(QStringLiteral("as")), console);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    Console console;
    const QStringList arguments = QCoreApplication::arguments();
    const QString command = arguments.value(1);
    int code = 0;
    if (command == QLatin1String("serve")) {
        code = serve(arguments, console);
    } else if (command == QLatin1String("send")) {
        code = send(arguments, console);
    } else if (command == QLatin1String("--help") || command == QLatin1String("-h")) {
        console.line(QString::fromLatin1(GeneralHelp).trimmed());
    } else {
        code = usageError(console, QStringLiteral("a command is missing or unknown; use serve or send"));
    }
    Device::drainAll(5000); // delivers answers that are still queued
    return code;
}
