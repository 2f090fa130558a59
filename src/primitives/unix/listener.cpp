// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/listener.h"

#include "engine/unix/unixacceptengine.h"
#include "os/unix/passrights.h"
#include "os/unix/peer.h"
#include "os/unix/socket.h"
#include "primitives/unix/namewatch.h"
#include "support/errortext.h"
#include "support/logging.h"

#include <QtCore/qdebug.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

Error listenFailure(const Error &error, const QString &subject)
{
    return Error(error.code(), error.nativeCode(), QStringLiteral("listen on"), subject, ErrorText::detailOf(error));
}

// An accept engine that also maintains its name.
class NamedAcceptEngine final : public UnixAcceptEngine
{
public:
    NamedAcceptEngine(OwnedHandle handle, os::SocketType type, const QString &subject, AcceptObserver &observer,
                      UnixListener &listener)
        : UnixAcceptEngine(std::move(handle), type, subject, observer),
          m_listener(listener),
          m_observer(observer),
          m_watch([this] { checkFiles(); })
    {
        m_watch.start();
    }

    bool wait(QDeadlineTimer deadline) override
    {
        while (!UnixAcceptEngine::wait(std::min(deadline, m_watch.nextCheck()))) {
            if (!m_watch.nextCheck().hasExpired())
                return false;
            if (checkFiles())
                return true;
        }
        return true;
    }

    void leaveThread() override
    {
        UnixAcceptEngine::leaveThread();
        m_watch.leaveThread();
    }

    void joinThread() override
    {
        UnixAcceptEngine::joinThread();
        m_watch.joinThread();
    }

private:
    // Checks the name. Returns whether there was a turn, which may have destroyed this object.
    bool checkFiles()
    {
        UnixListener::CheckResult looked = m_listener.checkFiles(int(handle()));
        m_watch.start();
        if (looked.renewed)
            replaceHandle(std::move(looked.renewed));
        if (!looked.error)
            return false;
        AcceptTurn turn;
        turn.error = looked.error;
        turn.isOver = looked.isLost;
        m_observer.acceptTurn(std::move(turn));
        return true;
    }

    UnixListener &m_listener;
    AcceptObserver &m_observer;
    NameWatch m_watch;
};

} // namespace

Result<std::unique_ptr<AcceptEngine>> UnixListener::listen(const os::SocketName &name, const QString &subject,
                                                           const Access &access, int backlog, AcceptObserver &observer)
{
    const auto admission = os::Admission::of(access);
    if (!admission)
        return listenFailure(admission.error(), subject);
    m_name = name;
    m_subject = subject;
    m_admission = *admission;
    m_backlog = backlog;
    m_prepare = nullptr;
    m_isGone = m_isReported = false;
    auto socket = claim();
    if (!socket)
        return socket.error();
    qCDebug(lcNames) << "this process has the name" << subject;
    using Made = std::unique_ptr<AcceptEngine>;
    if (name.kind != os::SocketName::Kind::Path) // an abstract name cannot be removed
        return Made(std::make_unique<UnixAcceptEngine>(std::move(*socket), m_type, subject, observer));
    return Made(std::make_unique<NamedAcceptEngine>(std::move(*socket), m_type, subject, observer, *this));
}

// Returns a listening socket that has the name.
Result<OwnedHandle> UnixListener::claim()
{
    return NameClaim::withNewSockets([this] { return claimOnce(); });
}

Result<OwnedHandle> UnixListener::claimOnce()
{
    const auto fail = [&](const Error &error) { return listenFailure(error, m_subject); };
    auto socket = os::createSocket(m_type);
    if (!socket)
        return fail(socket.error());
    // Clients in the backlog are lost with the listener.
    const bool refused = m_handles == Handles::Refused && os::refuseHandles(int(socket->get()));
    os::HandleClosing::set(*socket, refused ? os::HandleClosing::Sealed : os::HandleClosing::Elsewhere);
    auto claim = NameClaim::listen(int(socket->get()), m_name, m_admission, m_backlog, m_type);
    if (!claim)
        return fail(claim.error());
    m_claim = std::move(*claim);
    m_process = os::ProcessMark();
    return socket;
}

UnixListener::CheckResult UnixListener::checkFiles(int socket)
{
    if (!m_process.isOwned())
        return {};
    if (!m_process.isThisProcess()) { // the parent has ended, and this child is the server now
        m_process = os::ProcessMark();
        (void)os::listenOn(socket, m_backlog); // Linux reports the process that called this last to clients
    }
    if (!m_isGone && m_claim.renew())
        return {};
    return reclaim();
}

UnixListener::CheckResult UnixListener::reclaim()
{
    m_isGone = true;
    m_claim.release();
    m_claim = NameClaim();
    Error why = m_prepare ? m_prepare().withSubject(m_subject) : Error();
    auto socket = why ? Result<OwnedHandle>(why) : claim();
    if (socket) {
        m_isGone = m_isReported = false;
        qCDebug(lcNames) << "the file of the server had gone, and was made anew:" << m_subject;
        return { std::move(*socket), {}, false };
    }
    why = socket.error();
    if (why.code() == Error::NameInUse || why.code() == Error::InvalidName) {
        const Error lost(Error::NameLost, why.nativeCode(), why.operation(), why.subject(),
                         ErrorText::tr("the file of this server was removed, and %1").arg(ErrorText::of(why)));
        return { {}, lost, true };
    }
    return { {}, std::exchange(m_isReported, true) ? Error() : why, false };
}

Result<std::unique_ptr<AcceptEngine>> UnixListener::adopt(OwnedHandle handle, const Access &access,
                                                          AcceptObserver &observer)
{
    os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
    const int fd = int(handle.get());
    if (const Error error = os::checkSocket(fd, m_type, os::Role::Listening))
        return error;
    if (const Error error = os::prepareSocket(fd))
        return error;
    const auto name = os::localName(fd);
    const QString subject = name ? name->toString() : QString();
    const auto admission = os::Admission::of(access);
    if (!admission)
        return listenFailure(admission.error(), subject);
    m_name = name ? *name : os::SocketName();
    m_subject = subject;
    m_admission = *admission;
    m_claim = NameClaim(); // the name belongs to the process that bound it
    return std::unique_ptr<AcceptEngine>(
        std::make_unique<UnixAcceptEngine>(std::move(handle), m_type, m_subject, observer));
}

void UnixListener::release()
{
    m_claim.release();
    m_claim = NameClaim();
}

Error UnixListener::admit(qintptr handle, std::optional<PeerCredentials> &peer) const
{
    return os::checkClient(int(handle), m_admission, peer).withSubject(m_subject);
}

} // namespace QtInterprocess
