// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/process.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/optionalcalls.h"
#include "support/errortext.h"

#include <QtCore/qfile.h>

#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace QtInterprocess::os {

static const char WatchProcess[] = "watch the process";

static bool isThread(pid_t process)
{
    return ::syscall(SYS_tgkill, process, process, 0) == -1 && errno == ESRCH && ::kill(process, 0) == 0;
}

Result<OwnedHandle> openProcess(pid_t process)
{
    constexpr long PidFdOpen = 434; // since Linux 5.3
    const long fd = systemCall(Call::OpenProcess, [=] { return ::syscall(PidFdOpen, process, 0u); });
    if (fd != -1)
        return newHandle(int(fd)); // the kernel makes it close-on-exec
    const int error = errno;
    const QString subject = QString::number(process);
    const auto because = [&](Error::Code code, const ErrorText &why) {
        return Error(code, error, QString::fromLatin1(WatchProcess), subject, why);
    };
    if (error == ESRCH)
        return because(Error::NotFound, ErrorText::tr("no process has that ID"));
    if (error == ENOENT || isThread(process)) // the kernel also reports EINVAL for a thread
        return because(Error::InvalidOperation, ErrorText::tr("the ID is that of a thread, not of a process"));
    if (isMissing(Call::OpenProcess, error))
        return Error(Error::Unsupported, 0, QString::fromLatin1(WatchProcess), subject);
    return systemError(error, WatchProcess, subject);
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
            return Error(Error::NotFound, 0, QString::fromLatin1(WatchProcess), QString(),
                         ErrorText::tr("the process has ended"));
        }
    }
    return Error(Error::InvalidOperation, 0, QString::fromLatin1(WatchProcess), QString(),
                 ErrorText::tr("not a process handle"));
}

// Asks for the exit status, which the kernel keeps since Linux 6.15 for handles that were opened
// before.
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
    const auto ask = [&] { return ::ioctl(handle, GetInfo, &info); };
    if (systemCall(Call::ProcessInfo, ask) == -1 || !(info.mask & HasExit))
        return false;
    if (WIFEXITED(info.status))
        exit.setExitCode(WEXITSTATUS(info.status));
    else
        exit.setSignalNumber(WTERMSIG(info.status));
    return true;
}

void forgetInheritedProcess(OwnedHandle &, ProcessMark) noexcept { }

} // namespace QtInterprocess::os
