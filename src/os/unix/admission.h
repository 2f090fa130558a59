// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/identity.h"
#include "support/result.h"

#include <QtInterprocess/access.h>

#include <optional>

namespace QtInterprocess::os {

/*
    An Access as this system has it, with its group looked up. A server keeps it from listen() on: a group that is renamed later
    changes nothing, and nobody waits for the database of groups while clients connect.
*/
class Admission
{
public:
    // Of the group of this process.
    Admission(Access::Kind kind = Access::User); // NOLINT(google-explicit-constructor): it is the same, with less in it

    // InvalidOperation, or Unsupported, for what no socket can have; NotFound for a group that does not exist. May block.
    static Result<Admission> of(const Access &access);

    Access::Kind kind() const noexcept { return m_kind; }
    // The permissions of the file.
    quint32 mode() const noexcept { return m_mode; }
    // The group that the file is given to; empty if it has that of the process.
    std::optional<quint32> chosenGroup() const noexcept { return m_group; }
    // Whose members pass, if kind() lets a group in.
    quint32 groupOf(const Self &self) const noexcept { return m_group.value_or(self.group); }

private:
    Access::Kind m_kind;
    quint32 m_mode;
    std::optional<quint32> m_group;
};

} // namespace QtInterprocess::os
