// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qstringlist.h>

namespace QtInterprocess::os {

quint32 currentSession();

// Returns the arguments of this process like main() gets them.
QStringList commandLine();

// Creates a mutex under a free name. Fails with NameInUse if any process has a mutex of that
// name. Closing the handle frees the name.
Result<OwnedHandle> createMutexAlone(const QString &name);

void allowForeground(quint32 processId);

} // namespace QtInterprocess::os
