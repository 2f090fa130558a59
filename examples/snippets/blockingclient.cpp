// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Talks to the echo server by blocking calls, without an event loop, in a thread that Qt did not
// start.

#include <QtInterprocess/LocalSocket>

#include <QtCore/qdebug.h>

#include <thread>

using namespace QtInterprocess;

namespace {

Error talk()
{
    LocalSocket socket;
    socket.connectToServer(QStringLiteral("org.qtinterprocess.echo"));
    if (!socket.waitForConnected(1000))
        return socket.error();
    socket.write("hello\nworld\n");
    for (int answers = 0; answers < 2;) {
        if (socket.canReadLine()) {
            qInfo().noquote() << "echo:" << QString::fromUtf8(socket.readLine().trimmed());
            ++answers;
        } else if (!socket.waitForReadyRead(1000)) {
            return socket.error() ? socket.error() : Error(Error::TimedOut, 0, QStringLiteral("wait for the echo"));
        }
    }
    return Error();
}

} // namespace

int main()
{
    Error error;
    std::thread thread([&error] { error = talk(); });
    thread.join();
    if (error)
        qCritical().noquote() << error.message();
    return error ? 1 : 0;
}
