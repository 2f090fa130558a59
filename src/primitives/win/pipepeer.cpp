// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/win/pipepeer.h"

#include "os/win/handle.h"
#include "os/win/pipe.h"
#include "os/win/security.h"

namespace QtInterprocess {

Error preparePipe(qintptr handle)
{
    const auto info = os::pipeInfo(handle);
    if (!info)
        return Error(Error::InvalidOperation, info.error().nativeCode(), QStringLiteral("use the handle"), QString(),
                     QStringLiteral("it is none of a pipe"));
    if (!os::isOverlapped(handle))
        return Error(Error::InvalidOperation, 0, QStringLiteral("use the handle"), QString(),
                     QStringLiteral("it was opened without FILE_FLAG_OVERLAPPED"));
    return os::setInheritable(handle, false);
}

PeerCredentials pipePeer(qintptr handle)
{
    PeerCredentials peer;
    const auto info = os::pipeInfo(handle);
    const auto process = os::pipeProcess(handle, info && info->isServerEnd ? os::PipeEnd::Client : os::PipeEnd::Server);
    if (!process)
        return peer;
    peer.processId = *process;
    if (const auto user = os::userOfProcess(*process))
        peer.securityId = *user;
    return peer;
}

Error checkPipeClient(qintptr handle, Access access)
{
    if (access == Access::Everyone)
        return {};
    const auto process = os::pipeProcess(handle, os::PipeEnd::Client);
    const auto peer = process ? os::userOfProcess(*process) : Result<QString>(Error(Error::NotFound, 0, QString()));
    const auto user = os::currentUser();
    if (!peer || !user || *peer == *user || os::isSystem(*peer))
        return {};
    return Error(Error::AccessDenied, 0, QStringLiteral("accept on"), QString(),
                 QStringLiteral("process %1 belongs to the user %2").arg(*process).arg(*peer));
}

} // namespace QtInterprocess
