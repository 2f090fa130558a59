// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qtsocketpeer.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

namespace {

struct Ours
{
    using Server = QtInterprocess::LocalServer;
    using Socket = QtInterprocess::LocalSocket;

    static QtInterprocess::LocalName name(const Task &task)
    {
        return QtInterprocess::LocalName::path(QString::fromStdString(task.path));
    }
    static bool listen(Server &server, const Task &task) { return server.listen(name(task)); }
    static void connect(Socket &socket, const Task &task) { socket.connectToServer(name(task)); }
};

} // namespace

const Peer qtInterprocessPeer { "QtInterprocess", QtSocketPeer<Ours>::serve, QtSocketPeer<Ours>::drive };
