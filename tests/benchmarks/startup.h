// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtemporarydir.h>

#include <cstdio>

// Connects a socket to its own server, prints READY, and ends at the end of standard input.
template <typename Server, typename Socket>
int startUp(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    Server server;
    Socket socket;
    if (!server.listen(folder.filePath(QStringLiteral("socket"))))
        return 1;
    socket.connectToServer(folder.filePath(QStringLiteral("socket")));
    if (!server.waitForNewConnection(10000) || !socket.waitForConnected(10000))
        return 1;
    std::puts("READY");
    std::fflush(stdout);
    return std::getchar() == EOF ? 0 : 1;
}
