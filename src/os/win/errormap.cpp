// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/errormap.h"

#include "os/win/winapi.h"

namespace QtInterprocess::os {

namespace {

struct ErrorRow
{
    quint32 systemError;
    Error::Code code;
};

constexpr ErrorRow errorTable[] = {
    { ERROR_FILE_NOT_FOUND, Error::NotFound },
    { ERROR_PATH_NOT_FOUND, Error::NotFound },
    { ERROR_BAD_NETPATH, Error::NotFound },
    { ERROR_BAD_NET_NAME, Error::NotFound },
    { ERROR_INVALID_NAME, Error::InvalidName },
    { ERROR_BAD_PATHNAME, Error::InvalidName },
    { ERROR_FILENAME_EXCED_RANGE, Error::NameTooLong },
    { ERROR_ALREADY_EXISTS, Error::NameInUse },
    { ERROR_FILE_EXISTS, Error::NameInUse },
    { ERROR_PIPE_BUSY, Error::ConnectionRefused },
    { ERROR_ACCESS_DENIED, Error::AccessDenied },
    { ERROR_PRIVILEGE_NOT_HELD, Error::AccessDenied },
    { ERROR_LOGON_FAILURE, Error::AccessDenied },
    { ERROR_CANNOT_IMPERSONATE, Error::AccessDenied },
    { ERROR_BAD_IMPERSONATION_LEVEL, Error::AccessDenied },
    { ERROR_SEM_TIMEOUT, Error::TimedOut },
    { WAIT_TIMEOUT, Error::TimedOut },
    { ERROR_BROKEN_PIPE, Error::PeerClosed },
    { ERROR_NO_DATA, Error::PeerClosed },
    { ERROR_PIPE_NOT_CONNECTED, Error::PeerClosed },
    { ERROR_NETNAME_DELETED, Error::PeerClosed },
    { ERROR_TOO_MANY_OPEN_FILES, Error::ResourceExhausted },
    { ERROR_NOT_ENOUGH_MEMORY, Error::ResourceExhausted },
    { ERROR_OUTOFMEMORY, Error::ResourceExhausted },
    { ERROR_NO_SYSTEM_RESOURCES, Error::ResourceExhausted },
    { ERROR_NOT_ENOUGH_QUOTA, Error::ResourceExhausted },
    { ERROR_COMMITMENT_LIMIT, Error::ResourceExhausted },
    { ERROR_BAD_PIPE, Error::InvalidOperation }, // wrong state of the pipe
    { ERROR_INVALID_HANDLE, Error::InvalidOperation },
    { ERROR_INVALID_PARAMETER, Error::InvalidOperation },
    { ERROR_INVALID_FUNCTION, Error::InvalidOperation },
    { ERROR_NOT_SUPPORTED, Error::Unsupported },
    { ERROR_CALL_NOT_IMPLEMENTED, Error::Unsupported },
};

} // namespace

Error::Code codeOf(quint32 systemError) noexcept
{
    for (const ErrorRow &row : errorTable) {
        if (row.systemError == systemError)
            return row.code;
    }
    return Error::OtherError;
}

Error systemError(quint32 systemError, const char *operation, const QString &subject)
{
    return Error(codeOf(systemError), int(systemError), QString::fromLatin1(operation), subject);
}

Error lastError(const char *operation, const QString &subject)
{
    return systemError(::GetLastError(), operation, subject);
}

} // namespace QtInterprocess::os
