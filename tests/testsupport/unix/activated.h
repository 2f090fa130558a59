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

// The numbers that are handed over, taken before Qt opens anything: in the child it would write its wake-ups into what has its number.
inline const bool areNumbersReserved = [] {
    int fd = 0;
    while (fd >= 0 && fd < 10)
        fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    return ::close(fd) == 0;
}();

// Runs body in a child process that has these descriptors from number 3 on, and the environment of an activated one. Each process
// looks at its environment once, so every case has a child of its own. Returns what body returned.
inline int inActivatedChild(const std::vector<int> &descriptors, const QByteArray &names,
                            const std::function<int()> &body, const QByteArray &count = {}, qint64 processId = 0)
{
    const pid_t child = ::fork();
    if (child == 0) {
        for (size_t i = 0; i < descriptors.size(); ++i) // out of the way of each other
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
