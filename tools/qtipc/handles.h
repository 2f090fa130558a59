// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "reporter.h"

#include <QtInterprocess/OwnedHandle>

#include <QtCore/qstringlist.h>

#include <vector>

// Opens files to pass to a peer. If one cannot be opened, returns none.
std::vector<QtInterprocess::OwnedHandle> openFiles(const QStringList &paths, bool isWritable,
                                                   QtInterprocess::Error &error);

// Reports the type and access of received handles. The caller closes them.
void reportHandles(const std::vector<QtInterprocess::OwnedHandle> &handles, Reporter &reporter);
