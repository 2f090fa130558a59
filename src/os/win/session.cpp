// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/session.h"

#include "os/win/winapi.h"

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

void allowForeground(quint32 processId)
{
    ::AllowSetForegroundWindow(processId);
}

} // namespace QtInterprocess::os
