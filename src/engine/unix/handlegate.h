// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socket.h"

#include <QtInterprocess/ownedhandle.h>

namespace QtInterprocess {

/*
    Whether descriptors of the peer can come in by a socket. As long as that is so, it is read by calls that have room for them, or the
    kernel would drop them in this thread; and closing it looks into its queue first (os/unix/closing.h).

    A socket takes what its user asks for, and that may be until the first bytes are read: up to then everything that comes is
    kept in the queue. Then the gate is shut if nobody has asked, and once the queue has been seen empty, reading and
    closing are as cheap as if there were no such thing. Where the system cannot refuse descriptors the gate stays open.
*/
class HandleGate
{
public:
    // Both outlive the gate. Of a pipe (null) it is always shut.
    explicit HandleGate(OwnedHandle *socket, os::SocketType type = os::SocketType::Stream);

    bool isShut() const noexcept { return m_state == State::Shut; }
    // Whether the user takes handles from here on.
    void setWanted(bool wanted);

    // To be called before something is read, and when nothing more is going to be read at once.
    void beginReading()
    {
        if (m_state == State::Undecided)
            decide();
    }
    void endReading()
    {
        if (m_state == State::Emptying)
            lookIfEmpty();
    }
    // All has been read, and nothing can come any more.
    void peerHasEnded() noexcept;
    // Before the socket is closed without shutdown(): lets it be closed at once if nothing is in its queue. Where handles cannot
    // be refused that takes a shutdown() of datagram sockets, which others may have; other sockets are closed a little later.
    void prepareToClose();
    // Before somebody else gets the socket, who may want handles.
    void leaveOpen();

private:
    enum class State : quint8 { Undecided, Open, Emptying, Shut };

    void decide();
    void lookIfEmpty();
    void seal() noexcept;
    int fd() const noexcept { return int(m_socket->get()); }

    OwnedHandle *const m_socket;
    const os::SocketType m_type;
    State m_state = State::Undecided;
    bool m_isMadeHere = false; // made by this process
    bool m_wanted = false;
};

} // namespace QtInterprocess
