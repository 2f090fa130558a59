// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/child.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace QtInterprocess::os {

// Makes the call without systemCall(), whose faults are for the parent.

int copyInChild(int fd, int minimum) noexcept
{
    const int copy = ::fcntl(fd, F_DUPFD_CLOEXEC, minimum);
    return copy == -1 ? -errno : copy;
}

int placeInChild(int fd, int number) noexcept
{
    int result;
    do {
        result = fd == number ? ::fcntl(fd, F_SETFD, 0) : ::dup2(fd, number);
    } while (result == -1 && errno == EINTR);
    return result == -1 ? errno : 0;
}

void endChild(int status) noexcept
{
    ::_exit(status);
}

} // namespace QtInterprocess::os
