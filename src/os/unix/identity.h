// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/errortext.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <optional>

#include <sys/types.h>

namespace QtInterprocess::os {

/*
    IDs of users and groups as the kernel tells them, of a peer, a sender or the owner of a file.

    A user namespace of Linux shows every ID that it has no mapping for as the overflow ID (65534). There that number says
    nothing, not even to a process that has it itself. So all of os/ hands IDs on through these two functions, which leave
    such an ID empty, and an empty one equals no other.
*/
std::optional<quint32> knownUser(uid_t id);
std::optional<quint32> knownGroup(gid_t id);

// What the kernel shows in place of users and groups that it does not tell.
uid_t overflowUser();
gid_t overflowGroup();

// Who this process acts as, for comparing with IDs that the functions above have given.
struct Self
{
    static Self now() noexcept;

    bool isUser(std::optional<quint32> other) const noexcept { return other == user; }
    // Root passes everywhere, as it does with files.
    bool isUserOrRoot(std::optional<quint32> other) const noexcept { return isUser(other) || other == 0u; }
    bool isGroup(std::optional<quint32> other) const noexcept { return other == group; }

    quint32 user;
    quint32 group;
};

// For messages: "user 1000".
ErrorText describeUser(std::optional<quint32> user);

// A variable of the environment. Empty in a program that was started with other rights than its caller has (setuid): the
// environment is the caller's.
QByteArray trustedVariable(const char *name);

} // namespace QtInterprocess::os
