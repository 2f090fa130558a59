// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qdeadlinetimer.h>

#include <vector>

namespace QtInterprocess {

/*
    Errors that strangers cause come as often as strangers like. Those of one kind, which is a code and an operation, are reported
    once in a second: the first at once, the last of the others at the end of the second, with their number in its text.
*/
class ErrorRate
{
public:
    static constexpr int Interval = 1000; // milliseconds

    // The error as it is to be reported now; no error if that is for later.
    Error add(const Error &error);

    // When something is to be reported that is held back; for ever if nothing is.
    QDeadlineTimer dueAt() const;
    // What is due by now; or all that is held back.
    std::vector<Error> takeDue();
    std::vector<Error> takeAll();

    void clear() { m_kinds.clear(); }

private:
    struct Kind
    {
        Error last; // reported, if none is held back
        qint64 held = 0;
        QDeadlineTimer until;

        Error report();
    };

    std::vector<Kind> m_kinds; // as many as there are operations at most
};

} // namespace QtInterprocess
