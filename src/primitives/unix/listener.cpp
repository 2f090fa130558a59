// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/listener.h"

#include "engine/unix/unixacceptengine.h"
#include "os/unix/descriptor.h"
#include "os/unix/passrights.h"
#include "os/unix/peer.h"
#include "os/unix/socket.h"

#include <utility>

namespace QtInterprocess {

Result<std::unique_ptr<AcceptEngine>> UnixListener::listen(const os::SocketName &name, const QString &subject,
                                                           Access access, int backlog, AcceptObserver &observer)
{
    const auto fail = [&](const Error &error) {
        return Error(error.code(), error.nativeCode(), QStringLiteral("listen on"), subject, error.reason());
    };
    auto socket = os::createSocket(m_type);
    if (!socket)
        return fail(socket.error());
    // What waits in the backlog goes with the listener.
    const bool refused = m_handles == Handles::Refused && os::refuseHandles(int(socket->get()));
    os::HandleClosing::set(*socket, refused ? os::HandleClosing::Sealed : os::HandleClosing::Elsewhere);
    auto claim = NameClaim::listen(int(socket->get()), name, access, backlog, m_type);
    if (!claim)
        return fail(claim.error());
    m_claim = std::move(*claim);
    m_name = name;
    m_subject = subject;
    m_access = access;
    return std::unique_ptr<AcceptEngine>(
        std::make_unique<UnixAcceptEngine>(std::move(*socket), m_type, subject, observer));
}

Result<std::unique_ptr<AcceptEngine>> UnixListener::adopt(OwnedHandle handle, Access access, AcceptObserver &observer)
{
    os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
    const int fd = int(handle.get());
    if (const Error error = os::checkSocket(fd, m_type, os::Role::Listening))
        return error;
    if (const Error error = os::makeNonBlockingCloseOnExec(fd))
        return error;
    const auto name = os::localName(fd);
    m_name = name ? *name : os::SocketName();
    m_subject = m_name.toString();
    m_access = access;
    m_claim = NameClaim(); // the name belongs to whoever bound it
    return std::unique_ptr<AcceptEngine>(
        std::make_unique<UnixAcceptEngine>(std::move(handle), m_type, m_subject, observer));
}

void UnixListener::release()
{
    m_claim.release();
    m_claim = NameClaim();
}

Error UnixListener::admit(qintptr handle) const
{
    return os::checkClient(int(handle), m_access).withSubject(m_subject);
}

} // namespace QtInterprocess
