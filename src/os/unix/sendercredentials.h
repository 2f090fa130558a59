// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/admission.h"
#include "os/unix/ancillary.h"
#include "os/unix/identity.h"

#include <QtInterprocess/error.h>

#include <optional>

namespace QtInterprocess::os {

// Whether this system can add to a message the credentials of the process that sent it.
bool canReceiveCredentials() noexcept;
// Unsupported where there is no such thing.
Error setReceivingCredentials(int fd, bool on);
// Whether that is switched on, as a supervisor may have done for an adopted socket. False on other systems than Linux.
bool isReceivingCredentials(int fd);

// AccessDenied unless a process with these credentials may send to that user, or is of the group that may.
Error checkSender(const std::optional<SenderCredentials> &sender, const Admission &admission, const Self &self);

} // namespace QtInterprocess::os
