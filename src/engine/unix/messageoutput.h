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
    os::SocketName to; // unnamed: the peer of the socket
    bool isAddressed() const noexcept { return to.kind != os::SocketName::Kind::Unnamed; }
};

/*
    The messages that a socket still has to take. Each is sent whole, by one call.

    Those for one receiver keep their order, and a receiver that is full holds up nobody else. The kernel says when the
    peer of a socket has room again. Of other receivers of datagrams it says nothing (the socket counts as writable all
    the time), and nothing of a shortage of memory: these are tried again, with delays from 1 ms to 100 ms.
*/
class MessageOutput final : public Output
{
public:
    // Of datagrams every message that cannot be sent is an error of its own, and of nothing else.
    explicit MessageOutput(std::optional<os::SocketType> type) : m_type(type) { }

    bool isEmptyFor(const os::SocketName &to) const { return m_lanes.find(keyOf(to)) == m_lanes.end(); }

    void append(OutgoingMessage &&message);
    void append(const char *data, qint64 size) override { append({ QByteArray(data, qsizetype(size)), {}, {} }); }
    // At once, if nothing is queued before it; the bytes may be borrowed (QByteArray::fromRawData()) for this call.
    Failure appendAndSend(int fd, OutgoingMessage &&message);

    // The socket is getting another peer: what waits for the old one is addressed to him, and the other way round.
    void changePeer(const os::SocketName &from, const os::SocketName &to);

    // Sends what can be sent now. A failure is that of the peer, who takes no more: nothing is left for him then.
    Failure send(qintptr handle) override;
    void addFailure(Failure failure) { m_failures.push_back(std::move(failure)); }

    // What is left, to be sent elsewhere. What there is news of stays here.
    std::unique_ptr<MessageOutput> takeAll();

private:
    enum class Outcome { Gone, Full, Later, PeerLost };
    struct Lane
    {
        FrontQueue<OutgoingMessage> messages;
        bool waitsForRoom = false;
        bool waitsForTime = false;
        int attempts = 0; // of the first one, if it is large
    };

    static QByteArray keyOf(const os::SocketName &to);
    void moveLane(const os::SocketName &from, const os::SocketName &to);
    void sendLane(int fd, Lane &lane, Failure &lost);
    Outcome sendOne(int fd, Lane &lane, Failure &lost);
    Result<os::Transfer> transmit(int fd, const OutgoingMessage &message);
    Result<os::Transfer> transmit(int fd, const OutgoingMessage &message, const os::SocketAddress *to);
    Outcome findOutWhy(int fd, Lane &lane);
    Outcome outcomeOf(const OutgoingMessage &message, Lane &lane, const Error &error);
    void remove(Lane &lane);
    void waitForTime(Lane &lane);
    void clear() override { m_lanes.clear(); }
    void unblocked() override;

    const std::optional<os::SocketType> m_type; // none: a pipe
    std::map<QByteArray, Lane> m_lanes; // none of them empty
};

} // namespace QtInterprocess
