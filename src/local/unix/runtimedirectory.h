// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtCore/qbytearray.h>

namespace QtInterprocess::local {

/*
    The folder of this user's generic names. The first that applies, so that all programs of a user meet:
    $XDG_RUNTIME_DIR; /run/user/<uid> if it is there and the user's; qtinterprocess-<uid> in the folder for temporary files.
*/
QByteArray runtimeDirectory();

// Refuses a folder that is not the user's own or that others may write to: a stranger could serve there. A missing one is
// fine, nobody serves in it.
Error checkRuntimeDirectory(const QByteArray &path);

// Makes the folder if it is missing, and checks it.
Error prepareRuntimeDirectory(const QByteArray &path);

} // namespace QtInterprocess::local
