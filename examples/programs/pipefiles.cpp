// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reads files for clients, with the rights of each client, over a Windows named pipe.
//
//     pipefiles NAME             serves
//     pipefiles NAME FILE        requests one file, and copies it to the standard output
//
// The pipe carries messages: each request is a file name, and each answer is "+" and the content
// or "-" and the reason.

#include <QtInterprocess/NamedPipeImpersonation>
#include <QtInterprocess/NamedPipeOptions>
#include <QtInterprocess/NamedPipeServer>
#include <QtInterprocess/NamedPipeSocket>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

int fail(const QString &reason)
{
    std::fprintf(stderr, "pipefiles: %s\n", qPrintable(reason));
    return 1;
}

// Opens the file with the rights of the client. No event loop may run meanwhile.
QByteArray answerTo(const QByteArray &name, NamedPipeSocket *socket)
{
    NamedPipeImpersonation client = socket->impersonate();
    if (!client)
        return "-" + client.error().message().toUtf8();
    QFile file(QString::fromUtf8(name));
    const bool isOpen = file.open(QIODevice::ReadOnly);
    if (!client.revert()) // the thread still acts for the client, so the process must end
        qFatal("pipefiles: %s", qPrintable(client.error().message()));
    return isOpen ? "+" + file.readAll() : "-" + file.errorString().toUtf8();
}

int serve(const QString &name)
{
    const Termination termination;
    NamedPipeServer server;
    QObject::connect(&server, &NamedPipeServer::newConnection, &server, [&server] {
        while (NamedPipeSocket *socket = server.nextPendingConnection()) {
            QObject::connect(socket, &NamedPipeSocket::readyRead, socket, [socket] {
                while (socket->hasPendingMessages())
                    socket->writeMessage(answerTo(socket->readMessage(), socket));
            });
            QObject::connect(socket, &NamedPipeSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    NamedPipeOptions options;
    options.setMode(NamedPipeMode::Messages);
    options.setMaximumInstances(10); // further clients wait
    if (!server.listen(name, options))
        return fail(server.error().message());
    std::printf("listening\n");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

int request(const QString &name, const QByteArray &file)
{
    NamedPipeSocket socket;
    socket.setRequiredServer(Access::User); // no other user may act for this one
    socket.setImpersonationLevel(NamedPipeSocket::ImpersonationLevel::Impersonation);
    socket.connectToServer(name);
    socket.writeMessage(file);
    if (!socket.waitForConnected() || !socket.waitForReadyRead())
        return fail(socket.error().message());
    const QByteArray answer = socket.readMessage();
    if (!answer.startsWith('+'))
        return fail(QString::fromUtf8(answer.mid(1)));
    return std::fwrite(answer.constData() + 1, size_t(answer.size() - 1), 1, stdout) == 1 ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc < 2 || argc > 3)
        return fail(QStringLiteral("Usage: pipefiles NAME [FILE]"));
    const QString name = QString::fromLocal8Bit(argv[1]);
    return argc == 2 ? serve(name) : request(name, QString::fromLocal8Bit(argv[2]).toUtf8());
}
