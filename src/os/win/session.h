// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstringlist.h>

namespace QtInterprocess::os {

quint32 currentSession();

// Of this process, as main() gets it.
QStringList commandLine();

void allowForeground(quint32 processId);

} // namespace QtInterprocess::os
