// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/localbackend.h"

#include "engine/unix/unixconnector.h"
#include "local/unix/runtimedirectory.h"
#include "os/unix/descriptor.h"
#include "os/unix/peer.h"
#include "os/unix/socket.h"
#include "primitives/unix/listener.h"

#include <QtCore/qfile.h>

namespace QtInterprocess::local {

namespace {

Result<os::SocketName> toSocketName(const LocalName &name)
{
    const auto invalid = [&](const QString &why) {
        return Error(Error::InvalidName, 0, QString(), name.toString(), why);
    };
    switch (name.kind()) {
    case LocalName::Kind::Path:
        if (name.name().startsWith(QLatin1String("\\\\")))
            return invalid(QStringLiteral("that is a pipe of Windows"));
        return os::SocketName { os::SocketName::Kind::Path, QFile::encodeName(name.name()) };
    case LocalName::Kind::Namespaced: return os::SocketName { os::SocketName::Kind::Abstract, name.name().toUtf8() };
    case LocalName::Kind::Generic: break;
    }
    const QByteArray encoded = QFile::encodeName(name.name());
    if (encoded.isEmpty())
        return invalid(QStringLiteral("the name is empty"));
    if (encoded.contains('/'))
        return invalid(QStringLiteral("a name without a leading / or ./ cannot hold a slash"));
    if (encoded == "." || encoded == "..")
        return invalid(QStringLiteral("that is a folder"));
    return os::SocketName { os::SocketName::Kind::Path, runtimeDirectory() + '/' + encoded };
}

// What messages call it: where it is, or else what the user said.
QString subjectOf(const LocalName &name, const Result<os::SocketName> &place)
{
    return place ? place->toString() : name.toString();
}

class UnixLocalListener final : public Listener
{
public:
    Result<std::unique_ptr<AcceptEngine>> listen(const LocalName &name, Access access, int backlog,
                                                 AcceptObserver &observer) override
    {
        const auto place = toSocketName(name);
        const QString subject = subjectOf(name, place);
        Error error = place ? os::SocketAddress::check(*place) : place.error();
        if (!error && name.kind() == LocalName::Kind::Generic)
            error = prepareRuntimeDirectory(runtimeDirectory());
        if (error)
            return Error(error.code(), error.nativeCode(), QStringLiteral("listen on"), subject, error.reason());
        return m_listener.listen(*place, subject, access, backlog, observer);
    }

    Result<std::unique_ptr<AcceptEngine>> adopt(OwnedHandle handle, Access access, AcceptObserver &observer) override
    {
        return m_listener.adopt(std::move(handle), access, observer);
    }

    Error admit(qintptr handle) const override { return m_listener.admit(handle); }
    void release() override { m_listener.release(); }
    QString fullName() const override { return m_listener.name().toString(); }

private:
    UnixListener m_listener;
};

} // namespace

bool supports(LocalName::Kind kind) noexcept
{
    return kind != LocalName::Kind::Namespaced || os::MaximumAbstractLength > 0;
}

Result<QString> placeOf(const LocalName &name)
{
    const auto place = toSocketName(name);
    if (!place)
        return place.error();
    if (const Error error = os::SocketAddress::check(*place))
        return error;
    return place->toString();
}

std::unique_ptr<Connector> makeConnector(const LocalName &name, const ConnectOptions &options,
                                         ConnectObserver &observer, QString &place)
{
    auto found = toSocketName(name);
    const QString subject = subjectOf(name, found);
    place = found && !os::SocketAddress::check(*found) ? subject : QString();
    if (found && name.kind() == LocalName::Kind::Generic) {
        if (const Error error = checkRuntimeDirectory(found->bytes.left(found->bytes.lastIndexOf('/'))))
            found = error;
    }
    return std::make_unique<UnixConnector>(std::move(found), subject, options, observer);
}

Error prepareConnected(qintptr handle)
{
    const Error error = os::checkStreamSocket(int(handle), os::Role::Connected);
    return error ? error : os::makeNonBlockingCloseOnExec(int(handle));
}

PeerCredentials peerCredentials(qintptr handle)
{
    const auto peer = os::peerCredentials(int(handle));
    return peer ? *peer : PeerCredentials();
}

std::unique_ptr<Listener> Listener::make()
{
    return std::make_unique<UnixLocalListener>();
}

} // namespace QtInterprocess::local
