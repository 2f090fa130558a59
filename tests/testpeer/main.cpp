// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    testpeer MODE NAME [ARGUMENT...]: the peer process of many tests.

    Most modes use waitFor functions only. The peer writes READY when it is ready, and exits with 0
    on success. It writes to its standard output, one line at a time.

    echo NAME             serves one client: echoes until the client closes its writing
    sink NAME             serves one client: reads to the end, writes "SINK <bytes> <sha1>"
    hold NAME             listens, and neither accepts nor reads, until it is killed
    stall NAME            serves one client, writes ACCEPTED, and never reads
    send NAME SIZE        connects, sends SIZE bytes of the pattern, closes, exits after drainAll()
    flood NAME            connects and sends until it is killed
    halfclose NAME SIZE   connects, sends SIZE bytes, closes its write channel, and writes
                          "SINK <bytes> <sha1>" for the answer
    die NAME SIZE         connects, sends SIZE bytes, writes SENT, and exits without any clean-up
    claim NAME            for each line "go T": listens, writes WON or "LOST <code>"; for each line
                          "release T": closes, writes FREE; T is the time of
                          std::chrono::steady_clock in ns, a time in the past means at once
    churn NAME COUNT      after a line of input: listens and closes until it has had the name COUNT
                          times; writes "CHURN <had> <broken>"; stops if it is not the only owner of
                          the name, or if listen() fails with another error than NameInUse
    gate NAME BACKLOG     listens with that backlog, accepts nobody; after a line of input, accepts
                          all clients and writes OPEN

    handles NAME          connects, and sends back each message with its handles, until the server
                          closes; at most 8 handles each

    exit CODE             exits with CODE after a line of input, or at the end of the input

    activated NAME        takes the socket that a supervisor has passed with that name, writes
                          "NAMES <names>" and NOTIFIED, and echoes one client; exits with 4 if there
                          is no such socket

    copy -                copies its standard input to its standard output, in the event loop
    relay IN OUT          reads the handle IN to its end, writes it in upper case to the handle OUT
    waitend HANDLE        writes READY, "GOT <bytes>" for each read, and END at the end
    parent -              starts a child "waitend" that reads a pipe of this process; never exits
    channel NAME [NUMBER] takes the handle that its parent has added as NAME, and sends its input
                          back in upper case; writes which names and variable its environment
                          has; if the handle is refused, writes to the handle NUMBER, exits with 3
    memory NAME HOW       takes the handle that its parent has added as NAME, and maps or copies
                          it, as HOW is "read", "write" or "copy"; writes "MEMORY <size> <sealed>
                          <sha1>" or "REFUSED <code>", fills it with "x" if HOW is "write", writes
                          DONE, and keeps it until a line of input
    duplex -              does the same over its standard input and output
    obey -                exits with 7 when it is asked to terminate; writes ASKED
    refuse -              writes ASKED when it is asked to terminate, and does not exit
    receive -             reads the number of a handle from its standard input, and writes to it
*/

#include "testpeer/child.h"
#include "testpeer/output.h"
#include "testpeer/pipes.h"
#include "testpeer/platform.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcryptographichash.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>

using namespace QtInterprocess;

namespace {

QByteArray pattern(qint64 size)
{
    QByteArray data(qsizetype(size), Qt::Uninitialized);
    for (qint64 i = 0; i < size; ++i)
        data[qsizetype(i)] = char(quint64(i) * 31 + (quint64(i) >> 8) * 7 + (quint64(i) >> 20));
    return data;
}

// Reads to the end, and prints the size and the hash.
int drain(LocalSocket &socket)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    qint64 count = 0;
    do {
        const QByteArray data = socket.readAll();
        count += data.size();
        hash.addData(data);
    } while (socket.bytesAvailable() > 0 || socket.waitForReadyRead(-1));
    say("SINK " + QByteArray::number(count) + ' ' + hash.result().toHex());
    return 0;
}

int serve(const QString &mode, const QString &name)
{
    LocalServer server;
    if (!server.listen(name))
        return fail(server.error());
    say("READY");
    if (mode == QLatin1String("hold")) {
        server.pauseAccepting();
        return server.waitForNewConnection(-1);
    }
    if (!server.waitForNewConnection(-1))
        return fail(server.error());
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    if (mode == QLatin1String("sink"))
        return drain(*socket);
    if (mode == QLatin1String("stall")) {
        say("ACCEPTED");
        return server.waitForNewConnection(-1);
    }
    do {
        socket->write(socket->readAll());
    } while (socket->waitForReadyRead(-1));
    socket->close();
    return Device::drainAll(-1) ? 0 : 1;
}

