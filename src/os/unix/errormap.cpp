// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/errormap.h"

#include <cerrno>

namespace QtInterprocess::os {

namespace {

struct ErrorRow
{
    int systemError;
    Error::Code code;
};

constexpr ErrorRow errorTable[] = {
    { ENOENT, Error::NotFound },
    { ECONNREFUSED, Error::ConnectionRefused },
    { EADDRINUSE, Error::NameInUse },
    { EEXIST, Error::NameInUse },
    { ENAMETOOLONG, Error::NameTooLong },
    { ENOTDIR, Error::InvalidName },
    { ELOOP, Error::InvalidName },
    { ENOTSOCK, Error::InvalidName },
    { EPROTOTYPE, Error::InvalidName },
    { EACCES, Error::AccessDenied },
    { EPERM, Error::AccessDenied },
    { EROFS, Error::AccessDenied },
    { ETIMEDOUT, Error::TimedOut },
    { EPIPE, Error::PeerClosed },
    { ECONNRESET, Error::PeerClosed },
    { ENOTCONN, Error::PeerClosed },
    { EMFILE, Error::ResourceExhausted },
    { ENFILE, Error::ResourceExhausted },
    { ENOMEM, Error::ResourceExhausted },
    { ENOBUFS, Error::ResourceExhausted },
    { ENOSPC, Error::ResourceExhausted },
    { EDQUOT, Error::ResourceExhausted },
    { EFBIG, Error::ResourceExhausted },
    { ETOOMANYREFS, Error::ResourceExhausted }, // too many handles are in flight
    { EINVAL, Error::InvalidOperation },
    { EBADF, Error::InvalidOperation },
    { EISCONN, Error::InvalidOperation },
    { EAFNOSUPPORT, Error::Unsupported },
    { EPROTONOSUPPORT, Error::Unsupported },
    { ESOCKTNOSUPPORT, Error::Unsupported },
    { EOPNOTSUPP, Error::Unsupported },
    { ENOTSUP, Error::Unsupported }, // a different number on macOS
    { EMSGSIZE, Error::MessageTooLarge },
};

} // namespace

Error::Code codeOf(int systemError) noexcept
{
    for (const ErrorRow &row : errorTable) {
        if (row.systemError == systemError)
            return row.code;
    }
    return Error::OtherError;
}

bool passesWithTime(const Error &error) noexcept
{
    const int code = error.nativeCode();
    return code == ENOBUFS || code == ENOMEM || code == ETOOMANYREFS || code == EAGAIN;
}

Error systemError(int systemError, const char *operation, const QString &subject)
{
    return Error(codeOf(systemError), systemError, QString::fromLatin1(operation), subject);
}

Error lastError(const char *operation, const QString &subject)
{
    return systemError(errno, operation, subject);
}

} // namespace QtInterprocess::os
