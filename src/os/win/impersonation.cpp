// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/impersonation.h"

#include "os/background.h"
#include "os/win/call.h"
#include "os/win/errormap.h"
#include "os/win/security.h"

#include <future>
#include <memory>

namespace QtInterprocess::os {

bool isImpersonating()
{
    HANDLE token = nullptr;
    // The call uses the rights of the process, because an impersonating thread may lack them. Any
    // failure other than ERROR_NO_TOKEN means that there is a token.
    if (!::OpenThreadToken(::GetCurrentThread(), TOKEN_QUERY, TRUE, &token))
        return ::GetLastError() != ERROR_NO_TOKEN;
    ::CloseHandle(token);
    return true;
}

Error impersonateClient(qintptr handle)
{
    const bool isDone = systemCall(Call::Impersonate, [&] { return ::ImpersonateNamedPipeClient(toHandle(handle)); });
    return isDone ? Error() : lastError("impersonate the client of");
}

// Asks in a thread that impersonates the client.
template <typename Answer>
static Result<Answer> askAsClient(qintptr handle, Result<Answer> (*ask)())
{
    // The promise is shared, because the thread still uses it when the answer is there.
    const auto promise = std::make_shared<std::promise<Result<Answer>>>();
    auto answer = promise->get_future();
    const bool isAsked = startBackgroundThread([promise, handle, ask] {
        const Error error = impersonateClient(handle);
        promise->set_value(error ? Result<Answer>(error) : ask());
    });
    return isAsked ? answer.get() : systemError(ERROR_NOT_ENOUGH_MEMORY, "read the user of");
}

Result<QString> userOfClient(qintptr handle)
{
    return askAsClient(handle, userOfThread);
}

Result<Standing> standingOfClient(qintptr handle)
{
    return askAsClient(handle, standingOfThread);
}

Error stopImpersonating()
{
    return systemCall(Call::Revert, ::RevertToSelf) ? Error() : lastError("stop impersonating the client of");
}

quint32 currentThread() noexcept
{
    return ::GetCurrentThreadId();
}

} // namespace QtInterprocess::os
