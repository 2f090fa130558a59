// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "messagepeer.h"

#include "control.h"
#include "rawsocket.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qsocketnotifier.h>

#include <cstring>
#include <fcntl.h>
#include <functional>
#include <optional>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace messagepeer {

namespace {

// A message header with room for one descriptor.
struct Message
{
    explicit Message(std::vector<char> &buffer)
    {
        vector = { buffer.data(), buffer.size() };
        header.msg_iov = &vector;
        header.msg_iovlen = 1;
    }

    void attach(int fd)
    {
        header.msg_control = control;
        header.msg_controllen = sizeof control;
        cmsghdr *const beside = CMSG_FIRSTHDR(&header);
        beside->cmsg_level = SOL_SOCKET;
        beside->cmsg_type = SCM_RIGHTS;
        beside->cmsg_len = CMSG_LEN(sizeof fd);
        std::memcpy(CMSG_DATA(beside), &fd, sizeof fd);
    }

    iovec vector = {};
    msghdr header = {};
    sockaddr_un sender = {};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
};

// Receives until the socket is empty, closes the received descriptors, and calls the handler with
// each message.
void receiveOn(int fd, std::vector<char> &buffer, const std::function<void(const Message &)> &handler)
{
    for (;;) {
        Message message(buffer);
        message.header.msg_control = message.control;
        message.header.msg_controllen = sizeof message.control;
        message.header.msg_name = &message.sender;
        message.header.msg_namelen = sizeof message.sender;
        if (::recvmsg(fd, &message.header, MSG_CMSG_CLOEXEC) <= 0)
            return;
        if (const cmsghdr *const beside = CMSG_FIRSTHDR(&message.header)) {
            int passed = -1;
            std::memcpy(&passed, CMSG_DATA(beside), sizeof passed);
            ::close(passed);
        }
        handler(message);
    }
}

void answer(int fd, const Message &message, const Task &task)
{
    const auto *const to = reinterpret_cast<const sockaddr *>(&message.sender);
    const bool toSender = task.kind == Kind::Datagrams;
    const socklen_t size = toSender ? message.header.msg_namelen : 0;
    if (::sendto(fd, "k", 1, MSG_NOSIGNAL, toSender ? to : nullptr, size) != 1)
        control::fail("sendto");
}

} // namespace

bool isOne(Kind kind)
{
    return kind == Kind::Packets || kind == Kind::Datagrams || kind == Kind::Handles;
}

int drive(const Task &task)
{
    const int fd = task.kind == Kind::Datagrams ? raw::bindTo(task.path + ".client", raw::Type::Datagram)
                                                : raw::createSocket(raw::Type::SeqPacket);
    raw::connectTo(fd, task.path);
    const int passed = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    control::ready();
    std::vector<char> buffer(size_t(task.size), 'x');
    control::Stopwatch watch;
    for (qint64 amount = 0; control::awaitGo(&amount); watch.report()) {
        watch.start(0);
        for (qint64 left = task.total; left > 0; --left) {
            Message message(buffer);
            if (task.kind == Kind::Handles)
                message.attach(passed);
            if (::sendmsg(fd, &message.header, MSG_NOSIGNAL) != task.size)
                control::fail("sendmsg");
        }
        char byte = 0;
        if (::recv(fd, &byte, 1, 0) != 1)
            control::fail("recv");
        watch.lap();
    }
    return 0;
}

int serveWithNotifier(const Task &task)
{
    std::vector<char> buffer(64 * 1024);
    qint64 got = 0;
    const auto take = [&](int fd) {
        receiveOn(fd, buffer, [&, fd](const Message &message) {
            if (++got == task.total) {
                got = 0;
                answer(fd, message, task);
            }
        });
    };
    const int first = task.kind == Kind::Datagrams
        ? raw::bindTo(task.path, raw::Type::Datagram)
        : raw::listenOn(task.path, raw::Mode::NonBlocking, raw::Type::SeqPacket);
    raw::setNonBlocking(first);
    QSocketNotifier notifier(first, QSocketNotifier::Read);
    std::optional<QSocketNotifier> accepted;
    QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [&] {
        if (task.kind == Kind::Datagrams) {
            take(first);
            return;
        }
        const int fd = raw::acceptFrom(first, raw::Mode::NonBlocking);
        accepted.emplace(fd, QSocketNotifier::Read);
        QObject::connect(&*accepted, &QSocketNotifier::activated, &*accepted, [&, fd] { take(fd); });
    });
    control::ready();
    return QCoreApplication::exec();
}

} // namespace messagepeer
