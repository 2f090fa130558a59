// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/signalsend.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"
#include "os/unix/linux.h"
#include "os/unix/optionalcalls.h"
#include "support/errortext.h"

#include <cstdlib>

#include <signal.h>
#include <unistd.h>

#if QTINTERPROCESS_LINUX
#    include <sys/syscall.h>
#endif

namespace QtInterprocess::os {

static Error failure(pid_t process, const char *operation)
{
    const QString subject = QString::number(qAbs(qint64(process)));
    const QString name = QString::fromLatin1(operation);
    if (errno == ESRCH)
        return Error(Error::NotFound, ESRCH, name, subject);
    if (errno == EAGAIN)
        return Error(Error::ResourceExhausted, EAGAIN, name, subject, ErrorText::tr("too many signals are pending"));
    return lastError(operation, subject);
}

static Error outcome(int result, pid_t process, const char *operation)
{
    return result == -1 ? failure(process, operation) : Error();
}

static int kill(pid_t process, int number)
{
    return systemCall(Call::SendSignal, [=] { return ::kill(process, number); });
}

#if defined(__APPLE__) || defined(__OpenBSD__)
static int queue(pid_t, int, int)
{
    errno = EOPNOTSUPP;
    return -1;
}
#else
static int queue(pid_t process, int number, int value)
{
    sigval wrapped = {};
    wrapped.sival_int = value;
    return systemCall(Call::SendSignal, [=] { return ::sigqueue(process, number, wrapped); });
}
#endif

Error sendSignal(pid_t process, int number, const char *operation)
{
    return outcome(kill(process, number), process, operation);
}

Error queueSignal(pid_t process, int number, int value, const char *operation)
{
    return outcome(queue(process, number, value), process, operation);
}

#if QTINTERPROCESS_LINUX
template <typename Substitute>
static int sendTo(int handle, int number, siginfo_t *info, Substitute byNumber)
{
    constexpr long PidFdSendSignal = 424; // since Linux 5.1
    const auto send = [=] { return int(::syscall(PidFdSendSignal, handle, number, info, 0u)); };
    return callOr(
        Call::SignalByHandle, [=] { return systemCall(Call::SendSignal, send); }, byNumber);
}
#else
template <typename Substitute>
static int sendTo(int, int, siginfo_t *, Substitute byNumber)
{
    return byNumber();
}
#endif

Error sendSignalTo(int handle, pid_t process, int number, const char *operation)
{
    const int result = sendTo(handle, number, nullptr, [=] { return kill(process, number); });
    return outcome(result, process, operation);
}

Error queueSignalTo(int handle, pid_t process, int number, int value, const char *operation)
{
    siginfo_t info = {}; // filled in like sigqueue() does
    info.si_signo = number;
    info.si_code = SI_QUEUE;
    info.si_pid = ::getpid();
    info.si_uid = ::getuid();
    info.si_value.sival_int = value;
    const int result = sendTo(handle, number, &info, [=] { return queue(process, number, value); });
    return outcome(result, process, operation);
}

} // namespace QtInterprocess::os
