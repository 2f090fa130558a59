// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/inheritedhandle.h"

#include "os/win/handle.h"
#include "os/win/winapi.h"
#include "support/errortext.h"

#include <optional>

#include <winternl.h>

namespace QtInterprocess::os {

// Identifies the handle by this process. Windows has no names for the objects behind handles. But
// a handle has the same value in parent and child, and no grandchild has this parent.
Result<QByteArray> stampOf(qintptr)
{
    return QByteArray::number(qulonglong(::GetCurrentProcessId()));
}

static std::optional<qulonglong> parentProcess()
{
    using QueryProcess = NTSTATUS(NTAPI *)(HANDLE, PROCESSINFOCLASS, PVOID, ULONG, PULONG);
    static const auto query = reinterpret_cast<QueryProcess>(
        reinterpret_cast<void *>(::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQueryInformationProcess")));
    // This is PROCESS_BASIC_INFORMATION; only some headers name its last field.
    struct
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
        return refused(ErrorText::tr("the number is not that of a handle passed with a name"));
    if (const auto parent = parentProcess(); !parent || QByteArray::number(*parent) != stamp)
        return refused(ErrorText::tr("the handle was passed to a child of another process"));
    if (!isInheritable(handle)) // an inherited handle is inheritable
        return refused(ErrorText::tr("this process did not inherit the handle"));
    return {};
}

Error endInheritance(qintptr handle)
{
    return setInheritable(handle, false);
}

} // namespace QtInterprocess::os
