// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"

#include <QtInterprocess/ownedhandle.h>

namespace QtInterprocess::os {

/*
    How OwnedHandle closes. close() blocks if it drops the last reference to something that a stranger has prepared: a TCP socket with
    SO_LINGER, a file of her FUSE file system. Such a reference is a received descriptor, or it lies in the queue of a
    socket, which the kernel empties when that is closed. Both are closed by threads that nobody waits for: at most 16, each
    of which exists only while there is something to close. One that is stuck is passed by after 5 ms.

    A socket that a fork has copied is not shut down as long as it is not the child's own (ProcessMark). Nor is it certain that the
    parent still has it.
*/
class HandleClosing
{
public:
    enum How : quint8 {
        Here, // by whoever calls
        Sealed, // here as well: a socket in whose queue no descriptor can lie
        Stream, // a socket that nobody but this process can have: here if its queue is empty, which is looked up after shutdown()
        Messages, // the same for sockets that keep messages
        Elsewhere, // by one of the threads
    };

    static How of(const OwnedHandle &handle) noexcept { return How(handle.m_closing); }
    static void set(OwnedHandle &handle, How how) noexcept
    {
        handle.m_closing = how;
        handle.m_process = ProcessMark().generation();
    }
    // Of one that was set.
    static bool isOurs(const OwnedHandle &handle) noexcept { return ProcessMark(handle.m_process).isOurs(); }
    static OwnedHandle received(int fd) noexcept
    {
        OwnedHandle handle(fd);
        set(handle, Elsewhere);
        return handle;
    }
};

// Closes it, and never blocks.
void closeHandle(OwnedHandle handle) noexcept;
// The same for a socket that has been shut down; what is unread is taken out first, so that the peer finds the end and no error.
void closeElsewhereAfterReading(OwnedHandle socket) noexcept;

// Whether nothing is in the queue of a socket, descriptors included. False if that is not known.
bool hasEmptyQueue(int fd, bool keepsMessages) noexcept;

// Whether a thread has something to close.
bool isClosing() noexcept;
// So much waits to be closed that no more should be received: every thread is stuck.
bool isClosingCongested() noexcept;

} // namespace QtInterprocess::os
