// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/identity.h"
#include "support/result.h"

#include <QtInterprocess/access.h>

#include <optional>

namespace QtInterprocess::os {

/*
    Holds an Access as this system applies it, with its group looked up.

    A server keeps it from listen() on. A group that is renamed later changes nothing, and no
    look-up delays connecting clients.
*/
class Admission
{
public:
    // Holds the access of a kind, with the group of this process.
    Admission(Access::Kind kind = Access::User); // NOLINT(google-explicit-constructor): as for Access

    // Looks up the group; may block. If no socket can have this access, it fails with
    // InvalidOperation or Unsupported. If the group does not exist, it fails with NotFound.
    static Result<Admission> of(const Access &access);

    Access::Kind kind() const noexcept { return m_kind; }
    // Returns the permissions of the socket file.
    quint32 mode() const noexcept { return m_mode; }
    // Returns the group of the socket file; empty if it is the group of the process.
    std::optional<quint32> chosenGroup() const noexcept { return m_group; }
    // Returns the group whose members are admitted, if kind() admits a group.
    quint32 groupOf(const Self &self) const noexcept { return m_group ? *m_group : self.group(); }

private:
    Access::Kind m_kind;
    quint32 m_mode;
    std::optional<quint32> m_group;
};

} // namespace QtInterprocess::os
