// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/processexit.h>

#include <sys/types.h>

namespace QtInterprocess::os {

// A descriptor that means this process and no other, and is readable from its end on: a pidfd (processhandle_linux.cpp), or a
// kqueue with nothing but this process in it (processhandle_kqueue.cpp). Unsupported where there is no such thing.
Result<OwnedHandle> openProcess(pid_t process);

// The number of the process that the descriptor means. NotFound if it has ended and was waited for.
Result<pid_t> processOf(int handle);

// In a forked child: forgets a handle of the parent if children do not inherit it, for its number may be that of another file.
void forgetInheritedProcess(OwnedHandle &handle, ProcessMark mark) noexcept;

enum class ChildState { Running, Ended, NotOurs };

// Of a child that nobody has waited for yet; it can be waited for afterwards. Says how it has ended. The handle may be -1.
ChildState lookAtChild(pid_t process, int handle, ProcessExit &exit);

// How it ended, of a process that somebody has waited for. False if the system does not tell.
bool askForExit(int handle, ProcessExit &exit);

// Whether any process has that number; a zombie has it, too.
bool isProcess(pid_t process);

// The same without zombies, as far as the system tells.
bool isRunning(pid_t process);

} // namespace QtInterprocess::os
