// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

#include <optional>

namespace QtInterprocess {

/*!
    One signal that has arrived, and what the system tells of it. What it does not tell is empty.

    \table
    \header \li             \li sender                   \li value                       \li childStatus
    \row    \li Unix        \li if a process has sent it \li if it was sent with a value \li SIGCHLD
    \row    \li Windows     \li no                       \li no                          \li no
    \endtable

    A signal of the kernel, such as the one that Ctrl-C makes, has no sender.
*/
struct QTINTERPROCESS_EXPORT SignalInfo
{
    Q_GADGET
    Q_PROPERTY(int number MEMBER number CONSTANT)
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(int code MEMBER code CONSTANT)
    Q_PROPERTY(int count MEMBER count CONSTANT)

public:
    int number = 0;

    /*! Why it came: \c si_code, so \c SI_USER, \c SI_QUEUE, \c CLD_EXITED… On Windows the console event, \c CTRL_C_EVENT say;
        for SIGTERM \c CTRL_LOGOFF_EVENT, \c CTRL_SHUTDOWN_EVENT or \c WM_CLOSE. */
    int code = 0;

    /*! Who has sent it; for SIGCHLD the child. The number can belong to another process by now. */
    std::optional<qint64> senderPid;
    std::optional<quint32> senderUid; //!< Empty if this process's user namespace does not tell it.

    /*! What Signals::queue() has sent with it. An \c int travels as an \c int. */
    std::optional<qintptr> value;

    /*! SIGCHLD: the exit code of the child, or the signal that ended, stopped or continued it; \c code tells which. */
    std::optional<int> childStatus;

    /*!
        How many of them this one stands for: those of the same number and sender that came close together. Systems themselves keep
        only one of each number that waits to be delivered, so there can have been more. Those that carry a value or a child are
        never put together.
    */
    int count = 1;

    /*! Signals::name() of the number: "SIGTERM". */
    QString name() const;
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::SignalInfo)
