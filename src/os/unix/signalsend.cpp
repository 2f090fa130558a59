// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/signalsend.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"

#include <cstdlib>

#include <signal.h>

namespace QtInterprocess::os {

static Error failure(pid_t process, const char *operation)
{
    const QString subject = QString::number(qAbs(qint64(process)));
    const QString name = QString::fromLatin1(operation);
    if (errno == ESRCH)
        return Error(Error::NotFound, ESRCH, name, subject);
    if (errno == EAGAIN)
        return Error(Error::ResourceExhausted, EAGAIN, name, subject,
                     QStringLiteral("too many signals wait to be delivered"));
    return lastError(operation, subject);
}

Error sendSignal(pid_t process, int number, const char *operation)
{
    if (systemCall(Call::SendSignal, [=] { return ::kill(process, number); }) == -1)
        return failure(process, operation);
    return {};
}

Error queueSignal(pid_t process, [[maybe_unused]] int number, [[maybe_unused]] int value, const char *operation)
{
#if defined(__APPLE__) || defined(__OpenBSD__)
    return Error(Error::Unsupported, 0, QString::fromLatin1(operation), QString::number(process));
#else
    sigval wrapped = {};
    wrapped.sival_int = value;
    if (systemCall(Call::SendSignal, [=] { return ::sigqueue(process, number, wrapped); }) == -1)
        return failure(process, operation);
    return {};
#endif
}

} // namespace QtInterprocess::os
