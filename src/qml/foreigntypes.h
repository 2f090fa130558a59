// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtQml/qqml.h>

/*!
    \qmlmodule QtInterprocess
    Interprocess communication for QML: lines of text, JSON values or bytes by local sockets, FIFOs and the standard streams; programs that run
    once; signals and processes. A program imports it by

    \qml
    import QtInterprocess
    \endqml

    and links \c {QtInterprocess::Qml}, a target of \c {find_package(QtInterprocess COMPONENTS Qml)}. Nothing blocks the window, except where the text says so.
    Objects with \c active act once they are complete, so the order of their properties does not matter. Errors are values: see \l error.
*/
namespace QtInterprocess {

/*!
    \qmlvaluetype error
    The value of \c error properties.

    There is always a value, so that \c {error.message} can be bound to. Ask \c {error.isError} whether there is an error: every object is
    \c true in a condition of JavaScript. The signal \c errorChanged is emitted once for each change.

    \qml
    LocalServer {
        name: "org.example.App"
        active: true
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

    /*! \qmlproperty bool error::isError
        Whether there is an error. */

    /*! \qmlproperty enumeration error::code
        The kind of error, a value of \l ErrorCode. */

    /*! \qmlproperty int error::nativeCode
        The number of the error in the system; 0 if no call of the system has failed. */

    /*! \qmlproperty string error::operation
        What was being done, in English: "connect to". */

    /*! \qmlproperty string error::subject
        The name or path it was done to; empty if there is none. */

    /*! \qmlproperty string error::message
        One sentence for people and logs. */
};

/*!
    \qmltype ErrorCode
    The codes of \l error, as Error::Code of C++ has them. \c Error itself is a type of JavaScript.
*/
namespace QmlErrorCode {
Q_NAMESPACE
QML_NAMED_ELEMENT(ErrorCode)

enum Code {
    NoError = Error::NoError, //!< There is no error.
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
