// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/file.h"
#include "support/result.h"

#include <QtCore/qbytearray.h>

#include <vector>

namespace QtInterprocess::local {

/*
    A folder that belongs to this user and that nobody else can write to, held open. What is opened in it is in the very folder
    that was checked, whatever its path has come to mean.
*/
class PrivateFolder
{
public:
    // NotFound if there is nothing; AccessDenied, with what is there and whose it is, if it is anything else.
    static Result<PrivateFolder> open(const QByteArray &path);
    // Makes it first if it is missing. AccessDenied, too, if others can exchange it for another one.
    static Result<PrivateFolder> make(const QByteArray &path);

    int handle() const noexcept { return int(m_handle.get()); }

private:
    explicit PrivateFolder(OwnedHandle handle) : m_handle(std::move(handle)) { }

    OwnedHandle m_handle;
};

// Whether it says that a folder is of no use to anybody of this user, and not that something is short for the moment.
bool isOutOfQuestion(const Error &error) noexcept;

// A folder that holds the generic names of this user, if it can be had.
struct RuntimeDirectory
{
    QByteArray path;
    bool isTemporary; // not the system's: it is made if it is missing
};

// Whether it is there, or could be made. Makes nothing.
bool canBeHad(const RuntimeDirectory &directory);

/*
    The folders in which all programs of this user look, in this order:
    1. $XDG_RUNTIME_DIR if it is private; then there are no others, unless it is the next one.
    2. /run/user/UID if it is private.
    3. qtinterprocess-UID in $TMPDIR or /tmp.
    Only the last one is ever made. The environment does not count in a setuid program.
*/
Result<std::vector<RuntimeDirectory>> runtimeDirectories();

} // namespace QtInterprocess::local
