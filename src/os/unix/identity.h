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
    Return user and group IDs from the kernel; empty for an ID that a user namespace hides.

    They serve for the IDs of a peer, a sender or a file owner. A user namespace of Linux shows
    every unmapped ID as the overflow ID (65534). There this number identifies no user, not even
    for a process that has it. An empty ID equals no other. All of os/ passes IDs through these
    functions.
*/
std::optional<quint32> knownUser(uid_t id);
std::optional<quint32> knownGroup(gid_t id);

// Return the IDs that the kernel shows in place of hidden users and groups.
uid_t overflowUser();
gid_t overflowGroup();

// Identifies this process, for comparison with the IDs of the functions above.
class Self
{
public:
    static Self now() noexcept;

    bool isUser(std::optional<quint32> other) const noexcept { return other == m_user; }
    // Root is admitted everywhere, as with files.
    bool isUserOrRoot(std::optional<quint32> other) const noexcept { return isUser(other) || other == 0u; }

    quint32 user() const noexcept { return m_user; }
    quint32 group() const noexcept; // read at the first call, because few checks need it

private:
    explicit Self(quint32 user) noexcept : m_user(user) { }

    quint32 m_user;
    mutable std::optional<quint32> m_group;
};

// Describes a user for messages, like "user 1000".
ErrorText describeUser(std::optional<quint32> user);

// Returns an environment variable. It is empty in a program with more rights than its caller
// (setuid), because the caller controls the environment.
QByteArray trustedVariable(const char *name);

} // namespace QtInterprocess::os
