// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/pipe.h"

#include <optional>

namespace QtInterprocess {

/*
    Waits for what comes out of a pipe: with a read of nothing, which is over when there is something. What there is is read
    then, at once. So an idle connection holds no buffer, and no byte is ever in a read that may have to be cancelled.

    If the peer is on another machine, each call asks that machine, and a read of what is there may take long. Then reads have a
    buffer, and are waited for; the input holds a piece, or a whole message, that nobody has asked for yet.
*/
class PipeInput
{
public:
    PipeInput(bool keepsMessages, qintptr handle)
        : m_keepsMessages(keepsMessages),
          m_isRemote(os::isRemote(handle, os::PipeEnd::Server))
    { }

    // What is larger need not be read whole.
    void setMaximumMessageSize(qint64 size) { m_maximumMessageSize = size; }

    // What there is. Empty while it waits for something, and at the end. An empty message is out of the pipe by then.
    std::optional<os::Peeked> look(qintptr handle);

    // Of what was found, so that it is over at once. If it is not, somebody else has read it.
    qint64 read(qintptr handle, char *data, qint64 size);

    // Reads and forgets, a bounded amount. Returns true if there may be more.
    bool discard(qintptr handle);
    // Takes out what is there, so that a write of the peer that waits for room is over before the handle is closed. Does not wait;
    // bounded.
    void discardUnread(qintptr handle);

    // How it has ended, as GetLastError() has it.
    std::optional<quint32> end() const noexcept { return m_end; }

    bool isWaiting() const noexcept { return m_wait.isPending(); }
    const os::Operation &waiting() const noexcept { return m_wait; }
    // To be called before the handle is closed.
    void stopWaiting() { m_wait.abandon(); }
    // The same, and waits until the system has let go of it.
    void endWaiting() { m_wait.finish(); }

private:
    std::optional<os::Peeked> lookRemotely(qintptr handle);

    const bool m_keepsMessages;
    const bool m_isRemote;
    qint64 m_maximumMessageSize = 0;
    QByteArray m_piece; // of a read of a remote peer
    QByteArray m_found; // what such reads have brought
    bool m_isWhole = false; // so that it can be taken
    std::optional<quint32> m_end;
    os::Operation m_wait;
    os::Operation m_reading; // for moments
};

} // namespace QtInterprocess
