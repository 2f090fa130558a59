// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/unix/genericname.h"

#include "engine/unix/unixconnector.h"
#include "os/unix/identity.h"
#include "os/unix/nameowner.h"
#include "os/unix/peer.h"
#include "os/unix/socket.h"
#include "support/errortext.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess::local {

using os::SocketName;

namespace {

// A place that was obtained once stays. More rounds occur only if a stranger removes and restores
// it.
constexpr int Rounds = 8;

Error checkName(const QByteArray &name)
{
    const auto invalid = [](const ErrorText &why) { return Error(Error::InvalidName, 0, QString(), QString(), why); };
    if (name.isEmpty())
        return invalid(ErrorText::tr("the name is empty"));
    if (name.contains('/'))
        return invalid(ErrorText::tr("a name with a slash must begin with / or ./"));
    if (name == "." || name == "..")
        return invalid(ErrorText::tr("the names . and .. are folders"));
    return {};
}

SocketName abstractName(const QByteArray &name)
{
    const QByteArray prefix = "qtinterprocess-" + QByteArray::number(os::Self::now().user());
    const QByteArray whole = prefix + '/' + name;
    if (whole.size() <= os::MaximumAbstractLength)
        return { SocketName::Kind::Abstract, whole };
    return { SocketName::Kind::Abstract,
             prefix + '#' + QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex() };
}

bool isAbstract(const SocketName &name) noexcept
{
    return name.kind == SocketName::Kind::Abstract;
}

Error rewritten(const Error &error, const char *operation, const SocketName &name)
{
    return Error(error.code(), error.nativeCode(), QString::fromLatin1(operation), name.toString(),
                 ErrorText::detailOf(error));
}

// Checks the owner of an abstract name. A stranger who accepts no connection cannot be found by
// connecting.
Error checkOwner(const SocketName &name)
{
    const auto owner = os::ownerOfAbstractName(name);
    if (!owner || os::Self::now().isUserOrRoot(owner->userId()))
        return {};
    return Error(Error::AccessDenied, 0, QString(), QString(),
                 ErrorText::tr("the name belongs to %1, not to this user").arg(os::describeUser(owner->userId())));
}

Result<OwnedHandle> connectToAbstract(const SocketName &name, HandlePassing handles)
{
    auto socket = connectOnce(os::SocketType::Stream, os::SocketAddress::toConnect(name), Access::User, handles);
    const bool hasNoRoom = socket && !socket->isValid();
    const Error error = hasNoRoom ? checkOwner(name) : Error();
    return error ? Result<OwnedHandle>(error) : std::move(socket);
}

Result<PrivateFolder> prepare(const RuntimeDirectory &folder)
{
    return folder.isTemporary ? PrivateFolder::make(folder.path) : PrivateFolder::open(folder.path);
}

// Whether the error means that no server of this user is there.
bool hasNoServer(const Error &error) noexcept
{
    return error.code() == Error::ConnectionRefused || isUnusable(error);
}

} // namespace

GenericName::GenericName(const QByteArray &name) : m_name(name), m_invalid(checkName(name))
{
    if (m_invalid)
        return;
    // If users cannot be told apart, no place is private.
    if (const quint32 user = os::Self::now().user(); !os::knownUser(user)) {
        m_invalid = Error(Error::AccessDenied, 0, QString(), QString(),
                          ErrorText::tr("this process runs as %1").arg(os::describeUser({})));
        return;
    }
    const auto folders = runtimeDirectories();
    if (!folders) {
        m_invalid = folders.error().withSubject(QString());
        return;
    }
    for (const RuntimeDirectory &folder : *folders)
        m_places.push_back({ { SocketName::Kind::Path, folder.path + '/' + name }, folder });
    m_invalid = rewritten(os::SocketAddress::check(m_places.front().name), "", m_places.front().name);
    if (os::MaximumAbstractLength > 0 && folders->front().isTemporary)
        m_places.push_back({ abstractName(name), {} });
}

Result<SocketName> GenericName::place() const
{
    if (m_invalid)
        return m_invalid;
    for (const Place &place : m_places) {
        if (isAbstract(place.name) || isAvailable(place.folder))
            return place.name;
    }
    return Error(Error::AccessDenied, 0, QString());
}

Result<SocketName> GenericName::placeOf(int connected) const
{
    const auto peer = os::peerName(connected);
    const auto isThat = [&](const Place &place) { return peer && place.name == *peer; };
    const auto found = std::find_if(m_places.begin(), m_places.end(), isThat);
    return found != m_places.end() ? found->name : place();
}

// ---- a client

Result<OwnedHandle> GenericName::connectAt(const Place &place, HandlePassing handles) const
{
    if (isAbstract(place.name))
        return connectToAbstract(place.name, handles);
    const auto folder = PrivateFolder::open(place.folder.path);
    if (!folder)
        return folder.error();
    const auto address = os::SocketAddress::toConnectIn(folder->handle(), m_name, place.name.bytes);
    return connectOnce(os::SocketType::Stream, address, Access::User, handles);
}

