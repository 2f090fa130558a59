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
    How a process ended, as far as the system reports it.

    ProcessWatcher::exited() emits it. The table of ProcessWatcher lists what each system reports.
    A value type, implicitly shared.
*/
class QTINTERPROCESS_EXPORT ProcessExit
{
    Q_GADGET
    Q_PROPERTY(qint64 processId READ processId CONSTANT)
    Q_PROPERTY(bool isKnown READ isKnown CONSTANT)
    Q_PROPERTY(bool isSuccess READ isSuccess CONSTANT)

public:
    /*! Constructs an exit of no process. */
    ProcessExit();
    /*! Constructs a copy of \a other. */
    ProcessExit(const ProcessExit &other);
    /*! Move-constructs the object from \a other. */
    ProcessExit(ProcessExit &&other) noexcept;
    /*! Assigns \a other. */
    ProcessExit &operator=(const ProcessExit &other);
    /*! Moves \a other into this object. */
    ProcessExit &operator=(ProcessExit &&other) noexcept;
    /*! Destroys the object. */
    ~ProcessExit();

    /*! Returns the ID of the process that ended; 0 if there is none. */
    qint64 processId() const;
    /*! Sets processId() to \a id. */
    void setProcessId(qint64 id);

    /*!
        Returns the value that the process returned from \c main() or passed to \c exit().

        Empty if a signal ended the process, or if nothing is known.
    */
    std::optional<int> exitCode() const;

    /*! Sets exitCode() to \a code. */
    void setExitCode(std::optional<int> code);

    /*! Returns the signal that ended the process. Only on Unix. */
    std::optional<int> signalNumber() const;
    /*! Sets signalNumber() to \a number. */
    void setSignalNumber(std::optional<int> number);

    /*! Returns whether exitCode() or signalNumber() is known. */
    bool isKnown() const { return exitCode() || signalNumber(); }

    /*! Returns \c true if the process is known to have ended by itself, with exit code 0. */
    bool isSuccess() const { return exitCode() == 0; }

private:
    QSharedDataPointer<ProcessExitData> d;
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::ProcessExit)
