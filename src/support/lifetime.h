// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

namespace QtInterprocess {

// Tells a function that emits a signal whether its object still exists. It is cheaper than a
// QPointer and needs no atomics. All guards of an object are on one stack, so they end in reverse
// order.
class Lifetime
{
public:
    class Guard
    {
    public:
        // gcc 12 warns about a dangling pointer wherever the address of a guard is stored.
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

    // Ends all guards, as if the object were gone. Call it when the object moves to another
    // thread.
    void end() noexcept;

private:
    Q_DISABLE_COPY_MOVE(Lifetime)

    Guard *m_innermost = nullptr;
};

} // namespace QtInterprocess
