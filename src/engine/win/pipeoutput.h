// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/output.h"
#include "os/win/operation.h"
#include "support/bytequeue.h"

#include <QtInterprocess/error.h>

#include <QtCore/qbytearray.h>

#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace QtInterprocess {

/*
    The bytes or messages that a pipe has not taken yet.

    One overlapped write is active at a time. It outlives the thread that started it, and is never
    started again: the peer may have a part of it.

    If memory is short, a write cannot start. For bytes, a smaller piece is tried, then the same one
    again later. A message is tried for some tenths of a second, and then fails alone.
*/
class PipeOutput final : public Output
{
public:
    explicit PipeOutput(bool keepsMessages);

    // Turns messages into bytes, if the pipe turns out to carry bytes.
    void mergeMessages();

    void append(const char *data, qint64 size) override;

    // Collects the completed write, and starts more while they complete at once. After a failure
    // the queue is empty: nobody will read these bytes.
    Failure send(qintptr handle) override;

    // Returns the active write, if there is one; send() collects it.
    const os::Operation &writing() const noexcept { return m_operation; }

private:
    void clear() override;
    Failure collect(os::Operation::Outcome outcome);
    void writeLater(quint32 error);
    void failFirst(quint32 error);
    void removeFirst();
    qsizetype nextSize() const;

    bool m_keepsMessages;
    std::deque<QByteArray> m_chunks;
    qsizetype m_head = 0; // confirmed bytes of the first chunk
    qsizetype m_underWay = 0; // bytes of the active write, after m_head
    os::Operation m_operation;
    qsizetype m_mostAtOnce; // in bytes
    int m_attempts = 0; // of the first message
};

} // namespace QtInterprocess
