// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    testpeer MODE NAME [ARGUMENT...]: the other process of many tests. Uses waitFor functions only, says READY when it is
    ready, and exits with 0 if all went as its mode has it.

    echo NAME            serves one client: sends back what comes until the client ends its writing
    sink NAME            serves one client: reads to the end and says "SINK <bytes> <sha1>"
    hold NAME            serves, and neither accepts nor reads, until it is killed
    stall NAME           serves one client, says ACCEPTED, and never reads
    send NAME SIZE       connects, sends SIZE bytes of the pattern, closes, and exits as soon as drainAll() lets it
    flood NAME           connects and sends until it is killed
    halfclose NAME SIZE  connects, sends SIZE bytes, ends its writing, and says "SINK <bytes> <sha1>" of the answer
    die NAME SIZE        connects, sends SIZE bytes, says SENT, and ends without any clean-up
    claim NAME           to every line "go T" listens and says "WON" or "LOST <code>"; to "release T" closes and says
                         FREE; both exactly when std::chrono::steady_clock has T nanoseconds, or at once if that is over
    churn NAME COUNT     after a line on stdin listens and closes until it has had the name COUNT times; says "CHURN <had>
                         <broken>", and stops at what is broken: not the name for itself, and not NameInUse either
    gate NAME BACKLOG    serves with that backlog without accepting; after a line on stdin accepts everybody, says OPEN

    exit CODE            ends with CODE after a line on stdin, or at the end of it

    activated NAME       takes the socket that a supervisor has handed over under that name, says "NAMES <names>" and NOTIFIED if
                         that is so, and echoes one client; ends with 4 if there is no such socket

    copy -               copies its standard input to its standard output, in the event loop
    relay IN OUT         reads the handle IN to its end and writes it in upper case to the handle OUT
    waitend HANDLE       says READY, "GOT <bytes>" for what it reads, and END at the end
    parent -             has a child that runs "waitend" with a pipe from here, and never ends by itself
    channel NAME [NUMBER] takes the handle that its parent has added as NAME, and sends back in upper case what comes. Says what it
                         finds in its environment. If that is refused, writes to the handle NUMBER and ends with 3
    duplex -             takes its standard input and output, and does the same over them
    obey -               ends with 7 when it is asked to end; "refuse -" does not. Both say ASKED
    receive -            is told the value of a handle on its standard input, and writes to it
*/

#include "testpeer/child.h"
#include "testpeer/output.h"
#include "testpeer/pipes.h"
#include "testpeer/platform.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

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

// Reads to the end, and says what that was.
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

// The next line on the standard input; empty at its end.
QByteArray hear()
{
    char line[64];
    return std::fgets(line, sizeof line, stdin) ? QByteArray(line).trimmed() : QByteArray();
}

int claim(const QString &name)
{
    LocalServer server;
    say("READY");
    for (QByteArray line = hear(); !line.isEmpty(); line = hear()) {
        const qint64 start = line.mid(line.indexOf(' ') + 1).toLongLong();
        // Busy, because nothing that sleeps wakes up at the same moment as another process does.
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
    hear();
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
    if (hear().isEmpty())
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
        hear();
        return name.toInt();
    }
    if (mode == QLatin1String("claim"))
        return claim(name);
    if (mode == QLatin1String("churn"))
        return churn(name, arguments.value(3).toInt());
    if (mode == QLatin1String("gate"))
        return gate(name, arguments.value(3).toInt());
    return connectAndSend(mode, name, arguments.value(3).toLongLong());
}
