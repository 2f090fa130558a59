// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>
#include <QtInterprocess/termination.h>

#include <QtQml/qqml.h>

namespace QtInterprocess {

/*!
    \qmltype Termination
    The C++ class as it is: Ctrl-C, \c kill and their like ask the program to end.
*/
struct QmlTermination
{
    Q_GADGET
    QML_FOREIGN(QtInterprocess::Termination)
    QML_NAMED_ELEMENT(Termination)
};

/*!
    \qmlvaluetype error
    What \c error properties hold: \c isError, \c code, \c nativeCode, \c operation, \c subject and \c message.

    There is always a value, so that \c {error.message} can be bound to. Ask \c {error.isError} whether there is an error: every object is
    \c true in a condition of JavaScript. The signal \c errorChanged is emitted once for each change.

    \qml
    LocalServer {
        onErrorChanged: {
            if (error.code === ErrorCode.NameInUse)
                Qt.quit()
        }
    }
    \endqml
*/
struct QmlError
{
    Q_GADGET
    QML_FOREIGN(QtInterprocess::Error)
    QML_VALUE_TYPE(error)
};

/*!
    \qmltype ErrorCode
    The codes of \l error: \c ErrorCode.NoError, \c ErrorCode.NotFound, \c ErrorCode.NameInUse and so on, as Error::Code has them. \c Error is the one of
    JavaScript.
*/
namespace QmlErrorCode {
Q_NAMESPACE
QML_NAMED_ELEMENT(ErrorCode)

enum Code {
    NoError = Error::NoError,
    NotFound = Error::NotFound,
    ConnectionRefused = Error::ConnectionRefused,
    NameInUse = Error::NameInUse,
    NameTooLong = Error::NameTooLong,
    InvalidName = Error::InvalidName,
    AccessDenied = Error::AccessDenied,
    TimedOut = Error::TimedOut,
    PeerClosed = Error::PeerClosed,
    ResourceExhausted = Error::ResourceExhausted,
    InvalidOperation = Error::InvalidOperation,
    Unsupported = Error::Unsupported,
    MessageTooLarge = Error::MessageTooLarge,
    PartialMessage = Error::PartialMessage,
    InvalidMessage = Error::InvalidMessage,
    NameLost = Error::NameLost,
    OtherError = Error::OtherError,
};
Q_ENUM_NS(Code)

static_assert(OtherError + 1 == 17, "as many as Error has");
} // namespace QmlErrorCode

} // namespace QtInterprocess
