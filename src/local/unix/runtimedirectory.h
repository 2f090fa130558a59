// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/file.h"
#include "support/result.h"

#include <QtCore/qbytearray.h>

#include <vector>

namespace QtInterprocess::local {

/*
    An open folder that belongs to this user, and to which no other user can write.

    Files in it are opened relative to the checked folder, whatever its path means by then.
*/
class PrivateFolder
{
public:
    // Opens a folder. Fails with NotFound if nothing exists; with AccessDenied, the type and the
    // owner if it is anything else.
    static Result<PrivateFolder> open(const QByteArray &path);
    // Opens a folder, and creates it if it is missing. Also fails with AccessDenied if other users
    // can replace it.
    static Result<PrivateFolder> make(const QByteArray &path);

    int handle() const noexcept { return int(m_handle.get()); }

private:
    explicit PrivateFolder(OwnedHandle handle) : m_handle(std::move(handle)) { }

    OwnedHandle m_handle;
};

// Whether the error makes the folder unusable for this user, and is not temporary.
bool isUnusable(const Error &error) noexcept;

// A folder that holds the generic names of this user, if it is usable.
struct RuntimeDirectory
{
    QByteArray path;
    bool isTemporary; // not the system's; created if missing
};

// Whether the folder exists or could be created; creates nothing.
bool isAvailable(const RuntimeDirectory &directory);

/*
    Returns the folders in which all programs of this user look, in this order:

    1. $XDG_RUNTIME_DIR if it is private. If it is not folder 2, it is the only one.
    2. /run/user/UID if it is private.
    3. qtinterprocess-UID in $TMPDIR or /tmp.

    Only the last one is ever created. A setuid program ignores the environment.
*/
Result<std::vector<RuntimeDirectory>> runtimeDirectories();

} // namespace QtInterprocess::local
