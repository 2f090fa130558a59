// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "messagepeer.h"

#include "control.h"
#include "rawsocket.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qsocketnotifier.h>

#include <fcntl.h>
#include <functional>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace messagepeer {

namespace {

// Receives until the socket is empty, closes the received descriptors, and calls the handler with
// each message.
void receiveOn(int fd, std::vector<char> &buffer, const std::function<void(const raw::Message &)> &handler)
{
    for (;;) {
        raw::Message message(buffer.data(), buffer.size());
        message.header.msg_control = message.control;
        message.header.msg_controllen = sizeof message.control;
        message.header.msg_name = &message.sender;
        message.header.msg_namelen = sizeof message.sender;
        if (::recvmsg(fd, &message.header, MSG_CMSG_CLOEXEC) <= 0)
            return;
        if (const int passed = message.descriptor(); passed != -1)
            ::close(passed);
        handler(message);
    }
}

void answer(int fd, const raw::Message &message, const Task &task)
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
            raw::Message message(buffer.data(), buffer.size());
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
        receiveOn(fd, buffer, [&, fd](const raw::Message &message) {
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
