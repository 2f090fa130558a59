// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/handle.h"

#include "os/win/call.h"
#include "os/win/errormap.h"

namespace QtInterprocess::os {

Result<OwnedHandle> duplicate(qintptr handle)
{
    HANDLE copy = nullptr;
    const HANDLE self = ::GetCurrentProcess();
    if (!systemCall(Call::Duplicate, [&] {
            return ::DuplicateHandle(self, toHandle(handle), self, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS);
        }))
        return lastError("duplicate the handle");
    return OwnedHandle(toNative(copy));
}

Result<OwnedHandle> duplicateStandard(int number)
{
    constexpr DWORD Names[] = { STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE };
    const HANDLE handle = ::GetStdHandle(Names[number]);
    if (!handle || handle == INVALID_HANDLE_VALUE)
        return systemError(ERROR_INVALID_HANDLE, "duplicate the handle");
    return duplicate(toNative(handle));
}

Result<qintptr> duplicateInto(qintptr handle, quint32 processId)
{
    const HANDLE opened = systemCall(Call::OpenProcess,
                                     [&] { return ::OpenProcess(PROCESS_DUP_HANDLE, FALSE, processId); });
    if (!opened) {
        const Error error = lastError("pass a handle to process", QString::number(processId));
        // Windows reports this code for a process ID that is not in use.
        return error.code() == Error::InvalidOperation
            ? Error(Error::NotFound, error.nativeCode(), error.operation(), error.subject())
            : error;
    }
    const OwnedHandle process(toNative(opened));
    auto copy = duplicateTo(process.get(), handle);
    return copy ? copy : copy.error().withSubject(QString::number(processId));
}

Result<qintptr> duplicateTo(qintptr process, qintptr handle)
{
    HANDLE copy = nullptr;
    if (!systemCall(Call::Duplicate, [&] {
            return ::DuplicateHandle(::GetCurrentProcess(), toHandle(handle), toHandle(process), &copy, 0, FALSE,
                                     DUPLICATE_SAME_ACCESS);
        }))
        return lastError("pass a handle to process");
    return toNative(copy);
}

void closeIn(qintptr process, qintptr handle)
{
    ::DuplicateHandle(toHandle(process), toHandle(handle), nullptr, nullptr, 0, FALSE, DUPLICATE_CLOSE_SOURCE);
}

bool isOpenHandle(qintptr handle)
{
    DWORD flags = 0;
    return ::GetHandleInformation(toHandle(handle), &flags);
}

bool isOwnHandle(qintptr handle)
{
    DWORD flags = 0;
    return ::GetHandleInformation(toHandle(handle), &flags) && !(flags & HANDLE_FLAG_PROTECT_FROM_CLOSE);
}

Error setInheritable(qintptr handle, bool on)
{
    const DWORD flag = on ? HANDLE_FLAG_INHERIT : 0;
    const auto set = [&] { return ::SetHandleInformation(toHandle(handle), HANDLE_FLAG_INHERIT, flag); };
    return systemCall(Call::SetInheritance, set) ? Error() : lastError("pass on");
}

bool isInheritable(qintptr handle)
{
    DWORD flags = 0;
    return ::GetHandleInformation(toHandle(handle), &flags) && (flags & HANDLE_FLAG_INHERIT);
}

} // namespace QtInterprocess::os
