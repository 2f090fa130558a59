// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/localbackend.h"

#include "engine/unix/unixconnector.h"
#include "local/unix/genericname.h"
#include "os/unix/peer.h"
#include "os/unix/socket.h"
#include "primitives/unix/activationvariables.h"
#include "primitives/unix/listener.h"
#include "primitives/unix/sockethandles.h"
#include "support/errortext.h"

#include <QtCore/qfile.h>

namespace QtInterprocess::local {

namespace {

#if defined(__linux__)
constexpr char SystemFolder[] = "/run/";
#else
constexpr char SystemFolder[] = "/var/run/";
#endif

// Converts a name that has the same place for every process.
Result<os::SocketName> toSocketName(const LocalName &name)
{
    if (name.kind() == LocalName::Kind::Namespaced)
        return os::SocketName { os::SocketName::Kind::Abstract, name.name().toUtf8() };
    if (name.kind() == LocalName::Kind::System) {
        if (const Error error = checkSystemName(name))
            return error;
        return os::SocketName { os::SocketName::Kind::Path, SystemFolder + QFile::encodeName(name.name()) };
    }
    if (name.name().startsWith(QLatin1String("\\\\")))
        return Error(Error::InvalidName, 0, QString(), QString(),
                     ErrorText::tr("the name is that of a Windows pipe; this system has none"));
    return os::SocketName { os::SocketName::Kind::Path, QFile::encodeName(name.name()) };
}

GenericName toGenericName(const LocalName &name)
{
    return GenericName(QFile::encodeName(name.name()));
}

Result<os::SocketName> findPlace(const LocalName &name)
{
    if (name.kind() == LocalName::Kind::Generic)
        return toGenericName(name).place();
    auto place = toSocketName(name);
    const Error error = place ? os::SocketAddress::check(*place) : place.error();
    return error ? Result<os::SocketName>(error) : place;
}

// Adds the subject to an error that was created before there was a place.
Error complete(const Error &error, const char *operation, const QString &subject)
{
    return Error(error.code(), error.nativeCode(), QString::fromLatin1(operation),
                 error.subject().isEmpty() ? subject : error.subject(), ErrorText::detailOf(error));
}

class UnixLocalListener final : public Listener
{
public:
    Result<std::unique_ptr<AcceptEngine>> listen(const LocalName &name, const Access &access, int backlog,
                                                 AcceptObserver &observer) override
    {
        if (name.kind() == LocalName::Kind::Generic) {
            auto engine = toGenericName(name).listen(m_listener, access, backlog, observer);
            if (engine)
                return engine;
            return complete(engine.error(), "listen on", name.toString());
        }
        const auto place = findPlace(name);
        if (!place)
            return complete(place.error(), "listen on", name.toString());
        return m_listener.listen(*place, place->toString(), access, backlog, observer);
    }

    Result<std::unique_ptr<AcceptEngine>> adopt(OwnedHandle handle, const Access &access,
                                                AcceptObserver &observer) override
    {
        return m_listener.adopt(std::move(handle), access, observer);
    }

    Error admit(qintptr handle, std::optional<PeerCredentials> &peer) const override
    {
        return m_listener.admit(handle, peer);
    }
    void release() override { m_listener.release(); }
    void setHandles(bool received) override
    {
        m_listener.setHandles(received ? UnixListener::Handles::Offered : UnixListener::Handles::Refused);
    }
    QString fullName() const override { return m_listener.name().toString(); }

private:
    UnixListener m_listener { os::SocketType::Stream, UnixListener::Handles::Refused };
};

} // namespace

bool supports(LocalName::Kind kind) noexcept
{
    return kind != LocalName::Kind::Namespaced || os::MaximumAbstractLength > 0;
}

Result<QString> placeOf(const LocalName &name)
{
    const auto place = findPlace(name);
    return place ? Result<QString>(place->toString()) : place.error();
}

Result<QString> placeOf(const LocalName &name, qintptr connected)
{
    if (name.kind() != LocalName::Kind::Generic)
        return placeOf(name);
    const auto place = toGenericName(name).placeOf(int(connected));
    return place ? Result<QString>(place->toString()) : place.error();
}

std::unique_ptr<Connector> makeConnector(const LocalName &name, const ConnectOptions &options,
                                         ConnectObserver &observer, QString &place)
{
    const auto handles = options.receivesHandles ? HandlePassing::Allowed : HandlePassing::Refused;
    if (name.kind() != LocalName::Kind::Generic) {
        const auto found = findPlace(name);
        place = found ? found->toString() : QString();
        return std::make_unique<UnixConnector>(
            connectTo(os::SocketType::Stream, found, found ? place : name.toString(), options, handles), observer);
    }
    const GenericName generic = toGenericName(name);
    const auto found = generic.place();
    place = found ? found->toString() : QString();
    const QString subject = found ? place : name.toString();
    const auto attempt = [generic, subject, handles]() -> Result<OwnedHandle> {
        auto socket = generic.connect(handles);
        if (socket)
            return socket;
        return complete(socket.error(), "connect to", subject);
    };
    return std::make_unique<UnixConnector>(connectBy(attempt, subject, options.timeout), observer);
}

Error prepareConnected(OwnedHandle &handle)
{
    os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
    const int fd = int(handle.get());
    const Error error = os::checkStreamSocket(fd, os::Role::Connected);
    return error ? error : os::prepareSocket(fd);
}

PeerCredentials peerCredentials(qintptr handle)
{
    const auto peer = os::peerCredentials(int(handle));
    return peer ? *peer : PeerCredentials();
}

OwnedHandle takeActivated(const QString &name, const Access &access, Error *error)
{
    return QtInterprocess::takeActivated(name, os::SocketType::Stream, os::Role::Listening, access, error);
}

Result<std::pair<OwnedHandle, OwnedHandle>> createPairForPeer()
{
    return os::createPairForPeer(os::SocketType::Stream);
}

std::unique_ptr<HandleCarrier> makeHandleCarrier(DevicePrivate &device)
{
    return std::make_unique<SocketHandles>(device);
}

std::unique_ptr<Listener> Listener::make()
{
    return std::make_unique<UnixLocalListener>();
}

} // namespace QtInterprocess::local
