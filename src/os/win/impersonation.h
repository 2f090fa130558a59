// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/security.h"
#include "support/result.h"

#include <QtCore/qstring.h>

namespace QtInterprocess::os {

bool isImpersonating();

// Makes the current thread impersonate the client of a pipe. The handle is the server's end.
Error impersonateClient(qintptr handle);

// Returns the user of the client, which may be on another machine.
//
// A background thread impersonates the client and then ends, because the end of an impersonation
// can fail.
Result<QString> userOfClient(qintptr handle);

// Returns the standing of the client, in the same way. Fails before anything was read from it.
Result<Standing> standingOfClient(qintptr handle);

Error stopImpersonating();

quint32 currentThread() noexcept;

} // namespace QtInterprocess::os
