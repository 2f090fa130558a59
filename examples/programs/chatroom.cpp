// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A chat in a terminal: "chatroom serve" is the room, and "chatroom NAME" is a member.
//
// A member sends the lines of its standard input. If the room closes, the member connects again.
// The room forwards each message unchanged to all members.

#include <QtInterprocess/LineReader>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/ReconnectingClient>
#include <QtInterprocess/Termination>

#include <QtCore/qcbormap.h>
#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

constexpr auto Format = MessageChannel::Format::Cbor;

QString roomName()
{
    return qEnvironmentVariable("CHATROOM", QStringLiteral("org.qtinterprocess.chatroom"));
}

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

int serve()
{
    LocalServer server;
    QList<MessageChannel *> members;
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        while (LocalSocket *socket = server.nextPendingConnection()) {
            auto *const member = new MessageChannel(socket, socket);
            member->setWriteBufferSize(1 << 20); // a member that does not read loses messages, and delays no other
            members += member;
            QObject::connect(member, &MessageChannel::messageReceived, &server, [&members](const QByteArray &message) {
                for (MessageChannel *each : std::as_const(members))
                    each->send(message);
            });
            QObject::connect(socket, &LocalSocket::disconnected, socket, [&members, member, socket] {
                members.removeOne(member);
                socket->deleteLater();
            });
        }
    });
    if (!server.listen(roomName())) {
        std::fprintf(stderr, "chatroom: %s\n", qPrintable(server.errorString()));
        return 1;
    }
    say(QStringLiteral("open"));
    return QCoreApplication::exec();
}

int join(const QString &name)
{
    ReconnectingClient client;
    client.setKeepsOutput(true);
    QObject::connect(&client, &ReconnectingClient::connected, &client, [](LocalSocket *socket) {
        say(QStringLiteral("* in the room"));
        auto *const channel = new MessageChannel(socket, socket);
        QObject::connect(channel, &MessageChannel::valueReceived, socket, [](const QCborValue &value) {
            const QCborMap message = value.toMap();
            say(message[QLatin1String("from")].toString() + QLatin1String(": ")
                + message[QLatin1String("text")].toString());
        });
    });
    QObject::connect(&client, &ReconnectingClient::disconnected, &client,
                     [] { say(QStringLiteral("* out of the room")); });
    client.connectToServer(roomName());

    const auto input = PipeReader::standardInput();
    LineReader lines(input.get());
    QObject::connect(&lines, &LineReader::lineReceived, &client, [&](const QByteArray &line) {
        const QCborMap message = { { QStringLiteral("from"), name },
                                   { QStringLiteral("text"), QString::fromUtf8(line) } };
        client.write(MessageChannel::frame(MessageChannel::encode(message, Format)));
    });
    QObject::connect(&lines, &LineReader::finished, &client, &QCoreApplication::quit);
    const int code = QCoreApplication::exec();
    client.close(); // delivers all accepted messages
    return code;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const Termination termination;
    if (argc != 2) {
        std::fprintf(stderr, "Usage: chatroom serve | chatroom NAME\n");
        return 2;
    }
    const QString what = QString::fromLocal8Bit(argv[1]);
    return what == QLatin1String("serve") ? serve() : join(what);
}
