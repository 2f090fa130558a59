// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/standardstreams.h"

#include "os/unix/call.h"
#include "os/unix/child.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"

#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace QtInterprocess::os {

// Redirects the streams; their numbers stay open and inheritable. If a number were closed, a
// child would open another file there.
Error detachStandardStreams()
{
    const OwnedHandle null = newHandle(systemCall(Call::Open, [] { return ::open("/dev/null", O_RDWR | O_CLOEXEC); }));
    if (!null)
        return lastError("open /dev/null in place of");
    const int nothing = int(null.get());
    const bool hasErrorOutput = ::fcntl(STDERR_FILENO, F_GETFD) != -1;
    for (const auto &[fd, number] :
         { std::pair(nothing, STDIN_FILENO), std::pair(hasErrorOutput ? STDERR_FILENO : nothing, STDOUT_FILENO) }) {
        if (const int error = placeInChild(fd, number))
            return systemError(error, "detach");
    }
    return {};
}

} // namespace QtInterprocess::os
