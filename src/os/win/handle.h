// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

namespace QtInterprocess::os {

// Duplicates a handle; the copy is not inheritable.
Result<OwnedHandle> duplicate(qintptr handle);
// Duplicates a standard stream: 0, 1 or 2. Fails if there is none.
Result<OwnedHandle> duplicateStandard(int number);

// Duplicate a handle into another process, with the same rights. Return its value there.
Result<qintptr> duplicateInto(qintptr handle, quint32 processId);
Result<qintptr> duplicateTo(qintptr process, qintptr handle);
// Closes a handle of another process.
void closeIn(qintptr process, qintptr handle);

// Whether the number is that of an open handle; isOwnHandle() also wants that it may be closed.
bool isOpenHandle(qintptr handle);
bool isOwnHandle(qintptr handle);

Error setInheritable(qintptr handle, bool on);
bool isInheritable(qintptr handle);

} // namespace QtInterprocess::os
