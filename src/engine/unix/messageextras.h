// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/ancillary.h"
#include "os/unix/socketname.h"
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
    std::vector<OwnedHandle> handles;
    std::optional<os::SenderCredentials> credentials;
    bool dataTruncated = false;
    bool handlesTruncated = false;
};

// Those of the messages that wait for their reader, in order. Most messages have none, and take no place here.
class MessageExtras
{
public:
    int handles() const noexcept { return m_handles; }

    void append(MessageExtra &&extra);
    // That of one message, or null if it had none. Stays until dropBefore().
    const MessageExtra *find(qint64 number) const;
    std::vector<OwnedHandle> takeHandles(qint64 number);
    // Closes what came with messages before that one.
    void dropBefore(qint64 number);
    void clear();

private:
    FrontQueue<MessageExtra> m_extras;
    int m_handles = 0; // in all of them
};

} // namespace QtInterprocess
