// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qstringlist.h>

namespace QtInterprocess::os {

quint32 currentSession();

// Of this process, as main() gets it.
QStringList commandLine();

// NameInUse if there is one of that name, in whatever process. The name is free when the handle is closed.
Result<OwnedHandle> createMutexAlone(const QString &name);

void allowForeground(quint32 processId);

} // namespace QtInterprocess::os
