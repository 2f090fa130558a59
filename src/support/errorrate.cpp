// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/errorrate.h"

#include "support/errortext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

Error ErrorRate::Kind::report()
{
    const qint64 others = std::exchange(held, 0) - 1;
    until.setRemainingTime(Interval, Qt::PreciseTimer);
    if (others == 0)
        return last;
    return Error(
        last.code(), last.nativeCode(), last.operation(), last.subject(),
        ErrorText::tr("%1 (and %2 more in the last second)").arg(ErrorText::of(last), QString::number(others)));
}

Error ErrorRate::add(const Error &error)
{
    const auto isSame = [&error](const Kind &kind) {
        return kind.last.code() == error.code() && kind.last.operation() == error.operation();
    };
    auto kind = std::find_if(m_kinds.begin(), m_kinds.end(), isSame);
    if (kind == m_kinds.end()) {
        m_kinds.push_back({ error, 1, {} });
        return m_kinds.back().report();
    }
    kind->last = error;
    ++kind->held;
    return kind->until.hasExpired() ? kind->report() : Error();
}

QDeadlineTimer ErrorRate::dueAt() const
{
    QDeadlineTimer first(QDeadlineTimer::Forever);
    for (const Kind &kind : m_kinds) {
        if (kind.held > 0)
            first = std::min(first, kind.until);
    }
    return first;
}

std::vector<Error> ErrorRate::takeDue()
{
    std::vector<Error> due;
    for (Kind &kind : m_kinds) {
        if (kind.held > 0 && kind.until.hasExpired())
            due.push_back(kind.report());
    }
    return due;
}

std::vector<Error> ErrorRate::takeAll()
{
    std::vector<Error> all;
    for (Kind &kind : m_kinds) {
        if (kind.held > 0)
            all.push_back(kind.report());
    }
    return all;
}

} // namespace QtInterprocess
