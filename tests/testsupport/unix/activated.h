// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

#include <functional>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace TestSupport {

// Reserves the numbers that are passed on before Qt opens anything. Otherwise Qt in the child
// writes its wake-ups into the descriptor that has the number.
inline const bool areNumbersReserved = [] {
    int fd = 0;
    while (fd >= 0 && fd < 10)
        fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    return ::close(fd) == 0;
}();

// Runs body in a child process and returns its result. The child has these descriptors from
// number 3 on, and the environment of an activated process. A process reads its environment once,
// so every case has a child of its own.
inline int inActivatedChild(const std::vector<int> &descriptors, const QByteArray &names,
                            const std::function<int()> &body, const QByteArray &count = {}, qint64 processId = 0)
{
    const pid_t child = ::fork();
    if (child == 0) {
        for (size_t i = 0; i < descriptors.size(); ++i) // moves them out of each other's way
            ::dup2(descriptors[i], 100 + int(i));
        for (size_t i = 0; i < descriptors.size(); ++i)
            ::dup2(100 + int(i), 3 + int(i));
        qputenv("LISTEN_PID", QByteArray::number(processId ? processId : qint64(::getpid())));
        qputenv("LISTEN_FDS", count.isEmpty() ? QByteArray::number(int(descriptors.size())) : count);
        if (names.isEmpty())
            qunsetenv("LISTEN_FDNAMES");
        else
            qputenv("LISTEN_FDNAMES", names);
        ::_exit(body());
    }
    int status = -1;
    if (child == -1 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

} // namespace TestSupport
