// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// So many round trips of 64 bytes between two sockets of this thread, for instructions.py, which has the instructions counted.
// Without an argument: what this has been built with, by which counts can be compared.

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtemporarydir.h>

#include <cstdio>
#include <cstdlib>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::printf("Qt %s, %s, %s\n", qVersion(), __VERSION__, qPrintable(QSysInfo::buildAbi()));
        return 0;
    }
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    LocalServer server;
    LocalSocket client;
    const LocalName name = LocalName::path(folder.filePath(QStringLiteral("socket")));
    if (!server.listen(name))
        return 1;
    client.connectToServer(name);
    if (!server.waitForNewConnection(10000) || !client.waitForConnected(10000))
        return 1;
    LocalSocket *const echo = server.nextPendingConnection();
    constexpr qint64 Size = 64;
    char message[Size] = {};
    int left = std::atoi(argv[1]);
    QObject::connect(echo, &LocalSocket::readyRead, echo, [&] {
        char buffer[Size];
        if (echo->read(buffer, Size) == Size)
            echo->write(buffer, Size);
    });
    QObject::connect(&client, &LocalSocket::readyRead, &client, [&] {
        if (client.read(message, Size) == Size && --left > 0)
            client.write(message, Size);
        else
            QCoreApplication::quit();
    });
    client.write(message, Size);
    return QCoreApplication::exec();
}
