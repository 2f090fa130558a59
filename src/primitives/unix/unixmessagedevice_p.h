// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/messagedevice_p.h"
#include "engine/unix/messageextras.h"
#include "engine/unix/messageoutput.h"
#include "primitives/unix/unixpeer.h"

namespace QtInterprocess {

// The common part of message sockets: the peer, and ancillary data of messages.
class UnixMessageDevicePrivate : public MessageDevicePrivate
{
public:
    explicit UnixMessageDevicePrivate(os::SocketType type) : peer(type) { }

    // Return the handles and the sender of the message that was read last.
    std::vector<OwnedHandle> takeHandles();
    std::optional<PeerCredentials> senderCredentials() const;

    // Writes a message with handles, as writeMessage() does. If it is not accepted, the caller
    // keeps the handles.
    bool writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles);

    UnixPeer peer;
    MessageExtras extras;
    int maximumHandles = 0;

protected:
    static Error checkHandles(const std::vector<OwnedHandle> &handles);
    virtual void sendWithHandles(const QByteArray &message, std::vector<OwnedHandle> handles) = 0;

    // Returns 0 if no message is unread. The ancillary data of the message that was read last is
    // kept, but does not count.
    qint64 overhead() const override
    {
        const qint64 messages = MessageDevicePrivate::overhead();
        return messages > 0 ? messages + extras.overhead() : 0;
    }
    void messagesRead(qint64 before) override { extras.dropBefore(before); }
    void messagesCleared() override { extras.clear(); }
};

} // namespace QtInterprocess
