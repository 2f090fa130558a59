// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/credentials.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qvarlengtharray.h>

#include <cstddef>
#include <optional>
#include <vector>

#include <sys/socket.h>
#include <sys/types.h>

namespace QtInterprocess::os {

// The most handles of one message: the limit of Linux (SCM_MAX_FD); other systems allow at least
// as many.
constexpr int MaximumHandlesPerMessage = 253;

// Which byte of a read from a stream has brought its handles. Linux returns earlier bytes first and
// stops inside the write with the handles. Other systems begin a read with it.
#if defined(__linux__)
constexpr bool HandlesComeWithLastByte = true;
#else
constexpr bool HandlesComeWithLastByte = false;
#endif

// Identifies the sender of a message, as the kernel reports it. It is small enough to keep with
// each message.
struct SenderCredentials
{
    pid_t process; // 0: in another PID namespace
    uid_t user;
    gid_t group;

    friend bool operator==(const SenderCredentials &a, const SenderCredentials &b) noexcept
    {
        return a.process == b.process && a.user == b.user && a.group == b.group;
    }
};
std::optional<PeerCredentials> toPeerCredentials(const std::optional<SenderCredentials> &sender);

// Holds what arrived with the bytes of a message.
struct Ancillary
{
    QVarLengthArray<OwnedHandle, 4> handles; // close-on-exec, and closed by another thread
    std::optional<SenderCredentials> credentials; // where the system reports them
    // Some handles are missing: they were too many, or there was no room or no free descriptor.
    bool truncated = false;
};

/*
    Holds the parsed content of a control buffer, with descriptors as plain numbers.

    No object owns the descriptors yet, and none was closed. The parser accepts any bytes; an
    entry with a wrong length is cut at the end of the buffer.
*/
struct ControlContent
{
    using Descriptors = QVarLengthArray<int, 8>;
    Descriptors descriptors;
    Descriptors unwanted; // sent by the kernel because of a socket option of another owner
    std::optional<SenderCredentials> credentials;
    bool damaged = false; // an entry was cut off
};
ControlContent readControl(const void *control, size_t size);

// Takes over the descriptors and adds them to taken. The surplus is closed by another thread, the
// unwanted ones at once.
void takeAncillary(const ControlContent &content, int maximumHandles, Ancillary &taken);

// Holds the control data that is sent or received with one message. A msghdr points into it, so
// it must not move.
class ControlBuffer
{
public:
    ControlBuffer() = default;

    // Prepares to receive, with room for everything that can arrive. The kernel drops what does
    // not fit, and closes its descriptors in the receiving thread.
    void prepare(msghdr &message);
    // Prepares to send valid handles, 0 to MaximumHandlesPerMessage.
    void fill(msghdr &message, const std::vector<OwnedHandle> &handles);

private:
    Q_DISABLE_COPY_MOVE(ControlBuffer)

    static constexpr size_t HandleRoom = CMSG_SPACE(sizeof(int) * MaximumHandlesPerMessage);
#if defined(__linux__)
    static constexpr size_t CredentialRoom = CMSG_SPACE(sizeof(ucred));
    // Room for what options of an adopted socket add: the security label, which comes before the
    // handles, and a pidfd.
    static constexpr size_t ForeignRoom = CMSG_SPACE(4096) + CMSG_SPACE(sizeof(int));
#else
    static constexpr size_t CredentialRoom = 256; // with up to 16 groups
    static constexpr size_t ForeignRoom = 0;
#endif
    static constexpr size_t MarkRoom = CMSG_SPACE(2 * sizeof(long long));

    alignas(cmsghdr) char m_room[HandleRoom + CredentialRoom + MarkRoom + ForeignRoom];
};

} // namespace QtInterprocess::os
