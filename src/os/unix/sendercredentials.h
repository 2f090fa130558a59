// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/admission.h"
#include "os/unix/ancillary.h"
#include "os/unix/identity.h"

#include <QtInterprocess/error.h>

#include <optional>

namespace QtInterprocess::os {

// Returns whether this system can attach the credentials of the sender to a message.
bool canReceiveCredentials() noexcept;
// Switches the reception of credentials; fails with Unsupported if the system has none.
Error setReceivingCredentials(int fd, bool on);
// Returns whether the reception is on; a supervisor may have set it for an adopted socket.
// Returns false on systems other than Linux.
bool isReceivingCredentials(int fd);

// Fails with AccessDenied unless a process with these credentials may send to self, or to the
// admitted group.
Error checkSender(const std::optional<SenderCredentials> &sender, const Admission &admission, const Self &self);

} // namespace QtInterprocess::os
