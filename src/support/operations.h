// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

namespace QtInterprocess {

// Translates Error::operation() to the language of the program. An operation of another library
// stays as it is.
QString translatedOperation(const QString &operation);

// Returns true if operation is the given row of the table, with any value in the place of %1.
bool isOperation(const QString &operation, const char *row);

} // namespace QtInterprocess
