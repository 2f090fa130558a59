// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/process.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"
#include "os/unix/linux.h"

#include <signal.h>
#include <sys/wait.h>

#if QTINTERPROCESS_LINUX
#    include <QtCore/qfile.h>

#    include <sys/ioctl.h>
#    include <sys/syscall.h>
#    include <unistd.h>
#endif

namespace QtInterprocess::os {

static const char operation[] = "watch the process";

static Error unsupported(const QString &subject)
{
    return Error(Error::Unsupported, 0, QString::fromLatin1(operation), subject);
}

#if QTINTERPROCESS_LINUX

static constexpr auto IdOfHandle = idtype_t(3); // P_PIDFD, since Linux 5.4; not in older headers

Result<OwnedHandle> openProcess(pid_t process)
{
    constexpr long PidFdOpen = 434; // since Linux 5.3
    const long fd = systemCall(Call::OpenProcess, [=] { return ::syscall(PidFdOpen, process, 0u); });
    if (fd != -1)
        return OwnedHandle(fd); // close-on-exec from birth
    const QString subject = QString::number(process);
    const auto because = [&](Error::Code code, const char *why) {
        return Error(code, errno, QString::fromLatin1(operation), subject, QString::fromLatin1(why));
    };
    switch (errno) {
    case ENOSYS:
    case EPERM: // a sandbox that does not know the call
    case ENODEV: return unsupported(subject);
    case ESRCH: return because(Error::NotFound, "there is no such process");
    case EINVAL:
    case ENOENT: return because(Error::InvalidOperation, "it is a thread of a process");
    default: return lastError(operation, subject);
    }
}

Result<pid_t> processOf(int handle)
{
    QFile info(QStringLiteral("/proc/self/fdinfo/%1").arg(handle));
    if (info.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> lines = info.readAll().split('\n');
        for (const QByteArray &line : lines) {
            if (!line.startsWith("Pid:"))
                continue;
            if (const int number = line.mid(4).trimmed().toInt(); number > 0)
                return pid_t(number);
            return Error(Error::NotFound, 0, QString::fromLatin1(operation), QString(),
                         QStringLiteral("the process has ended"));
        }
    }
    return Error(Error::InvalidOperation, 0, QString::fromLatin1(operation), QString(),
                 QStringLiteral("the handle is not that of a process"));
}

// The kernel keeps it for those who had the handle before: since Linux 6.15.
bool askForExit(int handle, ProcessExit &exit)
{
    struct Info
    {
        quint64 mask;
        quint64 controlGroup;
        quint32 numbers[11];
        qint32 status;
    };
    static_assert(sizeof(Info) == 64);
    constexpr auto GetInfo = _IOWR(0xFF, 11, Info);
    constexpr quint64 HasExit = 8;
    Info info = {};
    info.mask = HasExit;
    if (::ioctl(handle, GetInfo, &info) == -1 || !(info.mask & HasExit))
        return false;
    if (WIFEXITED(info.status))
        exit.exitCode = WEXITSTATUS(info.status);
    else
        exit.signalNumber = WTERMSIG(info.status);
    return true;
}

#else

static constexpr auto IdOfHandle = P_ALL; // there are no handles

Result<OwnedHandle> openProcess(pid_t process)
{
    return unsupported(QString::number(process));
}

Result<pid_t> processOf(int)
{
    return unsupported(QString());
}

bool askForExit(int, ProcessExit &)
{
    return false;
}

#endif

ChildState lookAtChild(pid_t process, int handle, ProcessExit &exit)
{
    siginfo_t info = {};
    const idtype_t kind = handle == -1 ? P_PID : IdOfHandle;
    const id_t id = handle == -1 ? id_t(process) : id_t(handle);
    const auto look = [&] { return ::waitid(kind, id, &info, WEXITED | WNOHANG | WNOWAIT); };
    if (systemCall(Call::WaitForChild, look) == -1)
        return ChildState::NotOurs;
    if (info.si_pid == 0)
        return ChildState::Running;
    if (info.si_code == CLD_EXITED)
        exit.exitCode = info.si_status;
    else
        exit.signalNumber = info.si_status;
    return ChildState::Ended;
}

bool isProcess(pid_t process)
{
    return ::kill(process, 0) == 0 || errno != ESRCH;
}

} // namespace QtInterprocess::os
