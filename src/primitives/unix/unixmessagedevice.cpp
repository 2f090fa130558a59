// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/unixmessagedevice_p.h"

#include "os/unix/sendrecv.h"
#include "support/errortext.h"

#include <utility>

namespace QtInterprocess {

std::vector<OwnedHandle> UnixMessageDevicePrivate::takeHandles()
{
    return extras.takeHandles(lastRead());
}

std::optional<PeerCredentials> UnixMessageDevicePrivate::senderCredentials() const
{
    const MessageExtra *const extra = extras.find(lastRead());
    return extra ? os::toPeerCredentials(extra->credentials) : std::nullopt;
}

Error UnixMessageDevicePrivate::checkHandles(const std::vector<OwnedHandle> &handles)
{
    if (int(handles.size()) > os::MaximumHandlesPerMessage) {
        return Error(Error::InvalidOperation, 0, QString(), QString(),
                     ErrorText::tr("%1 handles in one message, the limit is %2")
                         .arg(handles.size())
                         .arg(os::MaximumHandlesPerMessage));
    }
    return os::checkHandles(handles);
}

bool UnixMessageDevicePrivate::writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles)
{
    if (handles.empty())
        return MessageDevicePrivate::writeMessage(message.constData(), message.size());
    if (!canSend(message.size()))
        return false;
    if (const Error why = checkHandles(handles))
        return fail(why, subject());
    if (const Error why = check(message.size()))
        return fail(why, subject());
    if (engine)
        sendWithHandles(message, std::exchange(handles, {}));
    else
        static_cast<MessageOutput &>(early()).append({ message, std::exchange(handles, {}), {} });
    return true;
}

} // namespace QtInterprocess
