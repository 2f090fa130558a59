// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qshareddata.h>

#include <optional>

namespace QtInterprocess {

class ProcessExitData;

/*!
    How a process ended, as far as the system tells. ProcessWatcher has the table of what it tells where.
    A value type, implicitly shared.
*/
class QTINTERPROCESS_EXPORT ProcessExit
{
    Q_GADGET
    Q_PROPERTY(qint64 processId READ processId CONSTANT)
    Q_PROPERTY(bool isKnown READ isKnown CONSTANT)
    Q_PROPERTY(bool isSuccess READ isSuccess CONSTANT)

public:
    ProcessExit();
    ProcessExit(const ProcessExit &other);
    ProcessExit(ProcessExit &&other) noexcept;
    ProcessExit &operator=(const ProcessExit &other);
    ProcessExit &operator=(ProcessExit &&other) noexcept;
    ~ProcessExit();

    /*! The process that ended; 0 if there is none. */
    qint64 processId() const;
    void setProcessId(qint64 id);

    /*! The value that it returned from \c main(), or called \c exit() with; empty if a signal ended it, or if nothing is known. */
    std::optional<int> exitCode() const;
    void setExitCode(std::optional<int> code);

    /*! Unix: the signal that ended it. */
    std::optional<int> signalNumber() const;
    void setSignalNumber(std::optional<int> number);

    bool isKnown() const { return exitCode() || signalNumber(); }

    /*! It is known that the process ended by itself and with 0. */
    bool isSuccess() const { return exitCode() == 0; }

private:
    QSharedDataPointer<ProcessExitData> d;
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::ProcessExit)
