// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/ownedhandle.h>

#include "os/win/completionport.h"
#include "os/win/handle.h"
#include "os/win/winapi.h"

namespace QtInterprocess {

void OwnedHandle::reset() noexcept
{
    if (isValid()) {
        os::CompletionPort::forget(m_native);
        ::CloseHandle(os::toHandle(release()));
    }
}

OwnedHandle OwnedHandle::duplicate(Error *error) const
{
    auto copy = os::duplicate(m_native);
    if (error)
        *error = copy.error();
    return copy ? std::move(*copy) : OwnedHandle();
}

OwnedHandle::Native OwnedHandle::duplicateInto(qint64 processId, Error *error) const
{
    const auto copy = os::duplicateInto(m_native, quint32(processId));
    if (error)
        *error = copy.error();
    return copy ? *copy : Native(Invalid);
}

} // namespace QtInterprocess
