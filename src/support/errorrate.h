// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qdeadlinetimer.h>

#include <vector>

namespace QtInterprocess {

/*
    Limits how often errors are reported, because a misbehaving peer can cause any number of them.

    Errors of one kind (a code and an operation) are reported once a second. The first error is
    reported at once. The last of the others is reported at the end of the second, with their
    number in its text.
*/
class ErrorRate
{
public:
    static constexpr int Interval = 1000; // milliseconds

    // Returns the error to report now, or no error if it is held back.
    Error add(const Error &error);

    // Returns when an error that is held back is due; forever if there is none.
    QDeadlineTimer dueAt() const;
    // Takes the errors that are due; takeAll() also takes those that are not due yet.
    std::vector<Error> takeDue();
    std::vector<Error> takeAll();

    void clear() { m_kinds.clear(); }

private:
    struct Kind
    {
        Error last; // already reported if held is 0
        qint64 held = 0;
        QDeadlineTimer until;

        Error report();
    };

    std::vector<Kind> m_kinds; // at most one per code and operation
};

} // namespace QtInterprocess
