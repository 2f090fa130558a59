// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/localbackend.h"

#include "engine/win/pipeacceptengine.h"
#include "engine/win/pipeconnector.h"
#include "os/win/pipe.h"
#include "os/win/security.h"
#include "primitives/win/namedpipehandles.h"
#include "primitives/win/pipepeer.h"
#include "support/errortext.h"

#include <utility>

namespace QtInterprocess::local {

namespace {

Result<QString> toPipePath(const LocalName &name)
{
    const auto invalid = [&](const ErrorText &why) {
        return Error(Error::InvalidName, 0, QString(), name.toString(), why);
    };
    QString path = name.name();
    if (name.kind() != LocalName::Kind::Path) {
        if (path.isEmpty())
            return invalid(ErrorText::tr("the name is empty"));
        if (path.contains(QLatin1Char('\\')))
            return invalid(ErrorText::tr("a name with a backslash must begin with \\\\"));
        if (name.kind() == LocalName::Kind::System) {
            if (const Error error = checkSystemName(name))
                return error;
            path.replace(QLatin1Char('/'), QLatin1Char('\\'));
        }
        path.prepend(QLatin1String("\\\\.\\pipe\\"));
    }
    if (name.kind() == LocalName::Kind::Generic) {
        if (path.contains(QLatin1Char('/')))
            return invalid(ErrorText::tr("a name with a slash must begin with / or ./"));
        // Append the user: all users share the names of pipes.
        const auto user = os::currentUser();
        if (!user)
            return user.error();
        path += QLatin1Char('-') + *user;
    }
    if (const Error error = os::checkPipePath(path))
        return error;
    return path;
}

class PipeLocalListener final : public Listener
{
public:
    Result<std::unique_ptr<AcceptEngine>> listen(const LocalName &name, const Access &access, int backlog,
                                                 AcceptObserver &observer) override
    {
        const auto fail = [&](const Error &error, const QString &subject) {
            return Error(error.code(), error.nativeCode(), QStringLiteral("listen on"), subject,
                         ErrorText::detailOf(error));
        };
        const auto path = toPipePath(name);
        if (!path)
            return fail(path.error(), name.toString());
        const auto security = os::sddlFor(access);
        if (!security)
            return fail(security.error(), *path);
        os::PipeSpec spec;
        spec.path = *path;
        spec.security = *security;
        auto first = claimPipe(spec);
        if (!first)
            return first.error();
        m_path = *path;
        m_access = access;
        return makePipeAcceptEngine(std::move(*first), spec, backlog, observer);
    }

    Result<std::unique_ptr<AcceptEngine>> adopt(OwnedHandle, const Access &, AcceptObserver &) override
    {
        return Error(Error::Unsupported, 0, QStringLiteral("listen on"), QString(),
                     ErrorText::tr("Windows has no socket activation; call listen()"));
    }

    Error admit(qintptr handle, std::optional<PeerCredentials> &) const override
    {
        return checkPipeClient(handle, m_access).withSubject(m_path);
    }
    void setHandles(bool) override { } // a client cannot send any without an agreement
    void release() override { } // the last instance removes the name
    QString fullName() const override { return m_path; }

private:
    QString m_path;
    Access m_access = Access::User;
};

} // namespace

bool supports(LocalName::Kind) noexcept
{
    return true;
}

Result<QString> placeOf(const LocalName &name)
{
    return toPipePath(name);
}

Result<QString> placeOf(const LocalName &name, qintptr)
{
    return toPipePath(name);
}

std::unique_ptr<Connector> makeConnector(const LocalName &name, const ConnectOptions &options,
                                         ConnectObserver &observer, QString &place)
{
    const auto path = toPipePath(name);
    place = path ? *path : QString();
    PipeTarget target;
    target.path = path ? *path : name.toString();
    target.options = options;
    target.invalid = path.error();
    return makePipeConnector(target, observer);
}

Error prepareConnected(OwnedHandle &owned)
{
    const qintptr handle = owned.get();
    return preparePipe(handle).error();
}

PeerCredentials peerCredentials(qintptr handle)
{
    return pipePeer(handle);
}

OwnedHandle takeActivated(const QString &name, const Access &, Error *error)
{
    if (error)
        *error = Error(Error::Unsupported, 0, QStringLiteral("take the activated socket"), name,
                       ErrorText::tr("Windows has no socket activation; call listen()"));
    return {};
}

Result<std::pair<OwnedHandle, OwnedHandle>> createPairForPeer()
{
    return os::createDuplexPair(false);
}

std::unique_ptr<HandleCarrier> makeHandleCarrier(DevicePrivate &device)
{
    return std::make_unique<NamedPipeHandles>(device);
}

std::unique_ptr<Listener> Listener::make()
{
    return std::make_unique<PipeLocalListener>();
}

} // namespace QtInterprocess::local
