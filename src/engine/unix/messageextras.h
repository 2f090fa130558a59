// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/sendrecv.h"
#include "support/frontqueue.h"

#include <QtInterprocess/ownedhandle.h>

#include <optional>
#include <vector>

namespace QtInterprocess {

// What came with one message beside its bytes.
struct MessageExtra
{
    qint64 number = 0; // of the message, as MessageBounds counts
    os::SocketName sender;
    std::optional<os::SenderCredentials> credentials;
    qint64 firstHandle = 0; // its place among all that ever came
    int handles = 0;
    bool handlesTaken = false;
    bool dataTruncated = false;
    bool handlesTruncated = false;
};

// Those of the messages that wait for their reader, in order. Most messages have none, and take no place here.
class MessageExtras
{
public:
    // How many nobody has taken.
    int handles() const noexcept { return m_left; }
    // The memory that all of this takes, about.
    qint64 overhead() const noexcept { return m_overhead; }

    // Made from what came with the message of that number.
    void append(qint64 number, os::Received &&received);
    // That of one message, or null if it had none. Stays until dropBefore().
    const MessageExtra *find(qint64 number) const;
    std::vector<OwnedHandle> takeHandles(qint64 number);
    // Closes what came with messages before that one.
    void dropBefore(qint64 number);
    void clear();

private:
    size_t indexOf(qint64 number) const; // that of the end if it had none

    FrontQueue<MessageExtra> m_extras;
    FrontQueue<OwnedHandle> m_handles; // of all of them, in their order; invalid where taken
    qint64 m_dropped = 0; // handles that came before these
    int m_left = 0;
    qint64 m_overhead = 0;
};

} // namespace QtInterprocess
