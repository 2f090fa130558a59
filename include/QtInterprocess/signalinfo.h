// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qshareddata.h>
#include <QtCore/qstring.h>

#include <optional>

namespace QtInterprocess {

class SignalInfoData;

/*!
    One signal that has arrived, and what the system tells of it. What it does not tell is empty. A value type, implicitly shared.

    \table
    \header \li             \li sender                   \li value                       \li childStatus
    \row    \li Unix        \li if a process has sent it \li if it was sent with a value \li SIGCHLD
    \row    \li Windows     \li no                       \li no                          \li no
    \endtable

    A signal of the kernel, such as the one that Ctrl-C makes, has no sender.
*/
class QTINTERPROCESS_EXPORT SignalInfo
{
    Q_GADGET
    Q_PROPERTY(int number READ number CONSTANT)
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(int code READ code CONSTANT)
    Q_PROPERTY(int count READ count CONSTANT)

public:
    SignalInfo();
    SignalInfo(const SignalInfo &other);
    SignalInfo(SignalInfo &&other) noexcept;
    SignalInfo &operator=(const SignalInfo &other);
    SignalInfo &operator=(SignalInfo &&other) noexcept;
    ~SignalInfo();

    int number() const;
    void setNumber(int number);

    /*! Signals::name() of the number: "SIGTERM". */
    QString name() const;

    /*! Why it came: \c si_code, so \c SI_USER, \c SI_QUEUE, \c CLD_EXITED… On Windows the console event, \c CTRL_C_EVENT say;
        for SIGTERM \c CTRL_LOGOFF_EVENT, \c CTRL_SHUTDOWN_EVENT or \c WM_CLOSE. */
    int code() const;
    void setCode(int code);

    /*! The process that has sent it; for SIGCHLD the child. The number can belong to another process by now. */
    std::optional<qint64> senderPid() const;
    void setSenderPid(std::optional<qint64> pid);

    /*! The user that has sent it. Empty if this process's user namespace does not tell it. */
    std::optional<quint32> senderUid() const;
    void setSenderUid(std::optional<quint32> uid);

    /*! The value that Signals::queue() has sent with it. An \c int travels as an \c int. */
    std::optional<qintptr> value() const;
    void setValue(std::optional<qintptr> value);

    /*! SIGCHLD: the exit code of the child, or the signal that ended, stopped or continued it; code() tells which. */
    std::optional<int> childStatus() const;
    void setChildStatus(std::optional<int> status);

    /*!
        How many of them this one stands for: those of the same number and sender that came close together. Systems themselves keep
        only one of each number that waits to be delivered, so there can have been more. Those that carry a value or a child are
        never put together. At least 1.
    */
    int count() const;
    void setCount(int count);

private:
    QSharedDataPointer<SignalInfoData> d;
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::SignalInfo)
