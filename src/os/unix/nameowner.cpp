// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/nameowner.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/identity.h"
#include "os/unix/linux.h"

#if QTINTERPROCESS_LINUX
#    include <cstring>

#    include <linux/netlink.h>
#    include <linux/rtnetlink.h>
#    include <linux/sock_diag.h>
#    include <linux/unix_diag.h>
#endif

namespace QtInterprocess::os {

#if QTINTERPROCESS_LINUX

namespace {

// Headers older than the kernel lack these two.
constexpr quint32 ShowUser = 0x40; // UDIAG_SHOW_UID
constexpr int UserAttribute = 7; // UNIX_DIAG_UID

// Selects TCP states: bound but not listening, and listening. Connected sockets are excluded,
// because they also have the name of their server.
constexpr quint32 States = (1 << 7) | (1 << 10);

struct Request
{
    nlmsghdr header;
    unix_diag_req content;
};

bool send(int fd)
{
    Request request = {};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.content.sdiag_family = AF_UNIX;
    request.content.udiag_states = States;
    request.content.udiag_show = UDIAG_SHOW_NAME | ShowUser;
    return systemCall(Call::Send, [&] { return ::send(fd, &request, sizeof request, 0); }) == ssize_t(sizeof request);
}

// Returns the owner of one socket, if the socket has that name.
std::optional<PeerCredentials> ownerIn(const nlmsghdr *message, const QByteArray &name)
{
    const auto *const socket = static_cast<const unix_diag_msg *>(NLMSG_DATA(message));
    if (message->nlmsg_len < NLMSG_LENGTH(sizeof *socket) || socket->udiag_type != SOCK_STREAM)
        return {};
    bool hasName = false;
    std::optional<PeerCredentials> owner;
    auto left = int(message->nlmsg_len - NLMSG_LENGTH(sizeof *socket));
    for (auto *entry = reinterpret_cast<const rtattr *>(socket + 1); RTA_OK(entry, left);
         entry = RTA_NEXT(entry, left)) {
        const auto *const data = static_cast<const char *>(RTA_DATA(entry));
        const auto size = qsizetype(RTA_PAYLOAD(entry));
        if (entry->rta_type == UNIX_DIAG_NAME)
            hasName = QByteArrayView(data, size) == name;
        if (entry->rta_type == UserAttribute && size == sizeof(quint32)) {
            quint32 id = 0;
            std::memcpy(&id, data, sizeof id);
            owner.emplace().setUserId(knownUser(id));
        }
    }
    return hasName ? owner : std::nullopt;
}

} // namespace

std::optional<PeerCredentials> ownerOfAbstractName(const SocketName &name)
{
    constexpr int Flags = SOCK_RAW | SOCK_CLOEXEC;
    const OwnedHandle link = newHandle(
        systemCall(Call::CreateSocket, [] { return ::socket(AF_NETLINK, Flags, NETLINK_SOCK_DIAG); }));
    if (!link || !send(int(link.get())))
        return {};
    const QByteArray wanted = '\0' + name.bytes;
    alignas(nlmsghdr) char buffer[16 * 1024];
    for (;;) {
        const auto receive = [&] { return ::recv(int(link.get()), buffer, sizeof buffer, 0); };
        const ssize_t size = systemCall(Call::Receive, receive);
        if (size <= 0)
            return {};
        auto left = quint32(size); // the type that the macros compare
        for (auto *message = reinterpret_cast<const nlmsghdr *>(buffer); NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY) // the end, or an error
                return {};
            if (const auto owner = ownerIn(message, wanted))
                return owner;
        }
    }
}

#else

std::optional<PeerCredentials> ownerOfAbstractName(const SocketName &)
{
    return {};
}

#endif

} // namespace QtInterprocess::os
