// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/session.h"

#include "os/win/call.h"
#include "os/win/errormap.h"
#include "os/win/security.h"

#include <shellapi.h>

namespace QtInterprocess::os {

quint32 currentSession()
{
    DWORD session = 0;
    ::ProcessIdToSessionId(::GetCurrentProcessId(), &session);
    return session;
}

QStringList commandLine()
{
    int count = 0;
    LPWSTR *const arguments = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    QStringList list;
    for (int i = 0; arguments && i < count; ++i)
        list += QString::fromWCharArray(arguments[i]);
    ::LocalFree(arguments);
    return list;
}

Result<OwnedHandle> createMutexAlone(const QString &name)
{
    // By default, other processes of the same user may not use an object of an elevated process.
    const auto sddl = sddlFor(Access::User);
    const auto descriptor = sddl ? SecurityDescriptor::fromSddl(*sddl) : Result<SecurityDescriptor>(sddl.error());
    if (!descriptor)
        return descriptor.error();
    SECURITY_ATTRIBUTES attributes = { sizeof attributes, descriptor->get(), FALSE };
    OwnedHandle mutex;
    if (const HANDLE created = systemCall(Call::CreateMutex,
                                          [&] { return ::CreateMutexW(&attributes, FALSE, toWide(name)); }))
        mutex = OwnedHandle(toNative(created));
    const DWORD error = ::GetLastError(); // it is also set on success
    if (mutex && error != ERROR_ALREADY_EXISTS)
        return mutex;
    if (mutex || error == ERROR_ACCESS_DENIED) // a mutex exists, and this process may not open it
        return Error(Error::NameInUse, int(error), QStringLiteral("claim"), name);
    return systemError(error, "claim", name);
}

void allowForeground(quint32 processId)
{
    ::AllowSetForegroundWindow(processId);
}

} // namespace QtInterprocess::os