int connectAndSend(const QString &mode, const QString &name, qint64 size)
{
    LocalSocket socket;
    socket.connectToServer(name);
    if (!socket.waitForConnected(-1))
        return fail(socket.error());
    if (mode == QLatin1String("flood")) {
        const QByteArray block(256 * 1024, 'x');
        socket.setWriteBufferSize(block.size());
        say("READY");
        while (socket.write(block) >= 0)
            socket.waitForBytesWritten(-1);
        return 0;
    }
    socket.write(pattern(size));
    if (mode == QLatin1String("die")) {
        while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(-1)) {
        }
        say("SENT");
        std::_Exit(0);
    }
    if (mode == QLatin1String("halfclose")) {
        socket.closeWriteChannel();
        return drain(socket);
    }
    socket.close();
    return Device::drainAll(-1) ? 0 : 1;
}

// Returns the next line of the standard input; empty at its end.
QByteArray readCommand()
{
    char line[64];
    return std::fgets(line, sizeof line, stdin) ? QByteArray(line).trimmed() : QByteArray();
}

int claim(const QString &name)
{
    LocalServer server;
    say("READY");
    for (QByteArray line = readCommand(); !line.isEmpty(); line = readCommand()) {
        const qint64 start = line.mid(line.indexOf(' ') + 1).toLongLong();
        // Spins, because a process that sleeps does not wake up at exactly the same moment as
        // another one.
        while (std::chrono::steady_clock::now().time_since_epoch() < std::chrono::nanoseconds(start)) {
        }
        if (!line.startsWith("go")) {
            server.close();
            say("FREE");
        } else {
            const bool won = server.listen(name);
            say(won ? QByteArray("WON") : "LOST " + QByteArray::number(server.error().code()));
        }
    }
    return 0;
}

int churn(const QString &name, int count)
{
    LocalServer server;
    int had = 0, broken = 0;
    say("READY");
    readCommand();
    while (had < count && broken == 0) {
        if (!server.listen(name)) {
            broken += server.error().code() != Error::NameInUse;
            continue;
        }
        ++had;
        broken += !isTheOnlyOwner(server.fullServerName());
        server.close();
    }
    say("CHURN " + QByteArray::number(had) + ' ' + QByteArray::number(broken));
    return broken == 0 ? 0 : 1;
}

int gate(const QString &name, int backlog)
{
    LocalServer server;
    server.setListenBacklogSize(backlog);
    server.pauseAccepting();
    if (!server.listen(name))
        return fail(server.error());
    say("READY");
    if (readCommand().isEmpty())
        return 0;
    server.resumeAccepting();
    say("OPEN");
    while (server.waitForNewConnection(-1)) {
        LocalSocket *socket = server.nextPendingConnection();
        socket->write("in");
        socket->flush();
    }
    return 0;
}

int returnHandles(const QString &name)
{
    LocalSocket socket;
    MessageChannel channel(&socket);
    channel.setMaximumHandles(8);
    socket.connectToServer(name);
    if (!socket.waitForConnected(20000))
        return fail(socket.error());
    say("READY");
    while (const auto message = channel.receive(-1)) {
        if (!channel.send(*message, channel.takeHandles()))
            return fail(channel.error());
    }
    channel.close();
    return Device::drainAll(20000) ? 0 : 1;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    useBinaryStreams();
    const QStringList arguments = app.arguments();
    if (arguments.size() < 3)
        return 2;
    const QString mode = arguments[1];
    const QString name = arguments[2];
    if (const auto status = runPipeMode(mode, arguments.mid(2)))
        return *status;
    if (const auto status = runChildMode(mode, arguments.mid(2)))
        return *status;
    if (const auto status = runPlatformMode(mode, name))
        return *status;
    if (QStringList({ QStringLiteral("echo"), QStringLiteral("sink"), QStringLiteral("hold"), QStringLiteral("stall") })
            .contains(mode))
        return serve(mode, name);
    if (mode == QLatin1String("exit")) {
        say("READY");
        readCommand();
        return name.toInt();
    }
    if (mode == QLatin1String("claim"))
        return claim(name);
    if (mode == QLatin1String("churn"))
        return churn(name, arguments.value(3).toInt());
    if (mode == QLatin1String("gate"))
        return gate(name, arguments.value(3).toInt());
    if (mode == QLatin1String("handles"))
        return returnHandles(name);
    return connectAndSend(mode, name, arguments.value(3).toLongLong());
}
