// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/sendercredentials.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"
#include "support/errortext.h"

#include <sys/socket.h>
#include <sys/un.h>

namespace QtInterprocess::os {

// Name the socket option that makes messages bring credentials. POSIX has none, and each system
// has its own.
#if defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
constexpr int CredentialsLevel = SOL_SOCKET;
constexpr int CredentialsOption = SO_PASSCRED;
#elif defined(__FreeBSD__) && defined(LOCAL_CREDS_PERSISTENT)
constexpr int CredentialsLevel = SOL_LOCAL;
constexpr int CredentialsOption = LOCAL_CREDS_PERSISTENT;
#elif defined(__NetBSD__) && defined(LOCAL_CREDS)
constexpr int CredentialsLevel = 0;
constexpr int CredentialsOption = LOCAL_CREDS;
#else
constexpr int CredentialsLevel = 0;
constexpr int CredentialsOption = -1; // macOS and OpenBSD have none
#endif

bool canReceiveCredentials() noexcept
{
    return CredentialsOption >= 0;
}

Error setReceivingCredentials(int fd, bool on)
{
    const char *const operation = "enable credentials on";
    if (!canReceiveCredentials())
        return systemError(EOPNOTSUPP, operation);
    const int value = on ? 1 : 0;
    const auto set = [=] { return ::setsockopt(fd, CredentialsLevel, CredentialsOption, &value, sizeof value); };
    if (systemCall(Call::SocketOption, set) == -1)
        return lastError(operation);
    return {};
}

bool isReceivingCredentials([[maybe_unused]] int fd)
{
#if defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
    int value = 0;
    socklen_t size = sizeof value;
    const auto ask = [&] { return ::getsockopt(fd, SOL_SOCKET, SO_PASSCRED, &value, &size); };
    return systemCall(Call::SocketOption, ask) == 0 && value != 0;
#else
    return false;
#endif
}

Error checkSender(const std::optional<SenderCredentials> &sender, const Admission &admission, const Self &self)
{
    const auto user = sender ? knownUser(sender->user) : std::nullopt;
    const bool passes = admission.kind() == Access::Everyone || self.isUserOrRoot(user)
        || (admission.kind() == Access::Group && sender && knownGroup(sender->group) == admission.groupOf(self));
    if (passes)
        return {};
    return Error(Error::AccessDenied, 0, QStringLiteral("accept a message from"), QString(),
                 sender ? ErrorText::tr("the sender is %1").arg(describeUser(user))
                        : ErrorText::tr("the system does not report the sender"));
}

} // namespace QtInterprocess::os
