// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/unix/messageport.h"

namespace QtInterprocess {

/*
    A socket of type SOCK_DGRAM. There is no connection: a peer that closes goes unnoticed, input has no end, and a failure is
    that of one datagram. Only a socket that has no name of its own, so that nobody but its peer could reach it, is over when
    that peer has gone; a failed write shows that, and nothing else does.
*/
class DatagramPort final : public MessagePort
{
public:
    struct Settings
    {
        bool outlivesPeer = false; // goes on when its peer has gone
        bool hasPeer = false;
        bool receivesCredentials = false;
        os::Admission admission = Access::Everyone; // whose datagrams are taken; all but everyone needs credentials
    };
    DatagramPort(OwnedHandle handle, MessageInput input, const Settings &settings);

    bool hasPeer() const noexcept { return m_hasPeer; }
    // To be called when the socket has got another peer; unnamed: none.
    void peerChanged(const os::SocketName &from, const os::SocketName &to);
    // Why a datagram of that size cannot be sent, to whomever it goes.
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

    StreamTurn m_saved; // what was read before something was written
    const bool m_outlivesPeer;
    bool m_hasPeer;
    bool m_isClosing = false;
};

} // namespace QtInterprocess
