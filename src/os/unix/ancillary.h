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

// Linux takes no more in one message (SCM_MAX_FD), and other systems not fewer.
constexpr int MaximumHandlesPerMessage = 253;

// Who sent a message, as the kernel tells it beside it: cheap to keep with each of many.
struct SenderCredentials
{
    pid_t process; // 0: of another pid namespace
    uid_t user;
    gid_t group;

    friend bool operator==(const SenderCredentials &a, const SenderCredentials &b) noexcept
    {
        return a.process == b.process && a.user == b.user && a.group == b.group;
    }
};
std::optional<PeerCredentials> toPeerCredentials(const std::optional<SenderCredentials> &sender);

// What comes beside the bytes of a message.
struct Ancillary
{
    QVarLengthArray<OwnedHandle, 4> handles; // close-on-exec, and closed elsewhere
    std::optional<SenderCredentials> credentials; // where the system tells
    // Not all that was sent is here: there was no room for it, or no descriptor to be had, or it was surplus.
    bool truncated = false;
};

/*
    The content of a control buffer as it stands there, descriptors as mere numbers: nobody owns them yet, and
    nothing has been closed. Takes any bytes: what lies about its length is cut at the end of the buffer.
*/
struct ControlContent
{
    using Descriptors = QVarLengthArray<int, 8>;
    Descriptors descriptors;
    Descriptors unwanted; // those that come of themselves, for somebody's setting: nobody asked for them
    std::optional<SenderCredentials> credentials;
    bool damaged = false; // something is cut off
};
ControlContent readControl(const void *control, size_t size);

// Takes over the descriptors: closes the surplus, elsewhere, and the unwanted ones. What was in taken stays there.
void takeAncillary(const ControlContent &content, int maximumHandles, Ancillary &taken);

/*
    Room for what can come or go beside one message. Safety: msghdr points into it, so it does not move.
*/
class ControlBuffer
{
public:
    ControlBuffer() = default;

    // To receive: room for all that can come. What has no place the kernel drops, in the thread that receives.
    void prepare(msghdr &message);
    // To send. At most MaximumHandlesPerMessage, all of them valid; none at all is fine.
    void fill(msghdr &message, const std::vector<OwnedHandle> &handles);

private:
    Q_DISABLE_COPY_MOVE(ControlBuffer)

    static constexpr size_t HandleRoom = CMSG_SPACE(sizeof(int) * MaximumHandlesPerMessage);
#if defined(__linux__)
    static constexpr size_t CredentialRoom = CMSG_SPACE(sizeof(ucred));
    // Of an adopted socket, for somebody's setting: the security label, which comes before the handles, and a pidfd.
    static constexpr size_t ForeignRoom = CMSG_SPACE(4096) + CMSG_SPACE(sizeof(int));
#else
    static constexpr size_t CredentialRoom = 256; // with up to 16 groups
    static constexpr size_t ForeignRoom = 0;
#endif
    static constexpr size_t MarkRoom = CMSG_SPACE(2 * sizeof(long long));

    alignas(cmsghdr) char m_room[HandleRoom + CredentialRoom + MarkRoom + ForeignRoom];
};

} // namespace QtInterprocess::os
