// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/sendrecv.h"
#include "support/frontqueue.h"

#include <QtInterprocess/ownedhandle.h>

#include <optional>
#include <vector>

namespace QtInterprocess {

// The data that came with one message besides its bytes.
struct MessageExtra
{
    qint64 number = 0; // of the message, as MessageBounds counts
    os::SocketName sender;
    std::optional<os::SenderCredentials> credentials;
    qint64 firstHandle = 0; // index among all handles ever received
    int handles = 0;
    bool handlesTaken = false;
    bool dataTruncated = false;
    bool handlesTruncated = false;
};

// The extras of the waiting messages, in order. Most messages have none, and take no place here.
class MessageExtras
{
public:
    // Returns the number of handles that were not taken.
    int handles() const noexcept { return m_left; }
    // Returns roughly the memory that all extras take.
    qint64 overhead() const noexcept { return m_overhead; }

    // Appends the extra of the message with this number.
    void append(qint64 number, os::Received &&received);
    // Returns the extra of a message, or null. The pointer is valid until dropBefore().
    const MessageExtra *find(qint64 number) const;
    std::vector<OwnedHandle> takeHandles(qint64 number);
    // Closes the handles of all earlier messages.
    void dropBefore(qint64 number);
    void clear();

private:
    size_t indexOf(qint64 number) const; // the end if the message has none

    FrontQueue<MessageExtra> m_extras;
    FrontQueue<OwnedHandle> m_handles; // of all messages, in order; invalid if taken
    qint64 m_dropped = 0; // number of handles before these
    int m_left = 0;
    qint64 m_overhead = 0;
};

} // namespace QtInterprocess
