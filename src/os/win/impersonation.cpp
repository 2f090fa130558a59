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

Result<QString> userOfClient(qintptr handle)
{
    // The promise is shared, because the thread still uses it when the answer is there.
    const auto answer = std::make_shared<std::promise<Result<QString>>>();
    auto user = answer->get_future();
    const bool isAsked = startBackgroundThread([answer, handle] {
        const Error error = impersonateClient(handle);
        answer->set_value(error ? Result<QString>(error) : userOfThread());
    });
    return isAsked ? user.get() : systemError(ERROR_NOT_ENOUGH_MEMORY, "read the user of");
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
