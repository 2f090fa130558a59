// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qtsocketpeer.h"

#include <QtNetwork/qlocalserver.h>
#include <QtNetwork/qlocalsocket.h>

namespace {

struct QtNetwork
{
    using Server = QLocalServer;
    using Socket = QLocalSocket;

    static bool listen(Server &server, const Task &task) { return server.listen(QString::fromStdString(task.path)); }
    static void connect(Socket &socket, const Task &task) { socket.connectToServer(QString::fromStdString(task.path)); }
};

int serveWithoutGlib(const Task &task)
{
    qputenv("QT_NO_GLIB", "1");
    return QtSocketPeer<QtNetwork>::serve(task);
}

int driveWithoutGlib(const Task &task)
{
    qputenv("QT_NO_GLIB", "1");
    return QtSocketPeer<QtNetwork>::drive(task);
}

} // namespace

const Peer qLocalSocketPeer { "QLocalSocket", QtSocketPeer<QtNetwork>::serve, QtSocketPeer<QtNetwork>::drive };
const Peer qLocalSocketUnixPeer { "QLocalSocket, no GLib", serveWithoutGlib, driveWithoutGlib };
