// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"
#include "conversation.h"
#include "messages.h"

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcoreapplication.h>

#include <memory>

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
    addOutputOptions(parser);
}

static UnixAddress addressOf(const QString &text)
{
    return text.startsWith(QLatin1Char('@')) ? UnixAddress::abstract(text.mid(1).toUtf8())
                                             : UnixAddress::fromPath(text);
}

static void tellPeer(Reporter &reporter, const PeerCredentials &peer)
{
    reporter.peer(QStringLiteral("connected"), peer);
}

// The next client of the server; null if the program is to end.
template <typename Socket, typename Server>
static std::unique_ptr<Socket> accept(const UnixAddress &address, Reporter &reporter, Exit &exit)
{
    Server server;
    std::unique_ptr<Socket> socket;
    QObject::connect(&server, &Server::newConnection, &server, [&] {
        if (socket) // one client
            return;
        socket.reset(server.nextPendingConnection());
        socket->setParent(nullptr);
        QCoreApplication::quit();
    });
    QObject::connect(&server, &Server::errorOccurred, &reporter, [&](const Error &error) { reporter.error(error); });
    if (!server.listen(address)) {
        exit = reporter.error(server.error());
        return nullptr;
    }
    reporter.tell(QStringLiteral("listening"), QStringLiteral("listening on %1").arg(address.toString()),
                  { { QStringLiteral("name"), address.toString() } });
    QCoreApplication::exec();
    return socket;
}

template <typename Socket, typename Server>
static std::unique_ptr<Socket> open(const UnixAddress &address, bool listens, Reporter &reporter, Exit &exit)
{
    if (listens) {
        auto socket = accept<Socket, Server>(address, reporter, exit);
        if (socket)
            tellPeer(reporter, socket->peerCredentials());
        return socket;
    }
    auto socket = std::make_unique<Socket>();
    QObject::connect(socket.get(), &Socket::connected, &reporter,
                     [&reporter, device = socket.get()] { tellPeer(reporter, device->peerCredentials()); });
    socket->connectToServer(address);
    return socket;
}

static void tellCounts(Reporter &reporter, qint64 received, qint64 sent)
{
    reporter.tell(QStringLiteral("end"), QStringLiteral("%1 messages received, %2 sent").arg(received).arg(sent),
                  { { QStringLiteral("received"), received }, { QStringLiteral("sent"), sent } });
}

// Each line of the standard input is a message, and each message becomes a line.
static int talkInMessages(MessageDevice &device, OutputStyle style, Reporter &reporter)
{
    Exit exit = Exit::Done;
    const auto in = PipeReader::standardInput();
    const auto out = PipeWriter::standardOutput();
    MessagesToLines back(device, *out, style);
    LinesToMessages there(*in, device);
    const auto fail = [&](const Error &error) {
        exit = reporter.error(error);
        QCoreApplication::quit();
    };
    QObject::connect(&device, &Device::errorOccurred, &reporter, [&](const Error &error) {
        if (error.code() != Error::Unsupported) // a datagram socket has no halves
            fail(error);
        else
            device.close();
    });
    QObject::connect(&there, &LinesToMessages::failed, &reporter, fail);
    QObject::connect(out.get(), &Device::errorOccurred, &reporter, fail);
    QObject::connect(&device, &Device::disconnected, qApp, &QCoreApplication::quit);
    QCoreApplication::exec();
    back.finish();
    device.close();
    out->close();
    (void)Device::drainAll(-1);
    tellCounts(reporter, back.count(), there.count());
    return int(exit);
}

static int runDatagrams(const UnixAddress &address, bool listens, OutputStyle style, Reporter &reporter)
{
    UnixDatagramSocket socket;
    if (listens) {
        if (!socket.bind(address))
            return int(reporter.error(socket.error()));
        reporter.tell(QStringLiteral("listening"), QStringLiteral("listening on %1").arg(address.toString()),
                      { { QStringLiteral("name"), address.toString() } });
        const auto out = PipeWriter::standardOutput();
        const MessagesToLines lines(socket, *out, style);
        QObject::connect(out.get(), &Device::disconnected, qApp, &QCoreApplication::quit);
        QCoreApplication::exec(); // until it is ended
        return int(Exit::Failed);
    }
    socket.connectToServer(address);
    return talkInMessages(socket, style, reporter);
}

static int run(const QCommandLineParser &parser, Reporter &reporter)
{
    if (parser.positionalArguments().size() != 1)
        failUsage(QStringLiteral("it takes one ADDRESS"));
    const UnixAddress address = addressOf(parser.positionalArguments().first());
    const bool listens = parser.isSet(QStringLiteral("listen"));
    const QString type = parser.value(QStringLiteral("type"));
    Exit exit = Exit::Failed;
    if (type == QLatin1String("dgram"))
        return runDatagrams(address, listens, outputStyleOf(parser), reporter);
    if (type == QLatin1String("seqpacket")) {
        const auto socket = open<UnixSeqPacketSocket, UnixSeqPacketServer>(address, listens, reporter, exit);
        return socket ? talkInMessages(*socket, outputStyleOf(parser), reporter) : int(exit);
    }
    if (type != QLatin1String("stream"))
        failUsage(QStringLiteral("--type takes stream, seqpacket or dgram"));
    const auto socket = open<UnixSocket, UnixServer>(address, listens, reporter, exit);
    if (!socket)
        return int(exit);
    Conversation conversation(*socket, outputStyleOf(parser), reporter);
    conversation.sendStandardInput();
    return int(conversation.run());
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
