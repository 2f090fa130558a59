// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Closes a connection, hands it to the background, or gives its handle away.

#include "engine/connection.h"

#include "support/errortext.h"

#include <utility>

namespace QtInterprocess {

void Connection::close()
{
    if (isClosing())
        return;
    Q_ASSERT(isOwned());
    set(inputIsOver() ? In::Discarded : In::Discarding);
    if (m_out == Out::Open) {
        set(Out::Finishing);
        m_port->finishWriting();
    }
    send();
    if (m_output->isEmpty()) {
        // Close now, not in the next turn: a peer that waits for the end must not depend on our
        // event loop.
        closeHandle(Port::Closing::Graceful);
        set(In::Discarded);
    }
    rememberIfClosing();
    m_watch.wake();
    updateInterest();
}

void Connection::closeHandle(Port::Closing how)
{
    if (!isOwned()) { // the parent sends the output and reports it
        m_output->discard();
        m_error.discard();
        how = Port::Closing::Copy;
    } else if (!m_output->isEmpty()) {
        m_error.add(m_output->lose(Error(Error::PeerClosed, 0, QStringLiteral("write to"))));
    }
    m_watch.stop();
    m_port->close(how);
    forgetClosing(this);
}

Result<OwnedHandle> Connection::takeHandle(StreamTurn &turn)
{
    const auto impossible = [](const ErrorText &why) {
        return Error(Error::InvalidOperation, 0, QString(), QString(), why);
    };
    if (m_port->isOpen() && !outputIsOver()) {
        m_output->unblock();
        send();
    }
    if (!m_port->isOpen() || m_out == Out::Failed)
        return impossible(ErrorText::tr("the connection is closed"));
    Result<OwnedHandle> handle = impossible(ErrorText::tr("not all output is sent; wait until bytesToWrite() is 0"));
    if (m_output->isEmpty())
        handle = m_port->takeHandle();
    if (!handle) {
        m_watch.wake(); // for the results of send()
        updateInterest();
        return handle;
    }
    m_watch.stop();
    if (m_port->hasSaved())
        m_port->takeSaved(turn);
    takeOutcomes(turn);
    turn.closed = true;
    return handle;
}

void Connection::countLosses()
{
    m_error.count();
    m_output->countLosses();
}

void Connection::handOver()
{
    countLosses();
    m_watch.stop();
    if (!m_output->isEmpty()) {
        m_port->handOver();
        m_output = &m_port->output();
    }
    set(In::Discarded);
    if (!outputIsOver())
        set(Out::Finished);
    m_watch.wake();
}

void Connection::stop(Stop how)
{
    if (how == Stop::Discard) {
        m_output->discard(); // first: no call may be active when the handle is closed
        m_error.discard();
    } else if (m_port->isOpen() && isOwned()) {
        m_output->unblock();
        // Only the port sends: the whole connection ends here, so no half is ended before.
        if (Failure failure = outputIsOver() ? Failure() : m_port->send())
            fail(std::move(failure));
        if (!m_output->isEmpty())
            handOver();
    }
    closeHandle(how == Stop::Discard ? Port::Closing::Abort : Port::Closing::Graceful);
    countLosses();
}

void Connection::rememberIfClosing()
{
    if (isClosing() && (!m_output->isEmpty() || hasLoss()))
        rememberClosing(this);
}

} // namespace QtInterprocess
