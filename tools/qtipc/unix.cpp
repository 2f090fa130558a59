// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"
#include "connecting.h"
#include "handles.h"
#include "packetconversation.h"

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcoreapplication.h>

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

using namespace QtInterprocess;

static void addUnixOptions(CommandParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("ADDRESS"), QStringLiteral("A path, or @name for an abstract name."));
    parser.addOptions({
        { QStringLiteral("type"),
          QStringLiteral("stream (the default), seqpacket or dgram; each line is one packet or datagram."),
          QStringLiteral("TYPE"), QStringLiteral("stream") },
        { { QStringLiteral("l"), QStringLiteral("listen") },
          QStringLiteral("Serves one client, or binds a datagram socket, instead of connecting.") },
    });
    parser.addOptions({
        { { QStringLiteral("m"), QStringLiteral("message") },
          QStringLiteral("Sends this text and a line feed, or this one message, instead of the standard input."),
          QStringLiteral("TEXT") },
        { QStringLiteral("pass"),
          QStringLiteral("Opens this file and passes the descriptor with --message; may be repeated."),
          QStringLiteral("FILE") },
        { QStringLiteral("writable"), QStringLiteral("Opens the files of --pass for reading and writing.") },
        { QStringLiteral("handles"),
          QStringLiteral("Receives up to this many descriptors at a time, reports them, and closes them; default 0."),
          QStringLiteral("N"), QStringLiteral("0") },
    });
    addRetryOption(parser);
    addConversationOptions(parser);
}

static UnixAddress addressOf(const QString &text)
{
    return text.startsWith(QLatin1Char('@')) ? UnixAddress::abstract(text.mid(1).toUtf8())
                                             : UnixAddress::fromPath(text);
}

// The parsed command line.
struct Call
{
    const QCommandLineParser &parser;
    Reporter &reporter;
    UnixAddress address;
    int mostHandles = 0;
    std::vector<OwnedHandle> files; // passed with the message
};

static std::unique_ptr<Conversation> converse(UnixSocket &socket, Call &call)
{
    const auto report = [&socket, &reporter = call.reporter] { reportHandles(socket.takeHandles(), reporter); };
    QObject::connect(&socket, &UnixSocket::handlesReceived, &call.reporter, report);
    return Conversation::create(socket, mannerOf(call.parser), call.reporter);
}

// The same for packets and datagrams.
template <typename Socket>
static std::unique_ptr<Conversation> converse(Socket &socket, Call &call)
{
    auto conversation = std::make_unique<PacketConversation>(socket, outputStyleOf(call.parser), call.reporter);
    const auto report = [&socket, &reporter = call.reporter] { reportHandles(socket.takeHandles(), reporter); };
    QObject::connect(conversation.get(), &PacketConversation::received, &call.reporter, report);
    return conversation;
}

static bool writeText(UnixSocket &socket, const QByteArray &text, std::vector<OwnedHandle> &&handles)
{
    return socket.write(text, std::move(handles)) == text.size();
}

template <typename Socket>
static bool writeText(Socket &socket, const QByteArray &text, std::vector<OwnedHandle> &&handles)
{
    return socket.writeMessage(text, std::move(handles));
}

template <typename Socket>
static int talk(Conversation &conversation, Socket &socket, Call &call)
{
    conversation.endWithInput(); // datagrams have no half-close
    if (!call.files.empty()) {
        conversation.setTextWriter(
            [&](const QByteArray &text) { return writeText(socket, text, std::move(call.files)); });
    }
    if (call.parser.isSet(QStringLiteral("message")))
        conversation.sendText(call.parser.value(QStringLiteral("message")).toUtf8());
    else
        conversation.sendInput();
    return int(conversation.run());
}

template <typename Socket>
static int connectAndTalk(Call &call)
{
    Socket socket;
    socket.setMaximumPendingHandles(call.mostHandles);
    std::unique_ptr<Conversation> conversation;
    Connecting connecting(
        socket, [&] { socket.connectToServer(call.address); }, retryOf(call.parser), call.reporter);
    const Exit exit = connecting.run([&] {
        if constexpr (!std::is_same_v<Socket, UnixDatagramSocket>)
            call.reporter.peer(QStringLiteral("connected"), socket.peerCredentials());
        conversation = converse(socket, call);
    });
    return conversation ? talk(*conversation, socket, call) : int(exit);
}

