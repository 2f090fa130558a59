// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/ancillary.h"

#include "os/unix/call.h"
#include "os/unix/closing.h"
#include "os/unix/identity.h"
#include "os/unix/linux.h"

#include <algorithm>
#include <cstring>

#include <fcntl.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

#if defined(__FreeBSD__) || defined(__NetBSD__)
#    include <sys/ucred.h>
#endif

namespace QtInterprocess::os {

namespace {

#if defined(__linux__)
// SCM_PIDFD, missing in older headers. It comes with every message if SO_PASSPIDFD is set on an
// adopted socket.
constexpr int PidHandleType = 4;
#endif

// Is true if the system returns the length of the control data that it has written. Linux does;
// other systems were not tested.
#if QTINTERPROCESS_LINUX
constexpr bool ControlLengthIsExact = true;
#else
constexpr bool ControlLengthIsExact = false;
#endif

// Reads a value that may be unaligned.
template <typename T>
T loaded(const char *from) noexcept
{
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

void readDescriptors(const char *data, size_t size, ControlContent::Descriptors &descriptors)
{
    for (size_t offset = 0; size - offset >= sizeof(int); offset += sizeof(int)) {
        if (const int fd = loaded<int>(data + offset); fd >= 0)
            descriptors.push_back(fd);
    }
}

// Returns the credentials if the entry has any.
std::optional<SenderCredentials> readCredentials([[maybe_unused]] int type, [[maybe_unused]] const char *data,
                                                 [[maybe_unused]] size_t size)
{
#if QTINTERPROCESS_LINUX
    // An overflow ID without a process: the bytes were sent before credentials were requested.
    if (type == SCM_CREDENTIALS && size >= sizeof(ucred)) {
        const auto sender = loaded<ucred>(data);
        if (sender.pid == 0 && sender.uid == overflowUser() && sender.gid == overflowGroup())
            return {};
        return SenderCredentials { sender.pid, sender.uid, sender.gid };
    }
#elif defined(__FreeBSD__) && defined(SCM_CREDS2)
    if (type == SCM_CREDS2 && size >= sizeof(sockcred2)) {
        const auto sender = loaded<sockcred2>(data);
        return SenderCredentials { sender.sc_pid, sender.sc_euid, sender.sc_egid };
    }
#elif defined(__NetBSD__) && defined(LOCAL_CREDS)
    if (type == SCM_CREDS && size >= sizeof(sockcred)) {
        const auto sender = loaded<sockcred>(data);
        return SenderCredentials { sender.sc_pid, sender.sc_euid, sender.sc_egid };
    }
#endif
    return {};
}

void readOne(int type, const char *data, size_t size, ControlContent &content)
{
    if (type == SCM_RIGHTS)
        readDescriptors(data, size, content.descriptors);
#if defined(__linux__)
    else if (type == PidHandleType)
        readDescriptors(data, size, content.unwanted);
#endif
    else if (const auto credentials = readCredentials(type, data, size))
        content.credentials = credentials;
}

// Moves a received descriptor above the standard streams. Invalid if no number is free.
OwnedHandle received(int fd)
{
    if (fd > STDERR_FILENO)
        return HandleClosing::received(fd);
    const int copy = systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1); });
    if (copy == -1)
        HandleClosing::received(fd).reset();
    else
        ::close(fd); // at once, before the program gives this number to another file; the copy keeps a reference
    return HandleClosing::received(copy);
}

// Returns false if the descriptor is no longer open.
bool closeOnExec([[maybe_unused]] const OwnedHandle &handle)
{
#if defined(MSG_CMSG_CLOEXEC) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
    return true; // set by MSG_CMSG_CLOEXEC
#else
    return systemCall(Call::SetFlags, [&] { return ::fcntl(int(handle.get()), F_SETFD, FD_CLOEXEC); }) != -1;
#endif
}

} // namespace

// Parses without CMSG_NXTHDR, which on some systems trusts the lengths in the buffer.
ControlContent readControl(const void *control, size_t size)
{
    ControlContent content;
    const char *const start = static_cast<const char *>(control);
    const size_t header = CMSG_LEN(0);
    size_t offset = 0;
    while (size - offset >= header) {
        const auto entry = loaded<cmsghdr>(start + offset);
        if (size_t(entry.cmsg_len) < header) {
            content.damaged = true;
            return content;
        }
        // macOS and FreeBSD keep the full length in an entry that they cut off.
        const size_t length = std::min(size_t(entry.cmsg_len), size - offset);
        content.damaged = content.damaged || length < size_t(entry.cmsg_len);
        if (entry.cmsg_level == SOL_SOCKET)
            readOne(entry.cmsg_type, start + offset + header, length - header, content);
        offset += std::min(size_t(CMSG_SPACE(length - header)), size - offset);
    }
    return content;
}

std::optional<PeerCredentials> toPeerCredentials(const std::optional<SenderCredentials> &sender)
{
    std::optional<PeerCredentials> credentials;
    if (sender) {
        credentials.emplace();
        if (sender->process > 0)
            credentials->setProcessId(sender->process);
        credentials->setUserId(knownUser(sender->user));
        credentials->setGroupId(knownGroup(sender->group));
    }
    return credentials;
}

void takeAncillary(const ControlContent &content, int maximumHandles, Ancillary &taken)
{
    if (content.credentials)
        taken.credentials = content.credentials;
    taken.truncated = taken.truncated || content.damaged;
    for (const int fd : content.unwanted)
        OwnedHandle(fd).reset(); // the kernel made these itself
    for (const int fd : content.descriptors) {
        OwnedHandle handle = received(fd);
        if (handle && int(taken.handles.size()) < maximumHandles && closeOnExec(handle))
            taken.handles.append(std::move(handle));
        else
            taken.truncated = true;
    }
}

void ControlBuffer::prepare(msghdr &message)
{
    // Some systems report more than they have written. The value 0xff makes that rest no
    // descriptor: neither one of an older message nor the number 0.
    if (!ControlLengthIsExact)
        std::memset(m_room, 0xff, sizeof m_room);
    message.msg_control = m_room;
    message.msg_controllen = decltype(message.msg_controllen)(sizeof m_room);
}

void ControlBuffer::fill(msghdr &message, const std::vector<OwnedHandle> &handles)
{
    Q_ASSERT(int(handles.size()) <= MaximumHandlesPerMessage);
    if (handles.empty())
        return;
    const size_t payload = sizeof(int) * handles.size();
    std::memset(m_room, 0, CMSG_SPACE(payload));
    cmsghdr entry = {};
    entry.cmsg_level = SOL_SOCKET;
    entry.cmsg_type = SCM_RIGHTS;
    entry.cmsg_len = decltype(entry.cmsg_len)(CMSG_LEN(payload));
    std::memcpy(m_room, &entry, sizeof entry);
    char *out = m_room + CMSG_LEN(0);
    for (const OwnedHandle &handle : handles) {
        const int fd = int(handle.get());
        std::memcpy(out, &fd, sizeof fd);
        out += sizeof fd;
    }
    message.msg_control = m_room;
    message.msg_controllen = decltype(message.msg_controllen)(CMSG_SPACE(payload));
}

} // namespace QtInterprocess::os
