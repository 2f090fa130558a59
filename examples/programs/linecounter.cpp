// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Counts the lines of streams for other processes. A client sends one message with the reading end
// of a pipe, and writes its data there: the connection carries only the question and the answer.
//
//   linecounter NAME              counts for all clients
//   linecounter NAME FILE         has the lines of a file counted

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

#include <cstdio>
#include <memory>

using namespace QtInterprocess;

namespace {

int fail(const QString &why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why));
    return 1;
}

// Reads a stream to its end, and sends the number of its lines.
void count(OwnedHandle handle, MessageChannel *channel)
{
    auto *const reader = new PipeReader(channel);
    const auto lines = std::make_shared<qint64>(0);
    QObject::connect(reader, &PipeReader::readyRead, channel, [=] { *lines += reader->readAll().count('\n'); });
    QObject::connect(reader, &PipeReader::readChannelFinished, channel, [=] {
        *lines += reader->readAll().count('\n');
        channel->sendValue(*lines);
        reader->deleteLater();
    });
    if (!reader->adopt(std::move(handle)))
        channel->sendValue(reader->error().message());
}

void serve(LocalSocket *socket)
{
    auto *const channel = new MessageChannel(socket, socket);
    channel->setMaximumHandles(1);
    QObject::connect(channel, &MessageChannel::messageReceived, channel, [channel] {
        std::vector<OwnedHandle> handles = channel->takeHandles();
        if (handles.empty())
            channel->sendValue(QStringLiteral("send the reading end of a pipe"));
        else
            count(std::move(handles.front()), channel);
    });
    QObject::connect(channel, &MessageChannel::finished, socket, &QObject::deleteLater);
}

int runServer(const QString &name)
{
    LocalServer server;
    server.setReceivesHandles(true);
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] { serve(server.nextPendingConnection()); });
    if (!server.listen(name))
        return fail(server.error().message());
    std::puts("listening");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

int runClient(const QString &name, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(file.errorString());
    LocalSocket socket;
    MessageChannel channel(&socket);
    channel.setMaximumHandles(1); // on Windows both sides need it
    socket.connectToServer(name);
    if (!socket.waitForConnected())
        return fail(socket.error().message());
    PipeWriter writer;
    std::vector<OwnedHandle> handles;
    handles.push_back(writer.createPipe());
    if (!channel.send("count", std::move(handles)) || !channel.waitForSent())
        return fail(channel.error().message());
    while (!file.atEnd()) {
        writer.write(file.read(64 * 1024));
        if (!writer.waitForBytesWritten(-1))
            return fail(writer.error().message());
    }
    writer.close(); // the end of the stream
    const auto answer = channel.receiveValue();
    if (!answer)
        return fail(channel.error().message());
    if (!answer->isInteger())
        return fail(answer->toString());
    std::printf("%lld lines\n", answer->toInteger());
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    switch (arguments.size()) {
    case 2: return runServer(arguments[1]);
    case 3: return runClient(arguments[1], arguments[2]);
    default: return fail(QStringLiteral("Usage: linecounter NAME [FILE]"));
    }
}