static void reportListening(const Call &call)
{
    const QString name = call.address.toString();
    call.reporter.report(QStringLiteral("listening"), QStringLiteral("listening on %1").arg(name),
                         { { QStringLiteral("name"), name } });
}

template <typename Socket, typename Server>
static int listenAndTalk(Call &call)
{
    std::unique_ptr<Socket> socket;
    std::unique_ptr<Conversation> conversation;
    Server server;
    QObject::connect(&server, &Server::newConnection, &server, [&] {
        if (socket) // one client
            return;
        socket.reset(server.nextPendingConnection());
        socket->setParent(nullptr);
        socket->setMaximumPendingHandles(call.mostHandles);
        call.reporter.peer(QStringLiteral("connected"), socket->peerCredentials());
        conversation = converse(*socket, call);
        server.close();
        QCoreApplication::quit();
    });
    QObject::connect(&server, &Server::errorOccurred, &call.reporter,
                     [&](const Error &error) { call.reporter.error(error); });
    if (!server.listen(call.address))
        return int(call.reporter.error(server.error()));
    reportListening(call);
    QCoreApplication::exec();
    return conversation ? talk(*conversation, *socket, call) : int(Exit::Failed);
}

// Receives datagrams until the tool is terminated.
static int receiveDatagrams(Call &call)
{
    UnixDatagramSocket socket;
    socket.setMaximumPendingHandles(call.mostHandles);
    if (!socket.bind(call.address))
        return int(call.reporter.error(socket.error()));
    reportListening(call);
    return int(converse(socket, call)->run());
}

static void checkUsage(const QCommandLineParser &parser)
{
    if (parser.positionalArguments().size() != 1)
        failUsage(QStringLiteral("unix takes one ADDRESS"));
    const bool hasFormat = parser.isSet(QStringLiteral("messages"));
    if (hasFormat && parser.value(QStringLiteral("type")) != QLatin1String("stream"))
        failUsage(QStringLiteral("--messages needs --type stream: packets and datagrams are already messages"));
    if (parser.isSet(QStringLiteral("pass")) && (hasFormat || !parser.isSet(QStringLiteral("message"))))
        failUsage(QStringLiteral("--pass needs --message, and cannot be used with --messages"));
}

static int runUnix(const QCommandLineParser &parser, Reporter &reporter)
{
    checkUsage(parser);
    Call call { parser,
                reporter,
                addressOf(parser.positionalArguments().first()),
                numberOf(parser, QStringLiteral("handles"), 0),
                {} };
    Error error;
    call.files = openFiles(parser.values(QStringLiteral("pass")), parser.isSet(QStringLiteral("writable")), error);
    if (error)
        return int(reporter.error(error));
    const bool listens = parser.isSet(QStringLiteral("listen"));
    const QString type = parser.value(QStringLiteral("type"));
    if (type == QLatin1String("dgram"))
        return listens ? receiveDatagrams(call) : connectAndTalk<UnixDatagramSocket>(call);
    if (type == QLatin1String("seqpacket"))
        return listens ? listenAndTalk<UnixSeqPacketSocket, UnixSeqPacketServer>(call)
                       : connectAndTalk<UnixSeqPacketSocket>(call);
    if (type != QLatin1String("stream"))
        failUsage(QStringLiteral("--type takes stream, seqpacket or dgram"));
    return listens ? listenAndTalk<UnixSocket, UnixServer>(call) : connectAndTalk<UnixSocket>(call);
}

const Command unixCommand {
    "unix",
    "talks over a Unix domain socket of any type",
    "ADDRESS",
    R"(  qtipc unix --listen /run/app.sock
  qtipc unix --type seqpacket @app
  logger_line | qtipc unix --type dgram /run/log.sock
  qtipc unix --message open --pass notes.txt /run/editor.sock
  qtipc unix --listen --handles 8 /run/editor.sock
)",
    addUnixOptions,
    runUnix,
};
