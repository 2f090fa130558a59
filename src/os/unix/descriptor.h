// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <array>
#include <vector>

namespace QtInterprocess::os {

// Takes over a new descriptor, and moves it if it has the number of a standard stream. A program
// that was started without standard streams would otherwise print into it. Returns an invalid
// handle, with errno, if fd is -1 or no number is free.
OwnedHandle newHandle(int fd) noexcept;

// Makes a descriptor from outside non-blocking and close-on-exec.
Error makeNonBlockingCloseOnExec(int fd);

// Holds the result of poll() for one descriptor.
struct Polled
{
    bool readable = false;
    bool writable = false;
    bool hangUp = false;
    bool any() const noexcept { return readable || writable || hangUp; }
};

enum class PollFor { Nothing = 0, Reading = 1, Writing = 2, Both = 3 };

// Waits for one descriptor, or sleeps if fd is -1. After a hang-up or an error, everything that
// was requested counts as ready.
Result<Polled> poll(int fd, PollFor what, QDeadlineTimer deadline);

struct PollEntry
{
    int fd;
    PollFor what;
};
Result<std::array<Polled, 2>> poll(const std::array<PollEntry, 2> &entries, QDeadlineTimer deadline);

// Waits until any descriptor is ready; −1 ms is forever. Descriptors of -1 are skipped. The
// function may return early. If poll() fails, it sleeps for a moment, so that the caller's loop
// does not spin.
void pollAll(const std::vector<PollEntry> &entries, int milliseconds);

// Sleeps briefly after a wait that failed, at most for the time of that wait; −1 sets no limit.
// Waits fail with ENOMEM, or with EINVAL if RLIMIT_NOFILE is less than the number of entries.
void pauseAfterFailure(int milliseconds);

// Returns the timeout for poll() in milliseconds, rounded up, so that it does not return just
// before the deadline.
int pollTimeout(QDeadlineTimer deadline) noexcept;

} // namespace QtInterprocess::os
