// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/processexit.h>

#include <sys/types.h>

namespace QtInterprocess::os {

// Opens a descriptor that identifies this process only, and is readable from its exit on.
//
// It is a pidfd (processhandle_linux.cpp), or a kqueue with only this process in it
// (processhandle_kqueue.cpp). Fails with Unsupported on other systems.
Result<OwnedHandle> openProcess(pid_t process);

// Returns the ID of the process of the descriptor. Fails with NotFound if the process has ended
// and was waited for.
Result<pid_t> processOf(int handle);

// Releases, in a forked child, a handle of the parent that children do not inherit. Its number
// may be that of another file.
void forgetInheritedProcess(OwnedHandle &handle, ProcessMark mark) noexcept;

enum class ChildState { Running, Ended, NotChild };

// Checks a child that has not been waited for, and fills in exit if the child has ended. The
// child can still be waited for. The handle may be -1.
ChildState lookAtChild(pid_t process, int handle, ProcessExit &exit);

// Fills in exit for a process that was already waited for. Returns false if the system does not
// report it.
bool askForExit(int handle, ProcessExit &exit);

// Returns whether a process has that ID; a zombie counts.
bool isProcess(pid_t process);

// Returns whether a process has that ID; a zombie does not count, as far as the system reports
// it.
bool isRunning(pid_t process);

} // namespace QtInterprocess::os
