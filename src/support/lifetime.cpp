// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/lifetime.h"

namespace QtInterprocess {

void Lifetime::end() noexcept
{
    for (Guard *guard = m_innermost; guard; guard = guard->m_outer)
        guard->m_lifetime = nullptr;
    m_innermost = nullptr;
}

} // namespace QtInterprocess
