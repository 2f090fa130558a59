// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtCore/qstring.h>

namespace QtInterprocess::os {

// Whether the current thread acts for somebody else than the process does.
bool isImpersonating();

// Lets the current thread act for the client of a server's end of a pipe.
Error impersonateClient(qintptr handle);

// The user as whom the client of a server's end connected, on whichever machine. A thread of its own acts for the client and ends:
// to stop acting for somebody can fail.
Result<QString> userOfClient(qintptr handle);

// Lets the current thread act for the process again.
Error stopImpersonating();

quint32 currentThread() noexcept;

} // namespace QtInterprocess::os