// Connects to the server. If there is none, the error is that of the first usable place; strangers
// cannot change it.
Result<OwnedHandle> GenericName::connect(HandlePassing handles) const
{
    if (m_invalid)
        return m_invalid;
    Error firstError;
    std::vector<ErrorText> obstacles;
    for (const Place &place : m_places) {
        auto socket = connectAt(place, handles);
        if (socket)
            return socket;
        const Error error = rewritten(socket.error(), "connect to", place.name);
        if (!hasNoServer(error))
            return error;
        if (error.code() == Error::AccessDenied)
            obstacles.push_back(ErrorText::of(error));
        else if (!firstError)
            firstError = error;
    }
    if (firstError)
        return firstError;
    return Error(Error::AccessDenied, 0, QStringLiteral("connect to"), m_places.back().name.toString(),
                 ErrorText::joined({}, obstacles));
}

// ---- a server

Result<GenericName::Found> GenericName::firstToListen() const
{
    Found found;
    for (const Place &place : m_places) {
        found.place = &place;
        if (isAbstract(place.name))
            return found;
        const auto &folder = place.folder;
        auto opened = prepare(folder);
        if (opened) {
            found.folder.emplace(std::move(*opened));
            return found;
        }
        const Error error = rewritten(opened.error(), "listen on", place.name);
        if (!isUnusable(error))
            return error;
        found.obstacles.push_back(ErrorText::of(error));
    }
    return Error(Error::AccessDenied, 0, QStringLiteral("listen on"), m_places.back().name.toString(),
                 ErrorText::joined({}, found.obstacles));
}

// Fails with NameInUse if a server of this user is in another place.
Error GenericName::checkOtherPlaces(const Place &place) const
{
    for (const Place &other : m_places) {
        if (&other == &place)
            continue;
        const auto socket = connectAt(other, HandlePassing::Refused);
        if (!socket && hasNoServer(socket.error()))
            continue;
        if (!socket)
            return rewritten(socket.error(), "listen on", place.name);
        const auto peer = *socket ? os::peerCredentials(int(socket->get()))
                                  : Result<PeerCredentials>(PeerCredentials());
        const ErrorText inUse = peer && peer->processId()
            ? ErrorText::tr("the name is in use by process %1, at \"%2\"")
                  .arg(*peer->processId(), other.name.toString())
            : ErrorText::tr("the name is in use, at \"%1\"").arg(other.name.toString());
        return Error(Error::NameInUse, 0, QStringLiteral("listen on"), place.name.toString(), inUse);
    }
    return {};
}

Result<bool> GenericName::isInPlace(const UnixListener &listener, const Found &found) const
{
    if (found.folder) {
        const auto there = os::statusOf(found.folder->handle(), m_name);
        if (!there)
            return rewritten(there.error(), "listen on", found.place->name);
        if (!there->isSameFile(listener.file()))
            return false;
    }
    const auto now = firstToListen();
    if (!now)
        return now.error();
    if (now->place != found.place)
        return false;
    if (const Error error = checkOtherPlaces(*found.place))
        return error;
    return true;
}

// Improves the error: the holder of an abstract name in use may be a stranger.
Error GenericName::explain(const Error &error, const Found &found) const
{
    if (error.code() != Error::NameInUse || !isAbstract(found.place->name))
        return error;
    const auto socket = connectAt(*found.place, HandlePassing::Refused);
    Error why = socket.error();
    if (why.code() == Error::ConnectionRefused)
        why = checkOwner(found.place->name);
    if (why.code() != Error::AccessDenied)
        return error;
    return Error(Error::AccessDenied, 0, QStringLiteral("listen on"), found.place->name.toString(),
                 ErrorText::joined(ErrorText::of(why), found.obstacles));
}

Result<std::unique_ptr<AcceptEngine>> GenericName::listen(UnixListener &listener, const Access &access, int backlog,
                                                          AcceptObserver &observer) const
{
    if (m_invalid)
        return m_invalid;
    if (access != Access::User)
        return Error(
            Error::Unsupported, 0, QStringLiteral("listen on"), m_places.front().name.toString(),
            ErrorText::tr(
                "a generic name is for this user only; for others use LocalName::system() or LocalName::path()"));
    for (int round = 0; round < Rounds; ++round) {
        const auto found = firstToListen();
        if (!found)
            return found.error();
        const SocketName &name = found->place->name;
        auto engine = listener.listen(name, name.toString(), Access::User, backlog, observer);
        if (!engine)
            return explain(engine.error(), *found);
        const auto isInPlace = this->isInPlace(listener, *found);
        if (isInPlace && *isInPlace) {
            if (found->folder)
                listener.setPreparation([folder = found->place->folder] { return prepare(folder).error(); });
            return engine;
        }
        listener.release();
        if (!isInPlace)
            return isInPlace.error();
    }
    return Error(Error::AccessDenied, 0, QStringLiteral("listen on"), m_places.front().name.toString(),
                 ErrorText::tr("another process keeps replacing the folder"));
}

} // namespace QtInterprocess::local
