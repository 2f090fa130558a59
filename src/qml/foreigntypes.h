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
    What \c error properties hold: \c code, \c nativeCode, \c operation, \c subject and \c message.
*/
struct QmlError
{
    Q_GADGET
    QML_FOREIGN(QtInterprocess::Error)
    QML_VALUE_TYPE(error)
};

} // namespace QtInterprocess
