// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtCore/qbytearray.h>

// How a child knows a handle of its parent from any other that has the number by now. Defined once per platform.
namespace QtInterprocess::os {

// Characters that stand in an environment variable, without commas and semicolons. Unix: the file; Windows: the parent.
Result<QByteArray> stampOf(qintptr handle);

// Of a number that somebody claims to be a handle that this process has inherited. Changes nothing.
Error checkInherited(qintptr handle, const QByteArray &stamp);

Error endInheritance(qintptr handle);

} // namespace QtInterprocess::os
