// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/handle.h"

#include "os/win/errormap.h"
#include "os/win/winapi.h"

namespace QtInterprocess::os {

Result<OwnedHandle> duplicate(qintptr handle)
{
    HANDLE copy = nullptr;
    if (!::DuplicateHandle(::GetCurrentProcess(), toHandle(handle), ::GetCurrentProcess(), &copy, 0, FALSE,
                           DUPLICATE_SAME_ACCESS))
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
    const HANDLE opened = ::OpenProcess(PROCESS_DUP_HANDLE, FALSE, processId);
    if (!opened) {
        const Error error = lastError("give a handle to process", QString::number(processId));
        return error.code() == Error::InvalidOperation // what Windows says of a number that no process has
            ? Error(Error::NotFound, error.nativeCode(), error.operation(), error.subject())
            : error;
    }
    const OwnedHandle process(toNative(opened));
    HANDLE copy = nullptr;
    if (!::DuplicateHandle(::GetCurrentProcess(), toHandle(handle), opened, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS))
        return lastError("give a handle to process", QString::number(processId));
    return toNative(copy);
}

Error setInheritable(qintptr handle, bool on)
{
    const DWORD flag = on ? HANDLE_FLAG_INHERIT : 0;
    return ::SetHandleInformation(toHandle(handle), HANDLE_FLAG_INHERIT, flag) ? Error() : lastError("hand on");
}

bool isInheritable(qintptr handle)
{
    DWORD flags = 0;
    return ::GetHandleInformation(toHandle(handle), &flags) && (flags & HANDLE_FLAG_INHERIT);
}

} // namespace QtInterprocess::os
