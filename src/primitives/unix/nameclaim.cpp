// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/nameclaim.h"

#include "os/unix/peer.h"
#include "os/unix/socket.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <utility>

namespace QtInterprocess {

using os::FileStatus;

namespace {

constexpr char LockMark[] = "QtInterprocess lock of process ";

QByteArray lockPathOf(const QByteArray &path)
{
    const qsizetype start = path.lastIndexOf('/') + 1;
    const QByteArray name = path.mid(start);
    if (name.size() <= 250)
        return path + ".lock";
    // The name itself is as long as a file system takes, so its lock gets a shorter one of the same kind.
    return path.left(start) + name.left(200) + '.' + QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex()
        + ".lock";
}

quint32 modeOf(Access access)
{
    return access == Access::User ? 0600 : access == Access::Group ? 0660 : 0666;
}

Error inUse(qint64 owner)
{
    return Error(Error::NameInUse, 0, QStringLiteral("listen on"), QString(),
                 owner > 0 ? QStringLiteral("the name is in use by process %1").arg(owner)
                           : QStringLiteral("the name is in use"));
}

// Whether anybody has a name, and who.
struct Probe
{
    enum Outcome { Nobody, Listening, Unknown } outcome;
    qint64 owner = 0;
    Error error = {};
};

Probe probe(const os::SocketName &name, os::SocketType type)
{
    const auto address = os::SocketAddress::toConnect(name);
    if (!address)
        return { Probe::Unknown, 0, address.error() };
    const auto socket = os::createSocket(type);
    if (!socket)
        return { Probe::Unknown, 0, socket.error() };
    const int fd = int(socket->get());
    const auto connecting = os::connectSocket(fd, *address);
    if (!connecting) {
        // Of a datagram socket that takes from somebody else only. (Where the file may not be used, it is EACCES.)
        if (type == os::SocketType::Datagram && connecting.error().nativeCode() == EPERM)
            return { Probe::Listening };
        const bool refused = connecting.error().code() == Error::ConnectionRefused;
        return { refused ? Probe::Nobody : Probe::Unknown, 0, connecting.error() };
    }
    if (*connecting == os::Connecting::BacklogFull)
        return { Probe::Listening };
    const auto peer = os::peerCredentials(fd);
    return { Probe::Listening, peer ? peer->processId.value_or(0) : 0 };
}

Error blocked(const QString &why)
{
    return Error(Error::InvalidName, 0, QStringLiteral("listen on"), QString(), why);
}

} // namespace

Result<NameClaim> NameClaim::listen(int socket, const os::SocketName &name, Access access, int backlog,
                                    os::SocketType type)
{
    return claim(socket, name, { type, access, backlog });
}

Result<NameClaim> NameClaim::bind(int socket, const os::SocketName &name, Access access)
{
    return claim(socket, name, { os::SocketType::Datagram, access, 0 });
}

Result<NameClaim> NameClaim::claim(int socket, const os::SocketName &name, const Use &use)
{
    if (const Error error = os::SocketAddress::check(name))
        return error;
    if (name.kind == os::SocketName::Kind::Path)
        return claimPath(socket, name.bytes, use);
    if (const Error error = claimAbstract(socket, name, use))
        return error;
    return NameClaim();
}

Error NameClaim::begin(int socket, const Use &use)
{
    return use.type == os::SocketType::Datagram ? Error() : os::listenOn(socket, use.backlog);
}

Error NameClaim::claimAbstract(int socket, const os::SocketName &name, const Use &use)
{
    const auto address = os::SocketAddress::toBind(name);
    if (!address)
        return address.error();
    if (const Error error = os::bindSocket(socket, *address))
        return error.code() == Error::NameInUse ? inUse(probe(name, use.type).owner) : error;
    return begin(socket, use);
}

Result<NameClaim> NameClaim::claimPath(int socket, const QByteArray &path, const Use &use)
{
    NameClaim claim;
    claim.m_path = path.startsWith('/') ? path : QFile::encodeName(QDir::currentPath()) + '/' + path;
    claim.m_lockPath = lockPathOf(claim.m_path);
    claim.m_process = os::processId();
    if (const qsizetype over = claim.m_lockPath.size() - (PATH_MAX - 1); over > 0) {
        return Error(Error::NameTooLong, ENAMETOOLONG, QStringLiteral("listen on"), QString(),
                     QStringLiteral("name is %1 bytes, the limit here is %2").arg(path.size()).arg(path.size() - over));
    }
    // Before anything is made: what is there and is not a socket is somebody's.
    const auto there = os::statusOf(path);
    if (!there)
        return there.error();
    if (there->type != FileStatus::Type::Missing && there->type != FileStatus::Type::Socket)
        return blocked(QStringLiteral("there is something else than a socket; it has been left alone"));
    Error error = claim.takeLock();
    if (!error)
        error = claim.removeStaleSocket(path, use.type);
    if (!error)
        error = claim.bindAndBegin(socket, path, use);
    if (error) {
        claim.releaseLock();
        return error;
    }
    return claim;
}

// The owner before may remove the lock file between our open() and our lock, so the file is compared afterwards.
Error NameClaim::takeLock()
{
    const QString lockName = QFile::decodeName(m_lockPath);
    const auto failed = [&](const Error &error) { return error.withSubject(lockName); };
    const auto inTheWay = [&] {
        return blocked(QStringLiteral("\"%1\" is in the way; it has been left alone").arg(lockName));
    };
    for (;;) {
        auto lock = os::openLockFile(m_lockPath);
        if (!lock) {
            const auto there = os::statusOf(m_lockPath);
            if (!there || there->type == FileStatus::Type::Missing)
                return lock.error();
            if (there->type != FileStatus::Type::Regular)
                return inTheWay();
            return Error(lock.error().code(), lock.error().nativeCode(), QStringLiteral("listen on"), QString(),
                         QStringLiteral("the lock file \"%1\": %2").arg(lockName, lock.error().reason()));
        }
        const int fd = int(lock->get());
        const auto opened = os::statusOf(fd);
        if (!opened)
            return failed(opened.error());
        const QByteArray content = os::readSmallFile(fd);
        if (opened->type != FileStatus::Type::Regular || (!content.isEmpty() && !content.startsWith(LockMark)))
            return inTheWay();
        const auto locked = os::tryLock(fd);
        if (!locked)
            return failed(locked.error());
        if (!*locked)
            return inUse(content.mid(qsizetype(sizeof LockMark) - 1).trimmed().toLongLong());
        m_lock = std::move(*lock);
        const auto named = os::statusOf(m_lockPath);
        if (!named)
            return named.error();
        if (named->isSameFile(*opened)) {
            os::restrictMode(fd); // the umask may have made it too private for the next owner
            return os::replaceContent(fd, LockMark + QByteArray::number(os::processId()) + '\n');
        }
        m_lock.reset();
    }
}

// path is m_path as it was given: a relative one can be short enough to connect to where the absolute one is not.
Error NameClaim::removeStaleSocket(const QByteArray &path, os::SocketType type) const
{
    const auto there = os::statusOf(m_path);
    if (!there)
        return there.error();
    if (there->type == FileStatus::Type::Missing)
        return {};
    if (there->type != FileStatus::Type::Socket)
        return blocked(QStringLiteral("there is something else than a socket; it has been left alone"));
    const Probe found = probe({ os::SocketName::Kind::Path, path }, type);
    switch (found.outcome) {
    case Probe::Listening: return inUse(found.owner);
    case Probe::Unknown: return found.error;
    case Probe::Nobody: break;
    }
    return os::removeFile(m_path);
}

Error NameClaim::bindAndBegin(int socket, const QByteArray &path, const Use &use)
{
    // As it was given: a relative path can be short where the absolute one is not.
    const os::SocketName name { os::SocketName::Kind::Path, path };
    QByteArray boundPath = m_path;
    auto address = os::SocketAddress::toBind(name);
    if (!address) {
        // The last part alone is longer than sockaddr_un: bind a short name beside it, and rename that.
        static std::atomic<int> counter { 0 };
        boundPath = m_path.left(m_path.lastIndexOf('/') + 1) + ".qtinterprocess-" + QByteArray::number(os::processId())
            + '-' + QByteArray::number(++counter);
        address = os::SocketAddress::toBind({ os::SocketName::Kind::Path, boundPath });
        if (!address)
            return address.error();
    }
    // The mode is set on the socket first, where that counts (Linux): so the file is never more open than it is to be.
    os::restrictMode(socket);
    if (const Error error = os::bindSocket(socket, *address))
        return error;
    const auto made = os::statusOf(boundPath);
    Error error = made ? os::changeMode(boundPath, modeOf(use.access)) : made.error();
    if (!error)
        error = begin(socket, use);
    if (!error && boundPath != m_path)
        error = os::renameFile(boundPath, m_path);
    if (error) {
        os::removeFile(boundPath);
        return error;
    }
    m_made = *made;
    return {};
}

void NameClaim::release()
{
    if (!m_lock || m_process != os::processId())
        return;
    if (const auto there = os::statusOf(m_path); there && there->isSameFile(m_made))
        os::removeFile(m_path);
    releaseLock();
}

void NameClaim::releaseLock()
{
    if (!m_lock)
        return;
    const auto opened = os::statusOf(int(m_lock.get()));
    const auto named = os::statusOf(m_lockPath);
    if (opened && named && named->isSameFile(*opened))
        os::removeFile(m_lockPath);
    m_lock.reset();
}

} // namespace QtInterprocess
