// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"
#include "messagelines.h"
#include "programsession.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/Pump>

#include <QtCore/qcoreapplication.h>

#include <functional>
#include <memory>

using namespace QtInterprocess;

static void addListenOptions(CommandParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("NAME"),
                                 QStringLiteral("org.example.App, a path with a slash, or @name; \\\\.\\pipe\\name"));
    parser.addOptions({
        { { QStringLiteral("k"), QStringLiteral("keep-open") },
          QStringLiteral("Serves clients until it is terminated, several at a time; standard input is not read.") },
        { QStringLiteral("access"), QStringLiteral("Who may connect: user (the default), group or everyone."),
          QStringLiteral("WHO"), QStringLiteral("user") },
        { { QStringLiteral("e"), QStringLiteral("exec") },
          QStringLiteral("Runs this program for each client, with the connection as its standard input and output."),
          QStringLiteral("COMMAND") },
        { QStringLiteral("max-clients"),
          QStringLiteral("With --exec and --keep-open: the number of programs that run at a time; default 32. Further "
                         "clients wait."),
          QStringLiteral("N"), QStringLiteral("32") },
    });
    addConversationOptions(parser);
}

static Access accessOf(const QCommandLineParser &parser)
{
    const QString who = parser.value(QStringLiteral("access"));
    if (who == QLatin1String("group"))
        return Access::Group;
    if (who == QLatin1String("everyone"))
        return Access::Everyone;
    if (who != QLatin1String("user"))
        failUsage(QStringLiteral("--access takes user, group or everyone"));
    return Access::User;
}

static ProgramOptions programOf(const QCommandLineParser &parser)
{
    const ProgramOptions options { QProcess::splitCommand(parser.value(QStringLiteral("exec"))),
                                   numberOf(parser, QStringLiteral("max-clients"), 1) };
    if (options.command.isEmpty())
        failUsage(QStringLiteral("--exec takes a program and its arguments"));
    return options;
}

static int serveOne(LocalServer &server, const Manner &manner, Reporter &reporter)
{
    std::unique_ptr<LocalSocket> socket;
    std::unique_ptr<Conversation> conversation;
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        if (socket) // one client
            return;
        socket.reset(server.nextPendingConnection());
        socket->setParent(nullptr);
        reporter.peer(QStringLiteral("connected"), socket->peerCredentials());
        conversation = Conversation::create(*socket, manner, reporter);
        server.close(); // frees the name
        QCoreApplication::quit();
    });
    if (const int code = QCoreApplication::exec())
        return code;
    if (!conversation)
        return int(Exit::Failed);
    conversation->sendInput();
    return int(conversation->run());
}

static constexpr qint64 RoomOfOne = 64 * 1024; // bytes of one client that wait for the output

// Writes the data of a client to the output that several clients share. Calls `ended` once all is
// read. The objects belong to the socket.
static void receive(LocalSocket *socket, PipeWriter &out, const Manner &manner, Reporter &reporter,
                    const std::function<void(qint64)> &ended)
{
    socket->setReadBufferSize(RoomOfOne);
    if (!manner.format) {
        auto *const pump = new Pump(socket, &out, socket);
        pump->setTransform(presentedAs(manner.style));
        pump->setClosesWriteChannel(false);
        QObject::connect(pump, &Pump::finished, socket, [ended, pump] { ended(pump->bytesTransferred()); });
        return;
    }
    auto *const channel = new MessageChannel(socket, socket);
    auto *const lines = new MessageLines(*channel, out, manner);
    lines->setParent(channel);
    QObject::connect(channel, &MessageChannel::errorOccurred, &reporter,
                     [&reporter](const Error &error) { reporter.error(error); });
    QObject::connect(channel, &MessageChannel::finished, socket, [ended, lines] { ended(lines->count()); });
}

// Serves all clients at once. Their blocks or messages alternate in the output.
static int serveAll(LocalServer &server, const Manner &manner, Reporter &reporter)
{
    const auto out = PipeWriter::standardOutput();
    QObject::connect(out.get(), &Device::disconnected, qApp, &QCoreApplication::quit);
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        const PeerCredentials peer = socket->peerCredentials();
        reporter.peer(QStringLiteral("connected"), peer);
        const QString unit = manner.format ? QStringLiteral("messages") : QStringLiteral("bytes");
        receive(socket, *out, manner, reporter, [&reporter, peer, socket, unit](qint64 count) {
            reporter.report(
                QStringLiteral("ended"), QStringLiteral("ended: %1 %2").arg(count).arg(unit),
                { { QStringLiteral("pid"), peer.processId().value_or(0) }, { QStringLiteral("received"), count } });
            socket->close();
            socket->deleteLater();
        });
        socket->closeWriteChannel();
    });
    if (const int code = QCoreApplication::exec())
        return code;
    return int(
        reporter.error(Error(Error::PeerClosed, 0, QStringLiteral("write to"), QStringLiteral("the standard output"))));
}

static int serve(LocalServer &server, const QCommandLineParser &parser, Reporter &reporter)
{
    const bool keepsOpen = parser.isSet(QStringLiteral("keep-open"));
    Manner manner = mannerOf(parser);
    if (!parser.isSet(QStringLiteral("exec")))
        return keepsOpen ? serveAll(server, manner, reporter) : serveOne(server, manner, reporter);
    manner.style = {}; // styles are for terminals, not for programs
    return keepsOpen ? serveAllByPrograms(server, programOf(parser), manner, reporter)
                     : serveOneByProgram(server, programOf(parser), manner, reporter);
}

static int runListen(const QCommandLineParser &parser, Reporter &reporter)
{
    if (parser.positionalArguments().size() != 1)
        failUsage(QStringLiteral("listen takes one NAME"));
    if (parser.isSet(QStringLiteral("exec")))
        (void)programOf(parser); // reports wrong usage before a client can connect
    LocalServer server;
    server.setAccess(accessOf(parser));
    QObject::connect(&server, &LocalServer::errorOccurred, &reporter, [&](const Error &error) {
        reporter.error(error);
        if (error.code() == Error::NameLost) // clients cannot connect any more
            QCoreApplication::exit(int(Exit::NameInUse));
    });
    if (!server.listen(parser.positionalArguments().first()))
        return int(reporter.error(server.error()));
    reporter.report(
        QStringLiteral("listening"), QStringLiteral("listening on %1").arg(server.fullServerName()),
        { { QStringLiteral("name"), server.serverName() }, { QStringLiteral("fullName"), server.fullServerName() } });
    return serve(server, parser, reporter);
}

const Command listenCommand {
    "listen",
    "serves a local socket: one client, or all clients",
    "NAME",
    R"(  qtipc listen org.example.App
  qtipc listen logdesk --keep-open >>everything.log
  qtipc listen /run/app.sock <answer >request
  qtipc listen --keep-open --messages cbor --timestamps org.example.Daemon
  qtipc listen --keep-open --exec 'sort -u' sorter
COMMAND is split at spaces and run without a shell; write "double quotes" around an
argument with spaces. The environment of the program has QTIPC_PEER_PID and
QTIPC_PEER_UID of the client (QTIPC_PEER_SID on Windows). The connection is closed
when the output of the program ends. Without --keep-open, qtipc returns the exit
status of the program.
)",
    addListenOptions,
    runListen,
};
