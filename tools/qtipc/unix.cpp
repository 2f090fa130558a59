// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"
#include "connecting.h"
#include "packetconversation.h"

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcoreapplication.h>

#include <memory>
#include <type_traits>

using namespace QtInterprocess;

static void addOptions(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("ADDRESS"), QStringLiteral("A path, or @name for an abstract name."));
    parser.addOptions({
        { QStringLiteral("type"),
          QStringLiteral("stream (the default), seqpacket, or dgram. Of messages, each line is one."),
          QStringLiteral("TYPE"), QStringLiteral("stream") },
        { { QStringLiteral("l"), QStringLiteral("listen") },
          QStringLiteral("Serves one client, or binds a datagram socket, instead of connecting.") },
    });
    addRetryOption(parser);
    addConversationOptions(parser);
}

static UnixAddress addressOf(const QString &text)
{
    return text.startsWith(QLatin1Char('@')) ? UnixAddress::abstract(text.mid(1).toUtf8())
                                             : UnixAddress::fromPath(text);
}

static std::unique_ptr<Conversation> converse(UnixSocket &socket, const Manner &manner, Reporter &reporter)
{
    return Conversation::create(socket, manner, reporter);
}

static std::unique_ptr<Conversation> converse(MessageDevice &device, const Manner &manner, Reporter &reporter)
{
    return std::make_unique<PacketConversation>(device, manner.style, reporter);
}

static int talk(Conversation &conversation)
{
    conversation.endWithInput(); // datagrams have no halves
    conversation.sendInput();
    return int(conversation.run());
}

template <typename Socket>
static int connectAndTalk(const UnixAddress &address, const QCommandLineParser &parser, Reporter &reporter)
{
    Socket socket;
    std::unique_ptr<Conversation> conversation;
    Connecting connecting(
        socket, [&] { socket.connectToServer(address); }, retryOf(parser), reporter);
    const Exit exit = connecting.run([&] {
        if constexpr (!std::is_same_v<Socket, UnixDatagramSocket>)
            reporter.peer(QStringLiteral("connected"), socket.peerCredentials());
        conversation = converse(socket, mannerOf(parser), reporter);
    });
    return conversation ? talk(*conversation) : int(exit);
}

static void tellListening(Reporter &reporter, const UnixAddress &address)
{
    reporter.tell(QStringLiteral("listening"), QStringLiteral("listening on %1").arg(address.toString()),
                  { { QStringLiteral("name"), address.toString() } });
}

template <typename Socket, typename Server>
static int listenAndTalk(const UnixAddress &address, const QCommandLineParser &parser, Reporter &reporter)
{
    std::unique_ptr<Socket> socket;
    std::unique_ptr<Conversation> conversation;
    Server server;
    QObject::connect(&server, &Server::newConnection, &server, [&] {
        if (socket) // one client
            return;
        socket.reset(server.nextPendingConnection());
        socket->setParent(nullptr);
        reporter.peer(QStringLiteral("connected"), socket->peerCredentials());
        conversation = converse(*socket, mannerOf(parser), reporter);
        server.close();
        QCoreApplication::quit();
    });
    QObject::connect(&server, &Server::errorOccurred, &reporter, [&](const Error &error) { reporter.error(error); });
    if (!server.listen(address))
        return int(reporter.error(server.error()));
    tellListening(reporter, address);
    QCoreApplication::exec();
    return conversation ? talk(*conversation) : int(Exit::Failed);
}

// Until it is ended.
static int receiveDatagrams(const UnixAddress &address, const QCommandLineParser &parser, Reporter &reporter)
{
    UnixDatagramSocket socket;
    if (!socket.bind(address))
        return int(reporter.error(socket.error()));
    tellListening(reporter, address);
    return int(converse(socket, mannerOf(parser), reporter)->run());
}

static int run(const QCommandLineParser &parser, Reporter &reporter)
{
    if (parser.positionalArguments().size() != 1)
        failUsage(QStringLiteral("it takes one ADDRESS"));
    const UnixAddress address = addressOf(parser.positionalArguments().first());
    const bool listens = parser.isSet(QStringLiteral("listen"));
    const QString type = parser.value(QStringLiteral("type"));
    if (type != QLatin1String("stream") && parser.isSet(QStringLiteral("messages")))
        failUsage(QStringLiteral("--messages is for streams: packets and datagrams are messages by themselves"));
    if (type == QLatin1String("dgram"))
        return listens ? receiveDatagrams(address, parser, reporter)
                       : connectAndTalk<UnixDatagramSocket>(address, parser, reporter);
    if (type == QLatin1String("seqpacket"))
        return listens ? listenAndTalk<UnixSeqPacketSocket, UnixSeqPacketServer>(address, parser, reporter)
                       : connectAndTalk<UnixSeqPacketSocket>(address, parser, reporter);
    if (type != QLatin1String("stream"))
        failUsage(QStringLiteral("--type takes stream, seqpacket or dgram"));
    return listens ? listenAndTalk<UnixSocket, UnixServer>(address, parser, reporter)
                   : connectAndTalk<UnixSocket>(address, parser, reporter);
}

const Command unixCommand {
    "unix",
    "talks over a Unix domain socket of any type",
    "ADDRESS",
    R"(  qtipc unix --listen /run/app.sock
  qtipc unix --type seqpacket @app
  logger_line | qtipc unix --type dgram /run/log.sock
)",
    addOptions,
    run,
};
