// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/impersonation.h"

#include "os/win/errormap.h"
#include "os/win/winapi.h"

#include <atomic>

namespace QtInterprocess::os {

#ifdef QTINTERPROCESS_FAULT_POINTS
static std::atomic<quint32> s_revertFault { 0 };

void failStopImpersonating(quint32 systemError)
{
    s_revertFault = systemError;
}
#endif

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
    return ::ImpersonateNamedPipeClient(toHandle(handle)) ? Error() : lastError("act for the client of");
}

Error stopImpersonating()
{
#ifdef QTINTERPROCESS_FAULT_POINTS
    if (const quint32 fault = s_revertFault)
        return systemError(fault, "stop acting for the client of");
#endif
    return ::RevertToSelf() ? Error() : lastError("stop acting for the client of");
}

quint32 currentThread() noexcept
{
    return ::GetCurrentThreadId();
}

} // namespace QtInterprocess::os
