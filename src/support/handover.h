// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <atomic>

namespace QtInterprocess {

// Orders what an object did in its old thread before what it does in its new one. The lock that Qt takes to move it does
// that already; but ThreadSanitizer cannot see into a Qt that was built without it, and programs are tested with it.
class Handover
{
public:
    void leave() noexcept { m_moves.fetch_add(1, std::memory_order_release); }
    void arrive() noexcept { (void)m_moves.load(std::memory_order_acquire); }

private:
    std::atomic<quint32> m_moves { 0 };
};

} // namespace QtInterprocess
