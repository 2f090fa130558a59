// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "signalpeer.h"

#include "control.h"
#include "rawsocket.h"

#include <signal.h>
#include <sys/socket.h>

namespace signalpeer {

static pid_t processAtTheOtherEnd(int fd)
{
    ucred peer = {};
    socklen_t size = sizeof peer;
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == -1)
        control::fail("getsockopt");
    return peer.pid;
}

pid_t awaitClient(const Task &task)
{
    const int listener = raw::listenOn(task.path, raw::Mode::Blocking);
    control::ready();
    return processAtTheOtherEnd(raw::acceptFrom(listener, raw::Mode::Blocking));
}

bool isOne(Kind kind)
{
    return kind == Kind::Signal || kind == Kind::Signals;
}

int numberOf(const Task &task)
{
    return task.kind == Kind::Signals ? SIGRTMIN : SIGUSR1;
}

void Answers::heard()
{
    if (++m_heard % m_every == 0)
        ::kill(m_client, SIGUSR2);
}

// Sends one signal, or as many as get one answer.
static void send(const Task &task, pid_t server)
{
    if (task.kind == Kind::Signal) {
        ::kill(server, SIGUSR1);
        return;
    }
    for (qint64 i = 0; i < task.size; ++i) {
        if (::sigqueue(server, SIGRTMIN, {}) == -1)
            control::fail("sigqueue");
    }
}

int drive(const Task &task)
{
    sigset_t answer;
    sigemptyset(&answer);
    sigaddset(&answer, SIGUSR2);
    ::sigprocmask(SIG_BLOCK, &answer, nullptr);
    const pid_t server = processAtTheOtherEnd(raw::connectTo(task.path, raw::Mode::Blocking));
    control::ready();
    control::Stopwatch watch;
    for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
        watch.start(milliseconds);
        do {
            send(task, server);
            int number = 0;
            ::sigwait(&answer, &number);
        } while (!watch.lap());
    }
    return 0;
}

} // namespace signalpeer
