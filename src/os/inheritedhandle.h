// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtCore/qbytearray.h>

// Checks that a handle was inherited from the parent, and that its number was not reused. Each
// platform defines these once.
namespace QtInterprocess::os {

// Returns a mark of the handle for an environment variable, without commas and semicolons. The
// mark names the file on Unix, the parent on Windows.
Result<QByteArray> stampOf(qintptr handle);

// Checks a number that an environment variable calls an inherited handle. Changes nothing.
Error checkInherited(qintptr handle, const QByteArray &stamp);

Error endInheritance(qintptr handle);

} // namespace QtInterprocess::os
