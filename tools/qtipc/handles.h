// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "reporter.h"

#include <QtInterprocess/OwnedHandle>

#include <QtCore/qstringlist.h>

#include <vector>

// Opens files that are to be passed to a peer; none if one cannot be opened.
std::vector<QtInterprocess::OwnedHandle> openFiles(const QStringList &paths, bool isWritable,
                                                   QtInterprocess::Error &error);

// Says what handles of a peer are, and closes them.
void tellHandles(const std::vector<QtInterprocess::OwnedHandle> &handles, Reporter &reporter);
