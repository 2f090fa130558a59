// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/pipe.h"

#include <optional>

namespace QtInterprocess {

/*
    Waits for what comes out of a pipe: with a read of nothing, which is over when there is something. What there is is read
    then, at once. So an idle connection holds no buffer, and no byte is ever in a read that may have to be cancelled.
*/
class PipeInput
{
public:
    explicit PipeInput(bool keepsMessages) : m_keepsMessages(keepsMessages) { }

    // What there is. Empty while it waits for something, and at the end. An empty message is out of the pipe by then.
    std::optional<os::Peeked> look(qintptr handle);

    // Of what was found, so that it is over at once. If it is not, somebody else has read it.
    qint64 read(qintptr handle, char *data, qint64 size);

    // Reads and forgets, a bounded amount. Returns true if there may be more.
    bool discard(qintptr handle);

    // How it has ended, as GetLastError() has it.
    std::optional<quint32> end() const noexcept { return m_end; }

    bool isWaiting() const noexcept { return m_wait.isPending(); }
    const os::Operation &waiting() const noexcept { return m_wait; }
    // To be called before the handle is closed.
    void stopWaiting() { m_wait.abandon(); }

private:
    const bool m_keepsMessages;
    std::optional<quint32> m_end;
    os::Operation m_wait;
    os::Operation m_reading; // for moments
};

} // namespace QtInterprocess
