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
    One signal that has arrived, with everything that the system reports about it.

    SignalWatcher::received() emits it. Fields that the system does not report are empty. A value
    type, implicitly shared.

    \table
    \header \li         \li sender                \li value                    \li childStatus
    \row    \li Unix    \li if a process sent it  \li if it was sent with one  \li SIGCHLD
    \row    \li Windows \li no                    \li no                       \li no
    \endtable

    A signal of the kernel has no sender. An example is the signal of Ctrl-C.
*/
class QTINTERPROCESS_EXPORT SignalInfo
{
    Q_GADGET
    Q_PROPERTY(int number READ number CONSTANT)
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(int code READ code CONSTANT)
    Q_PROPERTY(int count READ count CONSTANT)

public:
    /*! Constructs an info with the number 0. */
    SignalInfo();
    /*! Constructs a copy of \a other. */
    SignalInfo(const SignalInfo &other);
    /*! Move-constructs the object from \a other. */
    SignalInfo(SignalInfo &&other) noexcept;
    /*! Assigns \a other. */
    SignalInfo &operator=(const SignalInfo &other);
    /*! Moves \a other into this object. */
    SignalInfo &operator=(SignalInfo &&other) noexcept;
    /*! Destroys the info. */
    ~SignalInfo();

    /*! Returns the number of the signal. */
    int number() const;
    /*! Sets number() to \a number. */
    void setNumber(int number);

    /*! Returns the Signals::name() of the number, such as "SIGTERM". */
    QString name() const;

    /*!
        Returns the reason for the signal. On Unix it is \c si_code: \c SI_USER, \c SI_QUEUE,
        \c CLD_EXITED and others.

        On Windows it is the console event, such as \c CTRL_C_EVENT. For SIGTERM it is
        \c CTRL_LOGOFF_EVENT, \c CTRL_SHUTDOWN_EVENT or \c WM_CLOSE.
    */
    int code() const;

    /*! Sets code() to \a code. */
    void setCode(int code);

    /*!
        Returns the process ID of the sender; for SIGCHLD, of the child. The ID may have been
        reused since.
    */
    std::optional<qint64> senderPid() const;

    /*! Sets senderPid() to \a pid. */
    void setSenderPid(std::optional<qint64> pid);

    /*! Returns the user ID of the sender; empty if the user namespace of this process hides it. */
    std::optional<quint32> senderUid() const;
    /*! Sets senderUid() to \a uid. */
    void setSenderUid(std::optional<quint32> uid);

    /*!
        Returns the value that Signals::queue() has sent with the signal. An \c int arrives as an
        \c int.
    */
    std::optional<qintptr> value() const;

    /*! Sets value() to \a value. */
    void setValue(std::optional<qintptr> value);

    /*!
        Returns the exit code of the child, or the signal that ended, stopped or continued it.
        Only for SIGCHLD.

        code() says which of them it is.
    */
    std::optional<int> childStatus() const;

    /*! Sets childStatus() to \a status. */
    void setChildStatus(std::optional<int> status);

    /*!
        Returns how many signals of the same number and sender this one stands for; at least 1.

        Signals that arrive close together are coalesced. The system itself keeps at most one
        pending signal of each number, so more may have been sent. Signals with a value or a child
        are never coalesced.
    */
    int count() const;

    /*! Sets count() to \a count. */
    void setCount(int count);

private:
    QSharedDataPointer<SignalInfoData> d;
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::SignalInfo)
