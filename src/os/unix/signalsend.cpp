// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/signalsend.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"
#include "os/unix/linux.h"

#include <cstdlib>

#include <signal.h>

#if QTINTERPROCESS_LINUX
#    include <sys/syscall.h>
#    include <unistd.h>
#endif

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

#if QTINTERPROCESS_LINUX

static Error sendTo(int handle, pid_t process, int number, siginfo_t *info, const char *operation)
{
    constexpr long PidFdSendSignal = 424; // since Linux 5.1
    const auto call = [=] { return ::syscall(PidFdSendSignal, handle, number, info, 0u); };
    if (systemCall(Call::SendSignal, call) == -1)
        return failure(process, operation);
    return {};
}

Error sendSignalTo(int handle, pid_t process, int number, const char *operation)
{
    return sendTo(handle, process, number, nullptr, operation);
}

// What sigqueue() fills in.
Error queueSignalTo(int handle, pid_t process, int number, int value, const char *operation)
{
    siginfo_t info = {};
    info.si_signo = number;
    info.si_code = SI_QUEUE;
    info.si_pid = ::getpid();
    info.si_uid = ::getuid();
    info.si_value.sival_int = value;
    return sendTo(handle, process, number, &info, operation);
}

#else

Error sendSignalTo(int, pid_t process, int number, const char *operation)
{
    return sendSignal(process, number, operation);
}

Error queueSignalTo(int, pid_t process, int number, int value, const char *operation)
{
    return queueSignal(process, number, value, operation);
}

#endif

} // namespace QtInterprocess::os
