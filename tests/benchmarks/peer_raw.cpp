// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Blocking system calls, one process at each end: what the kernel alone costs.

#include "control.h"
#include "peer.h"
#include "rawsocket.h"

#include <algorithm>
#include <unistd.h>
#include <vector>

namespace {

constexpr qint64 ReadSize = 64 * 1024;

void echo(int fd, const Task &task)
{
    std::vector<char> buffer(size_t(task.size));
    for (;;) {
        raw::readAll(fd, buffer.data(), task.size);
        raw::writeAll(fd, buffer.data(), task.size);
    }
}

void swallow(int fd, const Task &task)
{
    std::vector<char> buffer(ReadSize);
    for (qint64 got = 0;;) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count <= 0)
            control::fail("read");
        got += count;
        if (got >= task.total) {
            raw::writeAll(fd, "k", 1);
            got = 0;
        }
    }
}

int serve(const Task &task)
{
    const int listener = raw::listenOn(task.path, raw::Mode::Blocking);
    control::ready();
    while (task.kind == Kind::Connect)
        ::close(raw::acceptFrom(listener, raw::Mode::Blocking));
    const int fd = raw::acceptFrom(listener, raw::Mode::Blocking);
    if (task.kind == Kind::Echo)
        echo(fd, task);
    else
        swallow(fd, task);
    return 0;
}

void connectOnce(const Task &task)
{
    const int fd = raw::connectTo(task.path, raw::Mode::Blocking);
    char byte;
    if (::read(fd, &byte, 1) != 0)
        control::fail("read");
    ::close(fd);
}

void send(int fd, const Task &task, const std::vector<char> &block)
{
    for (qint64 left = task.total; left > 0; left -= task.size)
        raw::writeAll(fd, block.data(), std::min(task.size, left));
    char byte;
    raw::readAll(fd, &byte, 1);
}

int drive(const Task &task)
{
    std::vector<char> block(size_t(task.size), 'x');
    const int fd = task.kind == Kind::Connect ? -1 : raw::connectTo(task.path, raw::Mode::Blocking);
    control::ready();
    control::Stopwatch watch;
    for (qint64 amount = 0; control::awaitGo(&amount); watch.report()) {
        watch.start(task.kind == Kind::Stream ? 0 : amount);
        do {
            if (task.kind == Kind::Connect) {
                connectOnce(task);
            } else if (task.kind == Kind::Stream) {
                send(fd, task, block);
            } else {
                raw::writeAll(fd, block.data(), task.size);
                raw::readAll(fd, block.data(), task.size);
            }
        } while (!watch.lap());
    }
    return 0;
}

} // namespace

const Peer rawPeer { "raw blocking", serve, drive };
