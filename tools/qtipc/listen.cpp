// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"
#include "conversation.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qcoreapplication.h>

#include <memory>

using namespace QtInterprocess;

static void addOptions(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("NAME"),
                                 QStringLiteral("org.example.App, a path with a slash, or @name; \\\\.\\pipe\\name"));
    parser.addOptions({
        { { QStringLiteral("k"), QStringLiteral("keep-open") },
          QStringLiteral("Serves clients until it is ended, several at a time; standard input goes to none of them.") },
        { QStringLiteral("access"), QStringLiteral("Who may connect: user (the default), group or everyone."),
          QStringLiteral("WHO"), QStringLiteral("user") },
    });
    addOutputOptions(parser);
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

static int serveOne(LocalServer &server, OutputStyle style, Reporter &reporter)
{
    std::unique_ptr<LocalSocket> socket;
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        if (socket) // one client
            return;
        socket.reset(server.nextPendingConnection());
        socket->setParent(nullptr);
        server.close(); // from here on the name is free
        QCoreApplication::quit();
    });
    if (const int code = QCoreApplication::exec())
        return code;
    if (!socket)
        return int(Exit::Failed);
    reporter.peer(QStringLiteral("connected"), socket->peerCredentials());
    Conversation conversation(*socket, style, reporter);
    conversation.sendStandardInput();
    return int(conversation.run());
}

static constexpr qint64 RoomOfOne = 64 * 1024; // bytes of one client among many that wait for the output

// All of them write to the same output, a block of one after a block of another one.
static int serveAll(LocalServer &server, OutputStyle style, Reporter &reporter)
{
    const auto out = PipeWriter::standardOutput();
    QObject::connect(out.get(), &Device::disconnected, qApp, &QCoreApplication::quit);
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        reporter.peer(QStringLiteral("connected"), socket->peerCredentials());
        auto *const relay = new Relay(*socket, *out);
        socket->setReadBufferSize(RoomOfOne);
        relay->setParent(socket);
        relay->setStyle(style);
        relay->keepTarget();
        socket->closeWriteChannel();
        const auto peer = socket->peerCredentials();
        QObject::connect(relay, &Relay::ended, socket, [&reporter, relay, peer, socket] {
            reporter.tell(QStringLiteral("ended"), QStringLiteral("ended: %1 bytes").arg(relay->bytes()),
                          { { QStringLiteral("pid"), peer.processId.value_or(0) },
                            { QStringLiteral("received"), relay->bytes() } });
            socket->close();
            socket->deleteLater();
        });
    });
    if (const int code = QCoreApplication::exec())
        return code;
    return int(
        reporter.error(Error(Error::PeerClosed, 0, QStringLiteral("write to"), QStringLiteral("the standard output"))));
}

static int run(const QCommandLineParser &parser, Reporter &reporter)
{
    if (parser.positionalArguments().size() != 1)
        failUsage(QStringLiteral("it takes one NAME"));
    LocalServer server;
    server.setAccess(accessOf(parser));
    QObject::connect(&server, &LocalServer::errorOccurred, &reporter, [&](const Error &error) {
        reporter.error(error);
        if (error.code() == Error::NameLost) // nobody can connect any more
            QCoreApplication::exit(int(Exit::NameInUse));
    });
    if (!server.listen(parser.positionalArguments().first()))
        return int(reporter.error(server.error()));
    reporter.tell(
        QStringLiteral("listening"), QStringLiteral("listening on %1").arg(server.fullServerName()),
        { { QStringLiteral("name"), server.serverName() }, { QStringLiteral("fullName"), server.fullServerName() } });
    const auto serve = parser.isSet(QStringLiteral("keep-open")) ? serveAll : serveOne;
    return serve(server, outputStyleOf(parser), reporter);
}

const Command listenCommand {
    "listen",
    "serves a local socket: one client, or all that come",
    "NAME",
    R"(  qtipc listen org.example.App
  qtipc listen logdesk --keep-open >>everything.log
  qtipc listen /run/app.sock <answer >request
)",
    addOptions,
    run,
};
