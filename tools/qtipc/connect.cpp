// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// connect and send: at the client's end of a local socket.

#include "commandline.h"
#include "conversation.h"

#include <QtInterprocess/LocalSocket>

using namespace QtInterprocess;

static void addOptions(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("NAME"),
                                 QStringLiteral("org.example.App, a path with a slash, or @name; \\\\.\\pipe\\name"));
    parser.addOptions({
        { { QStringLiteral("t"), QStringLiteral("timeout") },
          QStringLiteral("How long connecting may take, in milliseconds; default 30000."),
          QStringLiteral("MS"),
          QStringLiteral("30000") },
        { QStringLiteral("my-server"), QStringLiteral("The server has to be a process of this user.") },
    });
    addOutputOptions(parser);
}

static void addSendOptions(QCommandLineParser &parser)
{
    addOptions(parser);
    parser.addOptions({
        { { QStringLiteral("m"), QStringLiteral("message") },
          QStringLiteral("Sends this text and a line feed, instead of the standard input."),
          QStringLiteral("TEXT") },
        { QStringLiteral("no-reply"), QStringLiteral("Does not wait for what the server has to say.") },
    });
}

static void start(LocalSocket &socket, const QCommandLineParser &parser, Reporter &reporter)
{
    if (parser.positionalArguments().size() != 1)
        failUsage(QStringLiteral("it takes one NAME"));
    socket.setConnectTimeout(numberOf(parser, QStringLiteral("timeout"), 0));
    socket.setRequiredServer(parser.isSet(QStringLiteral("my-server")) ? Access::User : Access::Everyone);
    QObject::connect(&socket, &LocalSocket::connected, &reporter,
                     [&] { reporter.peer(QStringLiteral("connected"), socket.peerCredentials()); });
    socket.connectToServer(parser.positionalArguments().first());
}

static int runConnect(const QCommandLineParser &parser, Reporter &reporter)
{
    LocalSocket socket;
    start(socket, parser, reporter);
    Conversation conversation(socket, outputStyleOf(parser), reporter);
    conversation.endWithInput();
    conversation.sendStandardInput();
    return int(conversation.run());
}

static int runSend(const QCommandLineParser &parser, Reporter &reporter)
{
    LocalSocket socket;
    start(socket, parser, reporter);
    Conversation conversation(socket, outputStyleOf(parser), reporter);
    conversation.endWithInput();
    if (parser.isSet(QStringLiteral("message")))
        conversation.sendText(parser.value(QStringLiteral("message")).toUtf8() + '\n');
    else
        conversation.sendStandardInput();
    if (parser.isSet(QStringLiteral("no-reply"))) {
        // Not before it is sure that there is somebody; the rest goes out in the background.
        QObject::connect(&socket, &LocalSocket::connected, &socket, &LocalSocket::close);
    }
    return int(conversation.run());
}

const Command connectCommand {
    "connect",
    "talks to a server on a local socket",
    "NAME",
    R"(  qtipc connect org.example.App
  journalctl -f | qtipc connect logdesk
  qtipc connect /run/app.sock <request >answer
The end of standard input ends what is sent; on Windows, where pipes have no halves, it ends the connection.
)",
    addOptions,
    runConnect,
};

const Command sendCommand {
    "send",
    "sends one text to a server, and shows the answer",
    "NAME",
    R"(  qtipc send org.example.App --message 'open ~/notes.txt'
  qtipc send logdesk --no-reply --message 'backup done'
On Windows, where pipes have no halves, there is no answer to be had after that: use connect.
)",
    addSendOptions,
    runSend,
};
