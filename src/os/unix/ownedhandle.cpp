// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/ownedhandle.h>

#include "os/unix/pipe.h"

#include <unistd.h>

namespace QtInterprocess {

void OwnedHandle::reset() noexcept
{
    // Never repeated on EINTR: on Linux the number is free by then and may already be somebody else's.
    if (isValid())
        ::close(int(release()));
}

OwnedHandle OwnedHandle::duplicate(Error *error) const
{
    auto copy = os::duplicate(int(m_native));
    if (error)
        *error = copy.error();
    return copy ? std::move(*copy) : OwnedHandle();
}

OwnedHandle::Native OwnedHandle::duplicateInto(qint64 processId, Error *error) const
{
    if (error)
        *error = Error(Error::Unsupported, 0, QStringLiteral("give a handle to process"), QString::number(processId),
                       QStringLiteral("send it over a Unix domain socket"));
    return Invalid;
}

} // namespace QtInterprocess
