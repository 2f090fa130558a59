// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "control.h"
#include "handover.h"
#include "rawsocket.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

namespace handover {

namespace {

constexpr quint32 Buffers = 3;

char *map(int fd, qint64 size, int protection)
{
    void *const memory = ::mmap(nullptr, size_t(size), protection, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED)
        control::fail("mmap");
    return static_cast<char *>(memory);
}

} // namespace

int serveRaw(const Task &task)
{
    const int listener = raw::listenOn(task.path, raw::Mode::Blocking);
    control::ready();
    const int fd = raw::acceptFrom(listener, raw::Mode::Blocking);
    char *buffers[Buffers] = {};
    for (;;) {
        quint32 number = 0;
        raw::Message message(&number, sizeof number);
        message.header.msg_control = message.control;
        message.header.msg_controllen = sizeof message.control;
        if (::recvmsg(fd, &message.header, MSG_CMSG_CLOEXEC) != sizeof number || number >= Buffers)
            control::fail("recvmsg");
        const int passed = message.descriptor();
        if (passed != -1)
            buffers[number] = map(passed, task.size, PROT_READ);
        if (buffers[number][0] != buffers[number][task.size - 1])
            control::fail("the frame is torn");
        if (task.kind == Kind::HandoverEach) {
            ::munmap(buffers[number], size_t(task.size));
            ::close(passed);
        }
        raw::writeAll(fd, "k", 1);
    }
}

namespace {

// A memfd of the client.
struct Buffer
{
    int fd = -1;
    char *memory = nullptr;
};

Buffer makeBuffer(qint64 size)
{
    const int fd = ::memfd_create("frame", MFD_CLOEXEC);
    if (::ftruncate(fd, size) == -1)
        control::fail("ftruncate");
    return { fd, map(fd, size, PROT_READ | PROT_WRITE) };
}

} // namespace

int driveRaw(const Task &task)
{
    const int fd = raw::connectTo(task.path, raw::Mode::Blocking);
    Buffer buffers[Buffers];
    char mark = 0;
    control::ready();
    control::Stopwatch watch;
    quint32 number = 0;
    for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
        watch.start(milliseconds);
        do {
            number = (number + 1) % Buffers;
            Buffer &buffer = buffers[number];
            raw::Message message(&number, sizeof number);
            const bool isNew = !buffer.memory;
            if (isNew)
                buffer = makeBuffer(task.size);
            if (isNew || task.kind == Kind::HandoverEach)
                message.attach(buffer.fd);
            buffer.memory[0] = buffer.memory[task.size - 1] = ++mark;
            if (::sendmsg(fd, &message.header, MSG_NOSIGNAL) != sizeof number)
                control::fail("sendmsg");
            char byte = 0;
            raw::readAll(fd, &byte, 1);
        } while (!watch.lap());
    }
    return 0;
}

} // namespace handover
