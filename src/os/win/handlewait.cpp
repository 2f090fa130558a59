// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/handlewait.h"

#include "os/win/call.h"
#include "os/win/errormap.h"

namespace QtInterprocess::os {

Result<std::unique_ptr<HandleWait>> HandleWait::begin(qintptr handle, std::function<void()> callback)
{
    std::unique_ptr<HandleWait> self(new HandleWait(std::move(callback)));
    HANDLE registered = nullptr;
    const auto wait = [&] {
        return ::RegisterWaitForSingleObject(&registered, toHandle(handle), routine, self.get(), INFINITE,
                                             WT_EXECUTEONLYONCE);
    };
    if (!systemCall(Call::WaitInPool, wait))
        return lastError("wait for");
    self->m_wait = toNative(registered);
    return self;
}

HandleWait::~HandleWait()
{
    if (m_wait != OwnedHandle::Invalid)
        ::UnregisterWaitEx(toHandle(m_wait), INVALID_HANDLE_VALUE);
}

void HandleWait::routine(void *self, unsigned char)
{
    static_cast<HandleWait *>(self)->m_callback();
}

} // namespace QtInterprocess::os
