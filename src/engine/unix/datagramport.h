// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/unix/messageport.h"

namespace QtInterprocess {

/*
    A socket of type SOCK_DGRAM.

    There is no connection: a peer that closes goes unnoticed, input has no end, and a failure
    concerns one datagram. The exception is a socket without a name, which only its peer can reach.
    It ends when that peer has gone, which only a failed write shows.
*/
class DatagramPort final : public MessagePort
{
public:
    struct Settings
    {
        bool outlivesPeer = false; // continues when its peer has gone
        bool hasPeer = false;
        bool receivesCredentials = false;
        os::Admission admission = Access::Everyone; // the accepted senders; any value except Everyone needs credentials
    };
    DatagramPort(OwnedHandle handle, MessageInput input, const Settings &settings);

    bool hasPeer() const noexcept { return m_hasPeer; }
    // Informs the port of a new peer; an unnamed one means none.
    void peerChanged(const os::SocketName &from, const os::SocketName &to);
    // Returns the reason why a datagram of this size cannot be sent to any receiver.
    Error checkSize(qint64 size) { return makeRoomFor(size); }
    Failure write(const char *data, qint64 size, std::vector<OwnedHandle> &&handles, const os::SocketName &to);

    Failure write(const char *data, qint64 size) override { return write(data, size, {}, {}); }
    Failure send() override;
    Error check(qint64 size) override;
    void finishWriting() override;
    void takeSaved(StreamTurn &turn) override;

private:
    bool readOne(Scratch &scratch, StreamTurn &turn, bool &ended) override;
    void aboutToSend() override { saveInput(); }
    void saveInput();
    Failure peerLost(Failure failure);

    StreamTurn m_saved; // read before something was written
    const bool m_outlivesPeer;
    bool m_hasPeer;
    bool m_isClosing = false;
};

} // namespace QtInterprocess
