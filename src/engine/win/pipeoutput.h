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
    What a pipe still has to take: bytes, or whole messages. One overlapped write is under way at a time. It goes on when the thread
    ends that has begun it, and is never begun again: the peer may have a part of it.

    A write that the system is too short of memory to begin has not happened: of bytes, a smaller piece is tried, and after that the
    same one later. A message is tried for some tenths of a second, and then fails alone.
*/
class PipeOutput final : public Output
{
public:
    explicit PipeOutput(bool keepsMessages);

    // Of a pipe that turns out to carry bytes.
    void mergeMessages();

    void append(const char *data, qint64 size) override;

    // Collects the write that is over, and begins further ones as long as they are over at once. After a failure the
    // queue is empty: nobody will read these bytes.
    Failure send(qintptr handle) override;

    // The write that is under way, if one is; send() collects it.
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
    qsizetype m_head = 0; // bytes of the first chunk that were confirmed
    qsizetype m_underWay = 0; // bytes after those that the operation is about
    os::Operation m_operation;
    qsizetype m_mostAtOnce; // bytes
    int m_attempts = 0; // of the first message
};

} // namespace QtInterprocess
