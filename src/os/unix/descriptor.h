// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <array>
#include <vector>

namespace QtInterprocess::os {

// Takes over a descriptor that the system has just made, and gives it another number if it has that of a standard stream: a
// program that was started without one would print into it. Invalid, with errno, if fd is -1 or no number is left.
OwnedHandle newHandle(int fd) noexcept;

// Makes a descriptor that we did not open fit to be used by us.
Error makeNonBlockingCloseOnExec(int fd);

// What poll() says of one descriptor.
struct Polled
{
    bool readable = false;
    bool writable = false;
    bool hangUp = false;
    bool any() const noexcept { return readable || writable || hangUp; }
};

enum class PollFor { Nothing = 0, Reading = 1, Writing = 2, Both = 3 };

// Waits for one descriptor, or just sleeps if fd is -1. A hang-up or an error counts as everything that was asked for.
Result<Polled> poll(int fd, PollFor what, QDeadlineTimer deadline);

struct PollEntry
{
    int fd;
    PollFor what;
};
// The same of two.
Result<std::array<Polled, 2>> poll(const std::array<PollEntry, 2> &entries, QDeadlineTimer deadline);

// Waits until any of them is ready, -1: without a limit. Descriptors of -1 are passed over. May return early. If poll() fails
// this sleeps for a moment, so that a caller that loops does not spin.
void pollAll(const std::vector<PollEntry> &entries, int milliseconds);

// Sleeps in place of a wait that has failed (ENOMEM; EINVAL: RLIMIT_NOFILE is smaller than the number of entries), at most
// for the time that it was to take; -1: without a limit.
void pauseAfterFailure(int milliseconds);

// The milliseconds poll() is to be given: rounded up, so that it does not return just before the deadline.
int pollTimeout(QDeadlineTimer deadline) noexcept;

} // namespace QtInterprocess::os
