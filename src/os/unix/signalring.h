// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <atomic>
#include <memory>

#include <signal.h>
#include <sys/types.h>

namespace QtInterprocess::os {

// Holds what the handler stores of a signal.
struct SignalRecord
{
    int number = 0;
    int code = 0;
    pid_t pid = 0; // 0: unknown
    uid_t uid = 0;
    int status = 0;
    bool hasValue = false;
    sigval value = {};
};

/*
    Queues signals in a bounded ring of many writers and one reader, without locks or waiting.

    Writers are signal handlers in any threads, and one can interrupt another. Each cell holds the
    number of the turn in which it may be written or read. The write turn is the index of the
    cell, plus one round each time. The read turn is one more than that.
*/
class SignalRing
{
public:
    // Makes a ring; the capacity must be a power of two.
    explicit SignalRing(quint32 capacity) : m_cells(new Cell[capacity]), m_mask(capacity - 1)
    {
        for (quint32 i = 0; i < capacity; ++i)
            m_cells[i].turn.store(i, std::memory_order_relaxed);
    }

    // Appends a record; async-signal-safe. Returns false if the ring is full.
    bool push(const SignalRecord &record) noexcept
    {
        quint32 at = m_end.load(std::memory_order_relaxed);
        for (;;) {
            Cell &cell = m_cells[at & m_mask];
            const auto distance = qint32(cell.turn.load(std::memory_order_acquire) - at);
            if (distance < 0)
                return false;
            if (distance == 0 && m_end.compare_exchange_weak(at, at + 1, std::memory_order_relaxed)) {
                cell.record = record;
                cell.turn.store(at + 1, std::memory_order_release);
                return true;
            }
            if (distance > 0)
                at = m_end.load(std::memory_order_relaxed);
        }
    }

    // Returns the first record, for the reader only. Returns null if there is none, or if it is
    // still being written.
    const SignalRecord *front() const noexcept
    {
        const Cell &cell = m_cells[m_begin & m_mask];
        return cell.turn.load(std::memory_order_acquire) == m_begin + 1 ? &cell.record : nullptr;
    }

    void pop() noexcept
    {
        m_cells[m_begin & m_mask].turn.store(m_begin + m_mask + 1, std::memory_order_release);
        ++m_begin;
    }

private:
    Q_DISABLE_COPY_MOVE(SignalRing)

    struct Cell
    {
        std::atomic<quint32> turn { 0 };
        SignalRecord record;
    };

    const std::unique_ptr<Cell[]> m_cells;
    const quint32 m_mask;
    std::atomic<quint32> m_end { 0 };
    quint32 m_begin = 0;
};

} // namespace QtInterprocess::os
