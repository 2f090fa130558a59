// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/messagedevice_p.h"
#include "engine/unix/messageextras.h"
#include "engine/unix/messageoutput.h"
#include "primitives/unix/unixpeer.h"

namespace QtInterprocess {

// What the message sockets share: the peer, and what goes and comes with messages beside their bytes.
class UnixMessageDevicePrivate : public MessageDevicePrivate
{
public:
    explicit UnixMessageDevicePrivate(os::SocketType type) : peer(type) { }

    // The handles of the message that was read last, and who has sent it.
    std::vector<OwnedHandle> takeHandles();
    std::optional<PeerCredentials> senderCredentials() const;

    // As writeMessage() without handles does; those that are not accepted stay the caller's.
    bool writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles);

    UnixPeer peer;
    MessageExtras extras;
    int maximumHandles = 0;

protected:
    static Error checkHandles(const std::vector<OwnedHandle> &handles);
    virtual void sendWithHandles(const QByteArray &message, std::vector<OwnedHandle> handles) = 0;

    // What came with the message that was read last is kept for its reader, and holds up nobody.
    qint64 overhead() const override
    {
        const qint64 messages = MessageDevicePrivate::overhead();
        return messages > 0 ? messages + extras.overhead() : 0;
    }
    void messagesRead(qint64 before) override { extras.dropBefore(before); }
    void messagesCleared() override { extras.clear(); }
};

} // namespace QtInterprocess
