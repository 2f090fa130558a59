// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/failure.h"
#include "os/win/overlapped.h"
#include "support/bytequeue.h"

#include <QtInterprocess/error.h>

#include <QtCore/qbytearray.h>

#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace QtInterprocess {

/*
    What a pipe still has to take: bytes, or whole messages. One overlapped write is under way at a time; the bytes lie in
    here until it is over, and not longer than until this object is destroyed, which waits.
*/
class PipeOutput
{
public:
    explicit PipeOutput(bool keepsMessages) : m_keepsMessages(keepsMessages) { }
    ~PipeOutput() { outputEnds(isEmpty()); }

    // Of bytes, or of messages with these sizes if there are any.
    static std::unique_ptr<PipeOutput> of(ByteQueue &&bytes, const std::vector<qint64> &messages);

    bool isEmpty() const noexcept { return m_chunks.empty(); }
    // Bytes that the system has not confirmed.
    qint64 size() const noexcept { return m_size; }

    // Adds bytes, or one message. Nothing is sent before advance().
    void append(const char *data, qint64 size);
    void append(ByteQueue &&bytes);

    // Collects the write that is over, and begins further ones as long as they are over at once. After a failure the
    // queue is empty: nobody will read these bytes.
    Failure advance(qintptr handle);

    // The bytes that were confirmed since the last call.
    bool hasSent() const noexcept { return m_sent > 0; }
    qint64 takeSent() noexcept { return std::exchange(m_sent, 0); }

    // Signalled when advance() has something to do; null if nothing is under way.
    HANDLE event() const noexcept { return m_operation.isPending() ? m_operation.event() : nullptr; }

    // What is left will not be sent, for this reason; no failure if nothing is.
    Failure lose(const Error &why);
    void discard();

private:
    Failure collect(os::Overlapped::Outcome outcome);
    qsizetype nextSize() const;

    const bool m_keepsMessages;
    std::deque<QByteArray> m_chunks;
    qsizetype m_head = 0; // bytes of the first chunk that were confirmed
    qsizetype m_underWay = 0; // bytes after those that the operation is about
    qint64 m_size = 0;
    qint64 m_sent = 0;
    os::Overlapped m_operation; // the last member: it reads from the chunks until it is destroyed
};

} // namespace QtInterprocess
