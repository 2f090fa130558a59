// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testpeer/platform.h"

#include <cstdio>

#ifndef WIN32_LEAN_AND_MEAN
#    define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#    define NOMINMAX
#endif
#include <windows.h>

#include <fcntl.h>
#include <io.h>

void useBinaryStreams()
{
    ::_setmode(::_fileno(stdin), _O_BINARY);
    ::_setmode(::_fileno(stdout), _O_BINARY);
}

bool isTheOnlyOwner(const QString &fullServerName)
{
    QString name = fullServerName.toLower();
    name.replace(QLatin1Char('\\'), QLatin1Char('/'));
    const HANDLE mark = ::CreateMutexW(nullptr, FALSE, reinterpret_cast<const wchar_t *>(name.utf16()));
    const bool alone = mark && ::GetLastError() != ERROR_ALREADY_EXISTS;
    if (mark)
        ::CloseHandle(mark);
    return alone;
}

std::optional<int> runPlatformMode(const QString &, const QString &)
{
    return std::nullopt;
}
