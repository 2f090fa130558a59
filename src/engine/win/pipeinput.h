// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/overlapped.h"
#include "os/win/pipe.h"

#include <optional>

namespace QtInterprocess {

/*
    Waits for what comes out of a pipe: with a read of nothing, which is over when there is something. What there is is read
    then, at once. So an idle connection holds no buffer, no byte is ever in a read that may have to be cancelled, and the end
    of the thread that had begun a read costs nothing.
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
    // Signalled when the waiting is over; null if it does not wait.
    HANDLE event() const noexcept { return isWaiting() ? m_wait.event() : nullptr; }
    // To be called before the handle is closed.
    void stopWaiting() { (void)m_wait.cancel(); }

private:
    const bool m_keepsMessages;
    std::optional<quint32> m_end;
    char m_nothing = 0;
    os::Overlapped m_wait; // the read of nothing, and for moments the read of what is there
};

} // namespace QtInterprocess
