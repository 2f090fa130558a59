// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtQml/qqml.h>

/*!
    \qmlmodule QtInterprocess
    Interprocess communication for QML.

    The module offers:

    \table
    \header \li task                                          \li types
    \row    \li exchange lines of text, JSON values or bytes
            \li LocalServer, LocalSocket, Fifo, StandardInput, StandardOutput
    \row    \li run a program once                            \li SingleInstance
    \row    \li react to signals, and to a request to end     \li SignalWatcher, Termination
    \row    \li watch and end other processes                 \li ProcessWatcher
    \endtable

    A program imports the module with

    \qml
    import QtInterprocess
    \endqml

    and links \c {QtInterprocess::Qml}, a target of
    \c {find_package(QtInterprocess COMPONENTS Qml)}.

    Calls do not block the window, except where their text says so. An object with \c active
    starts when it is complete, so the order of its properties does not matter. Errors are values:
    see \l error.
*/
namespace QtInterprocess {

/*!
    \qmlvaluetype error
    The value of \c error properties.

    The value always exists, so you can bind to \c {error.message}. Test \c {error.isError} to
    find out whether there is an error: in a JavaScript condition every object is \c true. The
    signal \c errorChanged is emitted once for each change.

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
        The kind of error; a value of \l ErrorCode. */

    /*! \qmlproperty int error::nativeCode
        The system's error number; 0 if no system call failed. */

    /*! \qmlproperty string error::operation
        The operation that failed, in English: "connect to". */

    /*! \qmlproperty string error::subject
        The name or path that the operation was applied to; empty if there is none. */

    /*! \qmlproperty string error::message
        The error as one sentence, for people and logs. */
};

/*!
    \qmltype ErrorCode
    The codes of \l error, the same as Error::Code in C++.

    In QML, \c Error is a JavaScript type.
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
