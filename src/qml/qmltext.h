// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qcoreapplication.h>

namespace QtInterprocess {

// Translates the reasons of errors that the QML types make, in the context of the library's own.
// ErrorText is not exported, so these are translated when the error is made.
class QmlText
{
    Q_DECLARE_TR_FUNCTIONS(QtInterprocess)
};

} // namespace QtInterprocess
