// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/win/pipepeer.h"

#include "os/win/handle.h"
#include "os/win/handletraits.h"
#include "os/win/impersonation.h"
#include "os/win/security.h"
#include "support/errortext.h"

namespace QtInterprocess {

static Error refusal(const ErrorText &why, int nativeCode = 0)
{
    return Error(Error::InvalidOperation, nativeCode, QStringLiteral("use the handle"), QString(), why);
}

Result<os::PipeInfo> preparePipe(qintptr handle)
{
    const auto traits = os::handleTraits(handle);
    if (!traits)
        return refusal(ErrorText::tr("not a pipe handle"), traits.error().nativeCode());
    if (traits->kind == os::HandleKind::Disk || traits->kind == os::HandleKind::Character)
        return refusal(ErrorText::tr("not a pipe handle"));
    if (!traits->isOverlapped)
        return refusal(ErrorText::tr("the handle was opened without FILE_FLAG_OVERLAPPED"));
    auto info = os::pipeInfo(handle); // answers at once, because the handle is overlapped
    if (!info)
        return refusal(ErrorText::tr("not a pipe handle"), info.error().nativeCode());
    if (const Error error = os::setWaiting(handle))
        return error;
    if (const Error error = os::setInheritable(handle, false))
        return error;
    return info;
}

PeerCredentials pipePeer(qintptr handle, os::PipeEnd peer)
{
    PeerCredentials credentials;
    // A process ID of another machine may belong to another process here.
    if (!os::isRemote(handle, peer))
        credentials.setProcessId(os::pipeProcess(handle, peer));
    auto user = peer == os::PipeEnd::Client ? os::userOfClient(handle) : Result<QString>(Error(Error::NotFound, 0, {}));
    if (!user && credentials.processId()) // a server, or an anonymous client
        user = os::userOfProcess(quint32(*credentials.processId()));
    if (user)
        credentials.setSecurityId(*user);
    return credentials;
}

PeerCredentials pipePeer(qintptr handle)
{
    const auto info = os::pipeInfo(handle);
    return pipePeer(handle, info && info->isServerEnd ? os::PipeEnd::Client : os::PipeEnd::Server);
}

Error checkPipeClient(qintptr handle, const Access &access)
{
    if (access.kind() != Access::User) // the security descriptor has checked the members of a group
        return {};
    const auto peer = pipePeer(handle, os::PipeEnd::Client).securityId();
    const auto user = os::currentUser();
    if (!peer || !user || *peer == *user || os::isSystem(*peer))
        return {};
    return Error(Error::AccessDenied, 0, QStringLiteral("accept on"), QString(),
                 ErrorText::tr("the client runs as user %1").arg(*peer));
}

} // namespace QtInterprocess
