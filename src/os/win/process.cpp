// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/process.h"

#include "os/win/call.h"
#include "os/win/errormap.h"
#include "os/win/event.h"
#include "support/errortext.h"

namespace QtInterprocess::os {

static OwnedHandle open(quint32 processId, DWORD rights)
{
    const HANDLE process = systemCall(Call::OpenProcess, [&] { return ::OpenProcess(rights, FALSE, processId); });
    return process ? OwnedHandle(toNative(process)) : OwnedHandle();
}

Result<OwnedHandle> openProcess(quint32 processId, ProcessUse use, const char *operation)
{
    constexpr DWORD Wait = SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION;
    OwnedHandle process;
    switch (use) {
    case ProcessUse::Wait: process = open(processId, Wait); break;
    case ProcessUse::End: process = open(processId, PROCESS_TERMINATE); break;
    case ProcessUse::PassHandles: process = open(processId, PROCESS_DUP_HANDLE); break;
    case ProcessUse::WaitAndEnd: // falls back to waiting alone
        process = open(processId, Wait | PROCESS_TERMINATE);
        if (!process && ::GetLastError() == ERROR_ACCESS_DENIED)
            process = open(processId, Wait);
        break;
    }
    if (process)
        return process;
    const DWORD error = ::GetLastError();
    const QString subject = QString::number(processId);
    if (error == ERROR_INVALID_PARAMETER) // the code for a process that does not exist
        return Error(Error::NotFound, int(error), QString::fromLatin1(operation), subject,
                     ErrorText::tr("no process has that ID"));
    return systemError(error, operation, subject);
}

Result<quint32> processOf(qintptr process)
{
    if (const DWORD id = ::GetProcessId(toHandle(process)))
        return quint32(id);
    return lastError("watch the process");
}

bool waitForProcess(qintptr process, QDeadlineTimer deadline)
{
    return ::WaitForSingleObject(toHandle(process), waitTimeout(deadline)) == WAIT_OBJECT_0;
}

quint32 exitCodeOf(qintptr process)
{
    DWORD code = 0;
    ::GetExitCodeProcess(toHandle(process), &code);
    return code;
}

void closeWindowsOf(quint32 processId)
{
    const auto close = [](HWND window, LPARAM process) -> BOOL {
        DWORD owner = 0;
        ::GetWindowThreadProcessId(window, &owner);
        if (owner == DWORD(process))
            ::PostMessageW(window, WM_CLOSE, 0, 0);
        return TRUE;
    };
    ::EnumWindows(close, LPARAM(processId));
}

Error terminateProcess(qintptr process, quint32 exitCode, const char *operation)
{
    if (systemCall(Call::EndProcess, [&] { return ::TerminateProcess(toHandle(process), exitCode); }))
        return {};
    const DWORD error = ::GetLastError(); // before GetProcessId() changes the code
    return systemError(error, operation, QString::number(::GetProcessId(toHandle(process))));
}

} // namespace QtInterprocess::os
