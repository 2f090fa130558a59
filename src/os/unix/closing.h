// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"

#include <QtInterprocess/ownedhandle.h>

namespace QtInterprocess::os {

/*
    Selects how OwnedHandle closes a descriptor, so that close() does not block the program.

    close() blocks if it drops the last reference to a file that a malicious peer has prepared: a
    TCP socket with SO_LINGER, or a file of a FUSE file system. Such a reference is a received
    descriptor, or lies in the queue of a socket. The kernel empties the queue when the socket is
    closed.

    Background threads close both kinds: at most 16, and only while there is something to close.
    If a thread is stuck for 5 ms, another one takes over.

    Until a forked child owns a copied socket (ProcessMark), it does not shut down the socket. The
    parent may use it. A background thread closes the copy, which may be the last reference.
*/
class HandleClosing
{
public:
    enum How : quint8 {
        Here, // in the calling thread
        Sealed, // in the calling thread; no descriptor can be in the queue of this socket
        // A socket that only this process has: shut down, then closed here if its queue is empty.
        Stream,
        Messages, // like Stream, for sockets that keep messages
        Elsewhere, // in a background thread
    };

    static How of(const OwnedHandle &handle) noexcept { return How(handle.m_closing); }
    static void set(OwnedHandle &handle, How how) noexcept
    {
        handle.m_closing = how;
        handle.m_process = ProcessMark().generation();
    }
    // Returns whether this process owns the handle. Call it only after set().
    static bool isOwned(const OwnedHandle &handle) noexcept { return ProcessMark(handle.m_process).isOwned(); }
    static OwnedHandle received(int fd) noexcept
    {
        OwnedHandle handle(fd);
        set(handle, Elsewhere);
        return handle;
    }
};

// Closes the handle without blocking.
void closeHandle(OwnedHandle handle) noexcept;
// Closes a socket that was shut down. First it reads the rest, so that the peer gets the end and
// not an error.
void closeElsewhereAfterReading(OwnedHandle socket) noexcept;

// Returns whether a socket has neither bytes nor descriptors in its queue. Returns false if this
// is unknown.
bool hasEmptyQueue(int fd, bool keepsMessages) noexcept;

// Returns whether a background thread has something to close.
bool isClosing() noexcept;
// Returns whether every thread is stuck and many descriptors wait. Then do not receive more.
bool isClosingCongested() noexcept;

} // namespace QtInterprocess::os
