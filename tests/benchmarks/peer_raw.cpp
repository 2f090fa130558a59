// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// System calls alone, with one process at each end. They measure the kernel with blocking calls,
// and with poll() on one non-blocking descriptor.

#include "control.h"
#include "handover.h"
#include "peer.h"
#include "rawsocket.h"

#include <algorithm>
#include <poll.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr qint64 ReadSize = 64 * 1024;

using raw::Mode;

template <Mode mode>
void awaitReadable(int fd)
{
    if constexpr (mode == Mode::NonBlocking) {
        pollfd entry { fd, POLLIN, 0 };
        if (::poll(&entry, 1, -1) == -1)
            control::fail("poll");
    }
}

template <Mode mode>
ssize_t readSome(int fd, char *data, qint64 size)
{
    awaitReadable<mode>(fd);
    return ::read(fd, data, size_t(size));
}

template <Mode mode>
void readAll(int fd, char *data, qint64 size)
{
    awaitReadable<mode>(fd);
    raw::readAll(fd, data, size);
}

template <Mode mode>
void echo(int fd, const Task &task)
{
    std::vector<char> buffer(size_t(task.size));
    for (;;) {
        readAll<mode>(fd, buffer.data(), task.size);
        raw::writeAll(fd, buffer.data(), task.size);
    }
}

template <Mode mode>
void swallow(int fd, const Task &task)
{
    std::vector<char> buffer(ReadSize);
    for (qint64 got = 0;;) {
        const ssize_t count = readSome<mode>(fd, buffer.data(), ReadSize);
        if (count <= 0)
            control::fail("read");
        got += count;
        if (got >= task.total) {
            raw::writeAll(fd, "k", 1);
            got = 0;
        }
    }
}

template <Mode mode>
int accept(int listener)
{
    awaitReadable<mode>(listener);
    return raw::acceptFrom(listener, mode);
}

template <Mode mode>
int serve(const Task &task)
{
    if (handover::isOne(task.kind))
        return handover::serveRaw(task);
    const int listener = raw::listenOn(task.path, mode);
    control::ready();
    while (task.kind == Kind::Connect)
        ::close(accept<mode>(listener));
    const int fd = accept<mode>(listener);
    if (task.kind == Kind::Echo)
        echo<mode>(fd, task);
    else
        swallow<mode>(fd, task);
    return 0;
}

template <Mode mode>
void connectOnce(const Task &task)
{
    const int fd = raw::connectTo(task.path, mode);
    char byte;
    if (readSome<mode>(fd, &byte, 1) != 0)
        control::fail("read");
    ::close(fd);
}

template <Mode mode>
void send(int fd, const Task &task, const std::vector<char> &block)
{
    for (qint64 left = task.total; left > 0; left -= task.size)
        raw::writeAll(fd, block.data(), std::min(task.size, left));
    char byte;
    readAll<mode>(fd, &byte, 1);
}

template <Mode mode>
int drive(const Task &task)
{
    if (handover::isOne(task.kind))
        return handover::driveRaw(task);
    std::vector<char> block(size_t(task.size), 'x');
    const int fd = task.kind == Kind::Connect ? -1 : raw::connectTo(task.path, mode);
    control::ready();
    control::Stopwatch watch;
    for (qint64 amount = 0; control::awaitGo(&amount); watch.report()) {
        watch.start(task.kind == Kind::Stream ? 0 : amount);
        do {
            if (task.kind == Kind::Connect) {
                connectOnce<mode>(task);
            } else if (task.kind == Kind::Stream) {
                send<mode>(fd, task, block);
            } else {
                raw::writeAll(fd, block.data(), task.size);
                readAll<mode>(fd, block.data(), task.size);
            }
        } while (!watch.lap());
    }
    return 0;
}

} // namespace

const Peer rawPeer { "raw blocking", serve<Mode::Blocking>, drive<Mode::Blocking> };
const Peer pollPeer { "poll and calls", serve<Mode::NonBlocking>, drive<Mode::NonBlocking> };
