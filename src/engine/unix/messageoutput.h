// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/output.h"
#include "os/unix/socket.h"
#include "os/unix/socketname.h"
#include "os/unix/transfer.h"
#include "support/bytequeue.h"
#include "support/frontqueue.h"
#include "support/result.h"

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace QtInterprocess {

struct OutgoingMessage
{
    QByteArray bytes;
    std::vector<OwnedHandle> handles;
    os::SocketName to; // unnamed means the socket's peer
    bool isAddressed() const noexcept { return to.kind != os::SocketName::Kind::Unnamed; }
};

/*
    The messages that a socket has not taken yet. Each is sent whole, by one call.

    Messages for one receiver keep their order, and a full receiver delays no other. The kernel
    reports when the socket's own peer has room again. It does not report room at other receivers of
    datagrams (the socket always counts as writable), nor the end of a shortage of memory. In these
    cases sending is tried again, with delays from 1 ms to 100 ms.
*/
class MessageOutput final : public Output
{
public:
    // For datagrams, each message that cannot be sent is an error of its own and has no other
    // effect.
    explicit MessageOutput(std::optional<os::SocketType> type) : m_type(type) { }

    bool isEmptyFor(const os::SocketName &to) const
    {
        const auto lane = m_lanes.find(keyOf(to));
        return lane == m_lanes.end() || lane->second.messages.isEmpty();
    }

    void append(OutgoingMessage &&message);
    void append(const char *data, qint64 size) override { append({ QByteArray(data, qsizetype(size)), {}, {} }); }
    // Sends at once if the queue is empty. The bytes may be borrowed for this call
    // (QByteArray::fromRawData()).
    Failure appendAndSend(int fd, OutgoingMessage &&message);

    // Changes the peer. Messages that wait for the old peer get its address; those for the new one
    // lose it.
    void changePeer(const os::SocketName &from, const os::SocketName &to);

    // Sends as much as the system takes now. A failure means that the peer accepts no more; its
    // messages are dropped.
    Failure send(qintptr handle) override;
    void addFailure(Failure failure) { m_failures.push_back(std::move(failure)); }

    // Takes the unsent messages, to send them elsewhere. News stays here.
    std::unique_ptr<MessageOutput> takeAll();

private:
    enum class Outcome { Gone, Full, Later, PeerLost };
    struct Lane
    {
        FrontQueue<OutgoingMessage> messages;
        bool waitsForRoom = false;
        bool waitsForTime = false;
        int attempts = 0; // of the first message, if it is large
    };

    static QByteArray keyOf(const os::SocketName &to);
    void moveLane(const os::SocketName &from, const os::SocketName &to);
    void sendLane(int fd, Lane &lane, Failure &lost);
    Outcome sendOne(int fd, Lane &lane, Failure &lost);
    Result<os::Transfer> transmit(int fd, const OutgoingMessage &message);
    Result<os::Transfer> transmit(int fd, const OutgoingMessage &message, const os::SocketAddress *to);
    Outcome findFullBuffer(int fd, Lane &lane);
    Outcome outcomeOf(const OutgoingMessage &message, Lane &lane, const Error &error);
    void remove(Lane &lane);
    void waitForTime(Lane &lane);
    void clear() override { m_lanes.clear(); }
    void unblocked() override;

    const std::optional<os::SocketType> m_type; // empty for a pipe
    std::map<QByteArray, Lane> m_lanes; // none is empty, except that of the socket's own peer
};

} // namespace QtInterprocess
