// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>

#include <optional>

namespace QtInterprocess {

/*!
    How a process ended, as far as the system tells. ProcessWatcher has the table of what it tells where.
*/
struct QTINTERPROCESS_EXPORT ProcessExit
{
    Q_GADGET
    Q_PROPERTY(qint64 processId MEMBER processId CONSTANT)
    Q_PROPERTY(bool isKnown READ isKnown CONSTANT)
    Q_PROPERTY(bool isSuccess READ isSuccess CONSTANT)

public:
    qint64 processId = 0;

    /*! What it returned from \c main(), or called \c exit() with; empty if a signal ended it, or if nothing is known. */
    std::optional<int> exitCode;

    /*! Unix: the signal that ended it. */
    std::optional<int> signalNumber;

    bool isKnown() const noexcept { return exitCode || signalNumber; }

    /*! It is known that the process ended by itself and with 0. */
    bool isSuccess() const noexcept { return exitCode && *exitCode == 0; }
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::ProcessExit)
