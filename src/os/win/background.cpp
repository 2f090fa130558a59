// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/background.h"

#include "os/win/call.h"
#include "os/win/keeploaded.h"

#include <memory>
#include <utility>

#include <process.h>

namespace QtInterprocess::os {

static unsigned __stdcall runFunction(void *argument)
{
    const std::unique_ptr<std::function<void()>> function(static_cast<std::function<void()> *>(argument));
    (*function)();
    return 0;
}

bool startBackgroundThread(std::function<void()> function, const char *)
{
    auto argument = std::make_unique<std::function<void()>>(std::move(function));
    // CreateThread() would start the thread without the C run-time library.
    const auto start = [&] { return ::_beginthreadex(nullptr, 0, runFunction, argument.get(), 0, nullptr); };
    const auto thread = systemCall(Call::StartThread, start);
    if (thread == 0)
        return false;
    (void)argument.release();
    ::CloseHandle(reinterpret_cast<HANDLE>(thread));
    return true;
}

void keepLoaded() noexcept
{
    HMODULE module;
    ::GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                         reinterpret_cast<const wchar_t *>(&keepLoaded), &module);
}

} // namespace QtInterprocess::os
