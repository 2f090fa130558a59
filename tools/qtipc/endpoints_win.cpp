// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "endpoints.h"

#include <QtCore/qscopeguard.h>

#include <windows.h>

using namespace QtInterprocess;

static Error failure(DWORD code)
{
    return Error(code == ERROR_ACCESS_DENIED ? Error::AccessDenied : Error::Unsupported, int(code),
                 QStringLiteral("list"), QStringLiteral("the pipes of this system"));
}

bool endpointsHaveOwners()
{
    return false; // Windows reports owner and server only to clients of a pipe
}

bool isOfThisUser(const Endpoint &)
{
    return true;
}

// Lists the only folder of the named-pipe file system.
Error findEndpoints(const QStringList &, QList<Endpoint> &found)
{
    const QString folder = QStringLiteral("\\\\.\\pipe\\");
    WIN32_FIND_DATAW entry;
    const HANDLE search = ::FindFirstFileW(reinterpret_cast<const wchar_t *>((folder + QLatin1Char('*')).utf16()),
                                           &entry);
    if (search == INVALID_HANDLE_VALUE)
        return failure(::GetLastError());
    const auto close = qScopeGuard([search] { ::FindClose(search); });
    do
        found.append({ "pipe", "listening", folder + QString::fromWCharArray(entry.cFileName), {}, {}, {} });
    while (::FindNextFileW(search, &entry));
    const DWORD code = ::GetLastError();
    return code == ERROR_NO_MORE_FILES ? Error() : failure(code);
}
