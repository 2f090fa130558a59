// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/passrights.h"

#include "os/unix/call.h"
#include "os/unix/linux.h"

#include <sys/socket.h>

namespace QtInterprocess::os {

#if QTINTERPROCESS_LINUX
#    if defined(SO_PASSRIGHTS)
constexpr int PassRights = SO_PASSRIGHTS;
#    elif defined(__hppa__)
constexpr int PassRights = 0x4052;
#    elif defined(__sparc__)
constexpr int PassRights = 0x005c;
#    else
constexpr int PassRights = 83; // missing in older headers
#    endif

static bool setPassRights(int fd, int value) noexcept
{
    const auto set = [&] { return ::setsockopt(fd, SOL_SOCKET, PassRights, &value, sizeof value); };
    return systemCall(Call::PassRights, set) == 0;
}
#else
static bool setPassRights(int, int) noexcept
{
    return false;
}
#endif

bool refuseHandles(int fd) noexcept
{
    return setPassRights(fd, 0);
}

void admitHandles(int fd) noexcept
{
    setPassRights(fd, 1);
}

void readUrgentBytesInLine(int fd) noexcept
{
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
}

} // namespace QtInterprocess::os
