// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "handover.h"
#include "messagepeer.h"
#include "qtsocketpeer.h"
#include "signalpeer.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/SignalWatcher>

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

int answerSignals(const Task &task)
{
    int argc = 1;
    char name[] = "ipcbench";
    char *argv[] = { name, nullptr };
    const QCoreApplication app(argc, argv);
    QtInterprocess::SignalWatcher watcher({ signalpeer::numberOf(task) });
    signalpeer::Answers answers(task);
    QObject::connect(&watcher, &QtInterprocess::SignalWatcher::received, &app, [&] { answers.heard(); });
    return QCoreApplication::exec();
}

int serve(const Task &task)
{
    if (messagepeer::isOne(task.kind))
        return messagepeer::serve(task);
    if (handover::isOne(task.kind))
        return handover::serve(task);
    return signalpeer::isOne(task.kind) ? answerSignals(task) : QtSocketPeer<Ours>::serve(task);
}

int drive(const Task &task)
{
    if (handover::isOne(task.kind))
        return handover::drive(task);
    return signalpeer::isOne(task.kind) ? signalpeer::drive(task) : QtSocketPeer<Ours>::drive(task);
}

} // namespace

const Peer qtInterprocessPeer { "QtInterprocess", serve, drive };
