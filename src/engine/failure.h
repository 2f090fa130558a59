// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace QtInterprocess {

/*
    An error that has not been reported yet, and whether accepted output was lost with it.

    Lost output is reported by the device's errorOccurred(), or counted for drainAll(). The holder
    of a Failure passes it on or settles it in one of three ways:

    - report(), when the signal is about to be emitted;
    - count(), when no device is left;
    - discard(), after abort().

    The destructor counts an unsettled Failure, so no early return can drop a loss.
*/
class [[nodiscard]] Failure
{
public:
    Failure() noexcept = default;
    Failure(const Error &error) : m_error(error) { } // without a loss of output
    static Failure ofOutput(const Error &error)
    {
        Failure failure(error);
        failure.m_outputLost = true;
        return failure;
    }

    Failure(Failure &&other) noexcept
        : m_error(std::move(other.m_error)),
          m_outputLost(std::exchange(other.m_outputLost, false))
    { }
    Failure &operator=(Failure &&other) noexcept
    {
        Failure(std::move(other)).swap(*this);
        return *this;
    }
    ~Failure() { count(); }

    explicit operator bool() const noexcept { return bool(m_error); }
    const Error &error() const noexcept { return m_error; }
    bool isLoss() const noexcept { return m_outputLost; }

    // Adds a later failure. The first error is kept; a loss of either counts.
    void add(Failure later)
    {
        if (!m_error)
            m_error = later.m_error;
        m_outputLost = std::exchange(later.m_outputLost, false) || m_outputLost;
    }
    void setSubject(const QString &subject) { m_error = m_error.withSubject(subject); }

    // Settles the failure and returns the error, for the caller that emits it now.
    Error report() noexcept
    {
        m_outputLost = false;
        return std::exchange(m_error, Error());
    }
    // Counts the loss: the next drainAll() returns false. The error itself may still be reported.
    void count() noexcept
    {
        if (std::exchange(m_outputLost, false))
            noteLoss();
    }
    void discard() noexcept { (void)report(); }

private:
    Q_DECL_COLD_FUNCTION static void noteLoss() noexcept;
    void swap(Failure &other) noexcept
    {
        std::swap(m_error, other.m_error);
        std::swap(m_outputLost, other.m_outputLost);
    }

    Error m_error;
    bool m_outputLost = false;
};

using Failures = std::vector<Failure>;

inline bool hasLoss(const Failures &failures)
{
    return std::any_of(failures.begin(), failures.end(), [](const Failure &failure) { return failure.isLoss(); });
}

inline void countLosses(Failures &failures)
{
    for (Failure &failure : failures)
        failure.count();
}

inline void discardAll(Failures &failures)
{
    for (Failure &failure : failures)
        failure.discard();
    failures.clear();
}

// Checks that an output queue ends empty; called by its destructor. Output must be sent, handed
// over, lost or discarded before. Anything left is a programming error and is counted as lost.
inline void outputEnds(bool isEmpty)
{
    Q_ASSERT_X(isEmpty, "outputEnds", "accepted output was dropped without a Failure");
    if (!isEmpty)
        Failure::ofOutput(Error(Error::OtherError, 0, QString())).count();
}

} // namespace QtInterprocess
