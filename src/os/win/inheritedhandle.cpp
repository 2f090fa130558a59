// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/inheritedhandle.h"

#include "os/win/handle.h"
#include "os/win/winapi.h"
#include "support/errortext.h"

#include <optional>

#include <winternl.h>

namespace QtInterprocess::os {

// Windows names no files behind handles. But the values are the same in parent and child, and no process further down has that parent.
Result<QByteArray> stampOf(qintptr)
{
    return QByteArray::number(qulonglong(::GetCurrentProcessId()));
}

static std::optional<qulonglong> parentProcess()
{
    using QueryProcess = NTSTATUS(NTAPI *)(HANDLE, PROCESSINFOCLASS, PVOID, ULONG, PULONG);
    static const auto query = reinterpret_cast<QueryProcess>(
        reinterpret_cast<void *>(::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQueryInformationProcess")));
    struct // PROCESS_BASIC_INFORMATION, whose last field has a name in some headers alone
    {
        PVOID exitStatus, environmentBlock, reserved[2];
        ULONG_PTR id, parent;
    } info = {};
    if (!query || query(::GetCurrentProcess(), ProcessBasicInformation, &info, sizeof info, nullptr) < 0)
        return std::nullopt;
    return qulonglong(info.parent);
}

static bool isStandardStream(qintptr handle)
{
    for (const DWORD name : { STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE }) {
        if (::GetStdHandle(name) == toHandle(handle))
            return true;
    }
    return false;
}

Error checkInherited(qintptr handle, const QByteArray &stamp)
{
    const auto refused = [](const ErrorText &why) {
        return Error(Error::InvalidOperation, 0, QString(), QString(), why);
    };
    if (handle <= 0 || isStandardStream(handle))
        return refused(ErrorText::tr("the number is not that of a handle that was added by a name"));
    if (const auto parent = parentProcess(); !parent || QByteArray::number(*parent) != stamp)
        return refused(ErrorText::tr("the handle was meant for a child of another process"));
    if (!isInheritable(handle)) // which one that was inherited is
        return refused(ErrorText::tr("this process has not inherited it"));
    return {};
}

Error endInheritance(qintptr handle)
{
    return setInheritable(handle, false);
}

} // namespace QtInterprocess::os
