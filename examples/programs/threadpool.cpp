// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Serves each client by blocking calls in a thread of a pool.
//
// A client sends the name of a file in a line, and receives the SHA-256 of the file:
//     echo README.md | qtipc connect org.qtinterprocess.hashes

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>
#include <QtCore/qthreadpool.h>

#include <cstdio>
#include <memory>

using namespace QtInterprocess;

namespace {

constexpr int Patience = 10000; // milliseconds

QByteArray answerTo(const QByteArray &line)
{
    QFile file(QString::fromUtf8(line.trimmed()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return "error: " + file.errorString().toUtf8() + '\n';
    return hash.result().toHex() + '\n';
}

// Serves a client in a thread of the pool, which has no event loop.
void serve(OwnedHandle handle)
{
    LocalSocket client;
    if (!client.adopt(std::move(handle)))
        return;
    client.setReadBufferSize(4096); // also the limit of a name
    while (client.canReadLine() || client.waitForReadyRead(Patience)) {
        while (client.canReadLine())
            client.write(answerTo(client.readLine()));
        if (client.bytesAvailable() == client.readBufferSize())
            return;
    }
    client.close();
    client.waitForDisconnected(Patience); // waits until the last answers are delivered
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QThreadPool pool;
    LocalServer server;
    QObject::connect(&server, &LocalServer::newConnection, &app, [&] {
        while (server.hasPendingConnections()) {
            // std::function requires copyable lambdas, so the handle is shared.
            const auto handle = std::make_shared<OwnedHandle>(server.takePendingHandle());
            pool.start([handle] { serve(std::move(*handle)); });
        }
    });
    const Termination termination;

    if (!server.listen(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("org.qtinterprocess.hashes"))) {
        std::fprintf(stderr, "threadpool: %s\n", qPrintable(server.errorString()));
        return 1;
    }
    std::printf("listening\n");
    std::fflush(stdout);
    const int code = QCoreApplication::exec();
    server.close();
    pool.waitForDone();
    return code;
}
