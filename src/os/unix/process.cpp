// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/process.h"

#include "os/unix/call.h"
#include "os/unix/linux.h"
#include "os/unix/optionalcalls.h"

#include <QtCore/qfile.h>

#include <signal.h>
#include <sys/wait.h>

namespace QtInterprocess::os {

#if QTINTERPROCESS_LINUX
static constexpr auto IdOfHandle = idtype_t(3); // P_PIDFD, since Linux 5.4; missing in older headers
#else
static constexpr auto IdOfHandle = P_PID; // no handle can be waited for
#endif

ChildState lookAtChild(pid_t process, int handle, ProcessExit &exit)
{
    siginfo_t info = {};
    const auto look = [&info](idtype_t kind, id_t id) {
        return systemCall(Call::WaitForChild,
                          [=, &info] { return ::waitid(kind, id, &info, WEXITED | WNOHANG | WNOWAIT); });
    };
    const auto byNumber = [=] { return look(P_PID, id_t(process)); };
    const auto byHandle = [=] { return look(IdOfHandle, id_t(handle)); };
    if ((handle == -1 || IdOfHandle == P_PID ? byNumber() : callOr(Call::WaitByHandle, byHandle, byNumber)) == -1)
        return ChildState::NotChild;
    if (info.si_pid == 0)
        return ChildState::Running;
    if (info.si_code == CLD_EXITED)
        exit.setExitCode(info.si_status);
    else
        exit.setSignalNumber(info.si_status);
    return ChildState::Ended;
}

// Returns whether /proc reports a zombie, of which only the ID is left.
static bool isZombie(pid_t process)
{
    QFile status(QStringLiteral("/proc/%1/stat").arg(process));
    if (!status.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return false;
    const QByteArray text = status.read(512);
    const qsizetype state = text.lastIndexOf(") ") + 2; // the name before may contain any character
    return state > 1 && state < text.size() && (text[state] == 'Z' || text[state] == 'X');
}

bool isProcess(pid_t process)
{
    return ::kill(process, 0) == 0 || errno != ESRCH;
}

bool isRunning(pid_t process)
{
    return isProcess(process) && !isZombie(process);
}

} // namespace QtInterprocess::os
