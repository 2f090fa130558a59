// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/ownedhandle.h>

#include <unistd.h>

namespace QtInterprocess {

void OwnedHandle::reset() noexcept
{
    // Never repeated on EINTR: on Linux the number is free by then and may already be somebody else's.
    if (isValid())
        ::close(int(release()));
}

} // namespace QtInterprocess
