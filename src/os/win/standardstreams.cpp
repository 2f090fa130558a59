// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/standardstreams.h"

#include "os/win/errormap.h"
#include "os/win/winapi.h"

#include <io.h>

namespace QtInterprocess::os {

// Replaces one standard stream. The C library owns the handle of a stream that it has opened. In
// a program without a console it does not pass its streams to the system.
static void replaceStream(int number, DWORD name, int with)
{
    const HANDLE before = ::GetStdHandle(name);
    const bool isOwned = HANDLE(::_get_osfhandle(number)) == before;
    if (::_dup2(with, number) != 0)
        return;
    ::SetStdHandle(name, HANDLE(::_get_osfhandle(number)));
    if (!isOwned && before && before != INVALID_HANDLE_VALUE)
        ::CloseHandle(before);
}

Error detachStandardStreams()
{
    const HANDLE nul = ::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                     OPEN_EXISTING, 0, nullptr);
    if (nul == INVALID_HANDLE_VALUE)
        return lastError("open NUL in place of");
    const int null = ::_open_osfhandle(intptr_t(nul), 0); // owns the handle from here on
    if (null == -1) {
        ::CloseHandle(nul);
        return systemError(ERROR_TOO_MANY_OPEN_FILES, "open NUL in place of");
    }
    constexpr int Output = 1;
    constexpr int ErrorOutput = 2;
    const bool hasErrorOutput = ::_get_osfhandle(ErrorOutput) >= 0;
    replaceStream(0, STD_INPUT_HANDLE, null);
    replaceStream(Output, STD_OUTPUT_HANDLE, hasErrorOutput ? ErrorOutput : null);
    ::_close(null);
    return {};
}

} // namespace QtInterprocess::os
