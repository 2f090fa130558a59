// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/impersonation.h"

#include "os/win/call.h"
#include "os/win/errormap.h"
#include "os/win/security.h"

namespace QtInterprocess::os {

bool isImpersonating()
{
    HANDLE token = nullptr;
    // As ourselves, or else an impersonated thread may not look. Any failure but "there is none" means that there is one.
    if (!::OpenThreadToken(::GetCurrentThread(), TOKEN_QUERY, TRUE, &token))
        return ::GetLastError() != ERROR_NO_TOKEN;
    ::CloseHandle(token);
    return true;
}

Error impersonateClient(qintptr handle)
{
    const bool isDone = systemCall(Call::Impersonate, [&] { return ::ImpersonateNamedPipeClient(toHandle(handle)); });
    return isDone ? Error() : lastError("act for the client of");
}

Result<QString> userOfClient(qintptr handle)
{
    HANDLE token = nullptr;
    const bool wasImpersonating = ::OpenThreadToken(::GetCurrentThread(), TOKEN_IMPERSONATE, TRUE, &token);
    const OwnedHandle owned(wasImpersonating ? toNative(token) : OwnedHandle::Invalid);
    if (!wasImpersonating && ::GetLastError() != ERROR_NO_TOKEN)
        return lastError("ask for the user of");
    if (const Error error = impersonateClient(handle))
        return error;
    auto user = userOfThread();
    if (!::SetThreadToken(nullptr, wasImpersonating ? token : nullptr)) // never go on as somebody else
        qFatal("QtInterprocess: a thread cannot stop acting for the client of a pipe");
    return user;
}

Error stopImpersonating()
{
    return systemCall(Call::Revert, ::RevertToSelf) ? Error() : lastError("stop acting for the client of");
}

quint32 currentThread() noexcept
{
    return ::GetCurrentThreadId();
}

} // namespace QtInterprocess::os
