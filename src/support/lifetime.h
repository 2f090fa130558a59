// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

namespace QtInterprocess {

// Tells a function that emits a signal whether its object has survived that: cheaper than a QPointer, and no atomics.
// Guards of one object are on one stack, so they end in the opposite order of their beginning.
class Lifetime
{
public:
    class Guard
    {
    public:
        // gcc 12 warns of a dangling pointer wherever it sees the address of a guard stored.
        QT_WARNING_PUSH
        QT_WARNING_DISABLE_GCC("-Wdangling-pointer")
        explicit Guard(Lifetime &lifetime) noexcept : m_lifetime(&lifetime), m_outer(lifetime.m_innermost)
        {
            lifetime.m_innermost = this;
        }
        QT_WARNING_POP
        ~Guard()
        {
            if (m_lifetime)
                m_lifetime->m_innermost = m_outer;
        }

        bool isOver() const noexcept { return !m_lifetime; }

    private:
        friend class Lifetime;
        Q_DISABLE_COPY_MOVE(Guard)

        Lifetime *m_lifetime;
        Guard *m_outer;
    };

    Lifetime() = default;
    ~Lifetime() { end(); }

    // For guards that exist now, as if the object had gone: it belongs to another thread from here on.
    void end() noexcept;

private:
    Q_DISABLE_COPY_MOVE(Lifetime)

    Guard *m_innermost = nullptr;
};

} // namespace QtInterprocess
