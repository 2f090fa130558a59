// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/pipe.h"

#include <optional>

namespace QtInterprocess {

/*
    Waits for the input of a pipe, and reads it.

    A read of 0 bytes completes when there is data, which is then read at once. So an idle
    connection holds no buffer, and cancelling a read loses no byte.

    If the peer is on another machine, each call asks that machine and may take long. Then reads
    have a buffer and are waited for. The object holds a piece, or a whole message, until it is
    requested.
*/
class PipeInput
{
public:
    PipeInput(bool keepsMessages, qintptr handle)
        : m_keepsMessages(keepsMessages),
          m_isRemote(os::isRemote(handle, os::PipeEnd::Server))
    { }

    // Sets the size above which a message need not be read whole.
    void setMaximumMessageSize(qint64 size) { m_maximumMessageSize = size; }

    // Returns the available data; nothing while it waits or at the end. An empty message is already
    // taken out of the pipe.
    std::optional<os::Peeked> look(qintptr handle);

    // Reads data that look() has found, so it completes at once. Otherwise another process has read
    // it.
    qint64 read(qintptr handle, char *data, qint64 size);

    // Reads and drops a bounded amount. Returns true if there may be more.
    bool discard(qintptr handle);
    // Drops a bounded amount of available data without waiting. So a blocked write of the peer
    // completes before the handle is closed.
    void discardUnread(qintptr handle);

    // Returns the GetLastError() value of the end.
    std::optional<quint32> end() const noexcept { return m_end; }

    bool isWaiting() const noexcept { return m_wait.isPending(); }
    const os::Operation &waiting() const noexcept { return m_wait; }
    // Stops waiting; call it before the handle is closed.
    void stopWaiting() { m_wait.abandon(); }
    // As stopWaiting(), and blocks until the system has released the operation.
    void endWaiting() { m_wait.finish(); }

private:
    std::optional<os::Peeked> lookRemotely(qintptr handle);

    const bool m_keepsMessages;
    const bool m_isRemote;
    qint64 m_maximumMessageSize = 0;
    QByteArray m_piece; // buffer of a read from a remote peer
    QByteArray m_found; // data of such reads
    bool m_isWhole = false; // m_found is complete and can be taken
    std::optional<quint32> m_end;
    os::Operation m_wait;
    os::Operation m_reading; // used only for single reads
};

} // namespace QtInterprocess
