// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "crowd.h"

#include "control.h"
#include "rawsocket.h"

#include <sys/epoll.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr int EventsAtOnce = 256;

// Receives all messages in transit and sends none.
void settle(const std::vector<int> &fds, std::vector<char> &message)
{
    for (const int fd : fds)
        raw::readAll(fd, message.data(), qint64(message.size()));
}

void sendAll(const std::vector<int> &fds, const std::vector<char> &message)
{
    for (const int fd : fds)
        raw::writeAll(fd, message.data(), qint64(message.size()));
}

} // namespace

int driveCrowd(const Task &task)
{
    std::vector<int> fds;
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    for (qint64 i = 0; i < task.total; ++i) {
        fds.push_back(raw::connectTo(task.path, raw::Mode::Blocking));
        epoll_event event {};
        event.events = EPOLLIN;
        event.data.u32 = quint32(i);
        if (::epoll_ctl(epoll, EPOLL_CTL_ADD, fds.back(), &event) == -1)
            control::fail("epoll_ctl");
    }
    std::vector<char> message(size_t(task.size), 'x');
    sendAll(fds, message);
    settle(fds, message); // the server has accepted all connections
    control::ready();
    control::Stopwatch watch;
    for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
        watch.start(milliseconds);
        sendAll(fds, message);
        std::vector<bool> isAsked(fds.size(), true);
        for (bool isOver = false; !isOver;) {
            epoll_event events[EventsAtOnce];
            const int count = ::epoll_wait(epoll, events, EventsAtOnce, -1);
            for (int i = 0; i < count; ++i) {
                const size_t which = events[i].data.u32;
                raw::readAll(fds[which], message.data(), task.size);
                isAsked[which] = false;
                isOver = watch.lap() || isOver;
                if (isOver)
                    continue;
                raw::writeAll(fds[which], message.data(), task.size);
                isAsked[which] = true;
            }
        }
        for (size_t i = 0; i < fds.size(); ++i) {
            if (isAsked[i])
                raw::readAll(fds[i], message.data(), task.size);
        }
    }
    return 0;
}
