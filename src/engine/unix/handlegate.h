// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socket.h"

#include <QtInterprocess/ownedhandle.h>

namespace QtInterprocess {

/*
    Decides whether the peer can pass descriptors through a socket.

    While it can, the socket is read with calls that have room for descriptors. Otherwise the kernel
    would drop them in this thread. Also, closing the socket first inspects its queue
    (os/unix/closing.h).

    The user may request handles until the first bytes are read; until then everything stays in the
    queue. If nobody requests them, the gate is shut then. Once the queue was seen empty, reading
    and closing cost no more than without the gate. If the system cannot refuse descriptors, the
    gate stays open.
*/
class HandleGate
{
public:
    // socket outlives the gate. For a pipe it is null, and the gate is always shut.
    explicit HandleGate(OwnedHandle *socket, os::SocketType type = os::SocketType::Stream);

    bool isShut() const noexcept { return m_state == State::Shut; }
    // Sets whether the user takes handles from now on.
    void setWanted(bool wanted);

    // Call beginReading() before a series of reads, and endReading() after it.
    void beginReading()
    {
        if (m_state == State::Undecided)
            decide();
    }
    void endReading()
    {
        if (m_state == State::Emptying)
            sealIfEmpty();
    }
    // Announces that everything was read and that no more input can follow.
    void handlePeerEnd() noexcept;
    // Prepares to close the socket without shutdown(): an empty queue allows closing it at once. If
    // handles cannot be refused, a datagram socket that this process has made is shut down for
    // that, which affects its other holders. Other sockets are closed a little later.
    void prepareToClose();
    // Opens the gate before another owner gets the socket, who may request handles.
    void leaveOpen();

private:
    enum class State : quint8 { Undecided, Open, Emptying, Shut };

    void decide();
    void sealIfEmpty();
    void seal() noexcept;
    int fd() const noexcept { return int(m_socket->get()); }

    OwnedHandle *const m_socket;
    const os::SocketType m_type;
    State m_state = State::Undecided;
    bool m_isMadeHere = false; // made by this process
    bool m_wanted = false;
};

} // namespace QtInterprocess
