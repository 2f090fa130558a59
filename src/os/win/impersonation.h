// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

// Whether the current thread acts for somebody else than the process does.
bool isImpersonating();

// Lets the current thread act for the client of a server's end of a pipe.
Error impersonateClient(qintptr handle);

// Lets the current thread act for the process again.
Error stopImpersonating();

quint32 currentThread() noexcept;

#ifdef QTINTERPROCESS_FAULT_POINTS
// Lets stopImpersonating() fail, without having done anything; 0: no more. For tests: Windows does it almost never.
void failStopImpersonating(quint32 systemError);
#endif

} // namespace QtInterprocess::os
