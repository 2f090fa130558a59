// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/ownedhandle.h>

#include "os/win/completionport.h"
#include "os/win/winapi.h"

namespace QtInterprocess {

void OwnedHandle::reset() noexcept
{
    if (isValid()) {
        os::CompletionPort::forget(m_native);
        ::CloseHandle(os::toHandle(release()));
    }
}

} // namespace QtInterprocess
