// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The commands connect and send: the client's end of a local socket.

#include "commandline.h"
#include "connecting.h"

#include <QtInterprocess/LocalSocket>

using namespace QtInterprocess;

static void addConnectOptions(CommandParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("NAME"),
                                 QStringLiteral("org.example.App, a path with a slash, or @name; \\\\.\\pipe\\name"));
    parser.addOptions({
        { { QStringLiteral("t"), QStringLiteral("timeout") },
          QStringLiteral("The time limit for connecting, in milliseconds; default 30000."),
          QStringLiteral("MS"),
          QStringLiteral("30000") },
        { QStringLiteral("my-server"), QStringLiteral("Requires that the server runs as this user.") },
    });
    addRetryOption(parser);
    addConversationOptions(parser);
}

static void addSendOptions(CommandParser &parser)
{
    addConnectOptions(parser);
    parser.addOptions({
        { { QStringLiteral("m"), QStringLiteral("message") },
          QStringLiteral("Sends this text and a line feed, or this one message, instead of the standard input."),
          QStringLiteral("TEXT") },
        { QStringLiteral("no-reply"), QStringLiteral("Does not wait for an answer.") },
    });
}

// Connects, and returns the conversation; null if connecting fails, with the exit code in `exit`.
static std::unique_ptr<Conversation> start(LocalSocket &socket, const Manner &manner, const QCommandLineParser &parser,
                                           Reporter &reporter, Exit &exit)
{
    if (parser.positionalArguments().size() != 1)
        failUsage(QStringLiteral("the command takes one NAME"));
    socket.setConnectTimeout(numberOf(parser, QStringLiteral("timeout"), 0));
    socket.setRequiredServer(parser.isSet(QStringLiteral("my-server")) ? Access::User : Access::Everyone);
    const LocalName name = parser.positionalArguments().first();
    Connecting connecting(
        socket, [&] { socket.connectToServer(name); }, retryOf(parser), reporter);
    std::unique_ptr<Conversation> conversation;
    exit = connecting.run([&] {
        reporter.peer(QStringLiteral("connected"), socket.peerCredentials());
        conversation = Conversation::create(socket, manner, reporter);
    });
    if (conversation)
        conversation->endWithInput();
    return conversation;
}

static int runConnect(const QCommandLineParser &parser, Reporter &reporter)
{
    LocalSocket socket;
    Exit exit = Exit::Failed;
    const auto conversation = start(socket, mannerOf(parser), parser, reporter, exit);
    if (!conversation)
        return int(exit);
    conversation->sendInput();
    return int(conversation->run());
}

static int runSend(const QCommandLineParser &parser, Reporter &reporter)
{
    LocalSocket socket;
    Exit exit = Exit::Failed;
    Manner manner = mannerOf(parser);
    const bool wantsReply = !parser.isSet(QStringLiteral("no-reply"));
    const bool isText = parser.isSet(QStringLiteral("message"));
    if (isText && wantsReply && manner.format)
        manner.answers = 1;
    const auto conversation = start(socket, manner, parser, reporter, exit);
    if (!conversation)
        return int(exit);
    if (!wantsReply)
        conversation->closeAfterInput();
    if (isText)
        conversation->sendText(parser.value(QStringLiteral("message")).toUtf8());
    else
        conversation->sendInput();
    return int(conversation->run());
}

const Command connectCommand {
    "connect",
    "talks to a server on a local socket",
    "NAME",
    R"(  qtipc connect org.example.App
  journalctl -f | qtipc connect logdesk
  qtipc connect --retry -1 --timestamps /run/app.sock
  qtipc connect --messages json org.example.Daemon
At the end of standard input the sending side is closed, and the answer is still
received. On Windows, where pipes have no half-close, the connection ends.
)",
    addConnectOptions,
    runConnect,
};

const Command sendCommand {
    "send",
    "sends one text to a server, and shows the answer",
    "NAME",
    R"(  qtipc send org.example.App --message 'open ~/notes.txt'
  qtipc send logdesk --no-reply --message 'backup done'
  qtipc send --messages cbor --message '{"method": "status"}' org.example.Daemon
With --messages and --message, the first received message is the answer and ends
the command. On Windows, where pipes have no half-close, bytes receive no answer:
use connect.
)",
    addSendOptions,
    runSend,
};
