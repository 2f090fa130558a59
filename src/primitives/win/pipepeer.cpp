// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/win/pipepeer.h"

#include "os/win/handle.h"
#include "os/win/handletraits.h"
#include "os/win/security.h"

namespace QtInterprocess {

static Error refusal(const QString &why, int nativeCode = 0)
{
    return Error(Error::InvalidOperation, nativeCode, QStringLiteral("use the handle"), QString(), why);
}

Result<os::PipeInfo> preparePipe(qintptr handle)
{
    const auto traits = os::handleTraits(handle);
    if (!traits)
        return refusal(QStringLiteral("it is none of a pipe"), traits.error().nativeCode());
    if (traits->kind == os::HandleKind::Disk || traits->kind == os::HandleKind::Character)
        return refusal(QStringLiteral("it is none of a pipe"));
    if (!traits->isOverlapped)
        return refusal(QStringLiteral("it was opened without FILE_FLAG_OVERLAPPED"));
    auto info = os::pipeInfo(handle); // answers at once, now that it is overlapped
    if (!info)
        return refusal(QStringLiteral("it is none of a pipe"), info.error().nativeCode());
    if (const Error error = os::setInheritable(handle, false))
        return error;
    return info;
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
