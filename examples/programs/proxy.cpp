// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Forwards connections from one Unix domain socket to another, and counts the bytes.
//
//     proxy LISTEN_PATH TARGET_PATH

#include <QtInterprocess/Pump>
#include <QtInterprocess/Termination>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

// Connects the client to the target, and copies in both directions. Each direction ends alone: if
// the client performs a half-close, the answer of the target still arrives.
void forward(Device *client, const UnixAddress &target)
{
    auto *const socket = new UnixSocket(client);
    QObject::connect(socket, &UnixSocket::errorOccurred, client,
                     [](const Error &error) { std::fprintf(stderr, "proxy: %s\n", qPrintable(error.message())); });
    auto *const request = new Pump(client, socket, client);
    auto *const answer = new Pump(socket, client, client);
    QObject::connect(answer, &Pump::finished, client, [client, request, answer] {
        say(QStringLiteral("%1 bytes sent, %2 bytes received")
                .arg(request->bytesTransferred())
                .arg(answer->bytesTransferred()));
        client->close();
    });
    QObject::connect(client, &Device::disconnected, client, &QObject::deleteLater);
    socket->connectToServer(target); // Pump also accepts a device that is still connecting
}

// Works with every class of servers.
void serve(Server &server, const UnixAddress &target)
{
    QObject::connect(&server, &Server::newConnection, &server, [&server, target] {
        while (Device *client = server.nextPendingDevice())
            forward(client, target);
    });
    QObject::connect(&server, &Server::errorOccurred, &server,
                     [](const Error &error) { std::fprintf(stderr, "proxy: %s\n", qPrintable(error.message())); });
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 3) {
        std::fprintf(stderr, "Usage: proxy LISTEN_PATH TARGET_PATH\n");
        return 2;
    }
    const Termination termination; // Ctrl-C ends the event loop, so that the socket file is removed
    UnixServer server;
    serve(server, UnixAddress::fromPath(QString::fromLocal8Bit(argv[2])));
    if (!server.listen(UnixAddress::fromPath(QString::fromLocal8Bit(argv[1])))) {
        std::fprintf(stderr, "proxy: %s\n", qPrintable(server.error().message()));
        return 1;
    }
    say(QStringLiteral("listening"));
    return QCoreApplication::exec();
}
