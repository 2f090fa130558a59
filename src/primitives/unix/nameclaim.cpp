// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/nameclaim.h"

#include "loop/backoff.h"
#include "os/unix/closing.h"
#include "os/unix/identity.h"
#include "os/unix/peer.h"
#include "os/unix/socket.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>
#include <QtCore/qthread.h>

#include <cerrno>
#include <climits>
#include <utility>

namespace QtInterprocess {

using os::FileStatus;

namespace {

constexpr char LockText[] = "QtInterprocess lock of process ";
// The mark tells a lock of ours from a file of somebody else, also if there was no room for the text. Cleaners of temporary
// folders keep files with the sticky bit (XDG Base Directory Specification).
constexpr quint32 LockMode = 0600 | os::Folder::Mark;

QByteArray lockNameOf(const QByteArray &name)
{
    if (name.size() <= 250)
        return name + ".lock";
    // The name itself is as long as a file system takes, so its lock gets a shorter one of the same kind.
    return name.left(200) + '.' + QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex() + ".lock";
}

// A loss of power may have cut off the text or left zeros in its place.
bool isOurLock(const FileStatus &file, const QByteArray &content)
{
    const QByteArray text(content.constData()); // up to the first zero
    const bool hasText = text.startsWith(LockText);
    const bool hasMark = (file.permissions & (0077 | os::Folder::Mark)) == os::Folder::Mark
        && QByteArrayView(LockText).startsWith(text);
    // Root also takes over the lock of a user who has crashed, but not a file that somebody else can write to.
    const bool isPrivate = file.owner == os::knownUser(os::Self::now().user) || (file.permissions & 0077) == 0;
    return file.type == FileStatus::Type::Regular && isPrivate && (hasText || hasMark);
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

// Whether any socket has a name.
struct Probe
{
    enum Outcome { Nobody, Somebody, Unknown } outcome;
    Error error = {};
};

// A datagram socket connects to nobody and disturbs nobody. It is refused only where no socket has the name: one of another
// type is told apart even before it listens, which a stream socket would be refused by.
Probe probe(const os::SocketAddress &address)
{
    const auto socket = os::createSocket(os::SocketType::Datagram);
    if (!socket)
        return { Probe::Unknown, socket.error() };
    const auto connecting = os::connectSocket(int(socket->get()), address);
    if (connecting)
        return { Probe::Somebody };
    switch (connecting.error().nativeCode()) {
    case ECONNREFUSED: return { Probe::Nobody };
    case EPROTOTYPE:
    case EPERM: // a datagram socket that takes from somebody else only; where the file may not be used, it is EACCES
        return { Probe::Somebody };
    default: return { Probe::Unknown, connecting.error() };
    }
}

Probe probe(const os::SocketName &name)
{
    const auto address = os::SocketAddress::toConnect(name);
    return address ? probe(*address) : Probe { Probe::Unknown, address.error() };
}

// The process that listens on a name; 0 if that cannot be found out.
qint64 ownerOf(const os::SocketName &name)
{
    const auto address = os::SocketAddress::toConnect(name);
    for (const os::SocketType type : { os::SocketType::Stream, os::SocketType::SeqPacket }) {
        const auto socket = address ? os::createSocket(type) : Result<OwnedHandle>(address.error());
        const auto connecting = socket ? os::connectSocket(int(socket->get()), *address) : socket.error();
        if (!connecting || *connecting != os::Connecting::Done)
            continue;
        const auto peer = os::peerCredentials(int(socket->get()));
        return peer ? peer->processId.value_or(0) : 0;
    }
    return 0;
}

Error blocked(const QString &why)
{
    return Error(Error::InvalidName, 0, QStringLiteral("listen on"), QString(), why);
}

Error lockInTheWay(const QString &path)
{
    return blocked(QStringLiteral("\"%1\" is in the way; it has been left alone").arg(path));
}

Error lockFailed(const QString &path, const Error &error)
{
    return Error(error.code(), error.nativeCode(), QStringLiteral("listen on"), QString(),
                 QStringLiteral("the lock file \"%1\": %2").arg(path, error.reason()));
}

Error notASocket()
{
    return blocked(QStringLiteral("there is something else than a socket; it has been left alone"));
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
        return claimPath(socket, name, use);
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
    Error error = os::bindSocket(socket, *address);
    // The name is free when its socket is closed, which may be on its way in another thread of ours.
    const QDeadlineTimer deadline(20);
    for (Backoff pauses(1, 4); error.code() == Error::NameInUse && os::isClosing() && !deadline.hasExpired();) {
        QThread::msleep(ulong(pauses.next()));
        error = os::bindSocket(socket, *address);
    }
    if (error)
        return error.code() == Error::NameInUse ? inUse(ownerOf(name)) : error;
    return begin(socket, use);
}

Result<NameClaim> NameClaim::claimPath(int socket, const os::SocketName &name, const Use &use)
{
    auto place = os::Place::of(name.bytes);
    if (!place)
        return place.error();
    NameClaim claim;
    claim.m_folder = std::move(place->folder);
    claim.m_name = place->name;
    claim.m_lockName = lockNameOf(claim.m_name);
    const qsizetype longer = claim.m_lockName.size() - claim.m_name.size();
    if (const qsizetype limit = PATH_MAX - 1 - longer; name.bytes.size() > limit) {
        return Error(Error::NameTooLong, ENAMETOOLONG, QStringLiteral("listen on"), QString(),
                     QStringLiteral("name is %1 bytes, the limit here is %2").arg(name.bytes.size()).arg(limit));
    }
    // Before anything is made: what is there and is not a socket is somebody's.
    const auto there = claim.m_folder.statusOf(claim.m_name);
    if (!there)
        return there.error();
    if (there->type != FileStatus::Type::Missing && there->type != FileStatus::Type::Socket)
        return notASocket();
    Error error = claim.takeLock(name);
    if (!error)
        error = claim.removeStaleSocket(name);
    if (!error)
        error = claim.bindAndBegin(socket, name, use);
    if (error) {
        claim.releaseLock();
        return error;
    }
    return claim;
}

Result<NameClaim::LockFile> NameClaim::openLock(const QString &path) const
{
    const auto there = m_folder.statusOf(m_lockName);
    if (!there)
        return lockFailed(path, there.error());
    const bool isMissing = there->type == FileStatus::Type::Missing;
    if (!isMissing && there->type != FileStatus::Type::Regular)
        return lockInTheWay(path);
    auto handle = isMissing ? m_folder.createFile(m_lockName, LockMode) : m_folder.openFile(m_lockName);
    if (!handle && handle.error().code() == (isMissing ? Error::NameInUse : Error::NotFound))
        return LockFile();
    if (!handle)
        return lockFailed(path, handle.error());
    const auto status = os::statusOf(int(handle->get()));
    if (!status)
        return lockFailed(path, status.error());
    const QByteArray content = os::readSmallFile(int(handle->get()));
    if (!isMissing && !isOurLock(*status, content))
        return lockInTheWay(path);
    return LockFile { std::move(*handle), *status, content };
}

Error NameClaim::takeLock(const os::SocketName &name)
{
    const QString path = QFile::decodeName(name.bytes.left(name.bytes.lastIndexOf('/') + 1) + m_lockName);
    constexpr int Most = 1000; // the owner before may remove the file between any two steps
    for (int i = 0; i < Most; ++i) {
        auto file = openLock(path);
        if (!file)
            return file.error();
        if (!file->handle)
            continue;
        // Some file systems have no locks. There the probe decides alone.
        if (const auto locked = os::tryLock(int(file->handle.get())); locked && !*locked) {
            const qint64 owner = file->content.mid(qsizetype(sizeof LockText) - 1).trimmed().toLongLong();
            return inUse(owner > 0 ? owner : ownerOf(name));
        }
        m_lock = std::move(file->handle);
        const auto named = m_folder.statusOf(m_lockName);
        if (!named)
            return lockFailed(path, named.error());
        if (named->isSameFile(file->status)) {
            signLock(file->status);
            return {};
        }
        m_lock.reset();
    }
    return inUse(0);
}

void NameClaim::signLock(const FileStatus &status)
{
    const int fd = int(m_lock.get());
    if (status.permissions != LockMode) // the umask, an owner of before, or a system without marks
        (void)os::setMode(fd, LockMode);
    (void)os::replaceContent(fd, LockText + QByteArray::number(os::processId()) + '\n'); // there may be no room
}

Error NameClaim::removeStaleSocket(const os::SocketName &name) const
{
    const auto there = m_folder.statusOf(m_name);
    if (!there)
        return there.error();
    if (there->type == FileStatus::Type::Missing)
        return {};
    if (there->type != FileStatus::Type::Socket)
        return notASocket();
    const Probe found = probe(name);
    if (found.outcome != Probe::Nobody)
        return found.outcome == Probe::Somebody ? inUse(ownerOf(name)) : found.error;
    // Once more, where nobody else finds it: a server without our lock may have taken the name meanwhile.
    bool isStale = true;
    const QByteArray folder = name.bytes.left(name.bytes.lastIndexOf('/') + 1);
    const Error error = m_folder.remove(m_name, [&](const QByteArray &aside, const FileStatus &file) {
        const auto address = os::SocketAddress::inFolder(m_folder.descriptor(), aside);
        Probe again = address ? probe(*address) : Probe { Probe::Unknown };
        if (again.outcome == Probe::Unknown) // there is no /proc
            again = probe({ os::SocketName::Kind::Path, folder + aside });
        isStale = file.isSameFile(*there) && again.outcome != Probe::Somebody;
        return isStale;
    });
    return isStale ? error : inUse(0);
}

Error NameClaim::bindAndBegin(int socket, const os::SocketName &name, const Use &use)
{
    QByteArray boundName = m_name;
    auto address = os::SocketAddress::toBind(name, m_folder.descriptor());
    if (!address) {
        // The last part alone is longer than sockaddr_un: bind a short name beside it, and rename that.
        boundName = os::Folder::freshName();
        address = os::SocketAddress::inFolder(m_folder.descriptor(), boundName);
        if (!address)
            return address.error();
    }
    // Linux gives the file the mode of the socket less the umask, so that it is never more open than it is to be.
    const quint32 mode = modeOf(use.access);
    (void)os::setMode(socket, mode | os::Folder::Mark);
    if (const Error error = os::bindSocket(socket, *address))
        return error;
    os::FileStatus made;
    Error error = m_folder.settle(boundName, FileStatus::Type::Socket, mode, &made);
    // Connecting takes the permission to write. Too little of that is safe, if the system allows no more.
    constexpr quint32 Writing = 0222;
    if (made.type == FileStatus::Type::Socket && (made.permissions & Writing & ~mode) == 0)
        error = {};
    if (!error)
        error = begin(socket, use);
    if (!error && boundName != m_name)
        error = m_folder.rename(boundName, m_name);
    if (error) {
        (void)m_folder.discard(boundName, FileStatus::Type::Socket, mode, made);
        return error;
    }
    m_made = made;
    return {};
}

void NameClaim::release()
{
    if (!m_lock || !m_process.isOurs())
        return;
    (void)m_folder.removeOnly(m_name, m_made);
    releaseLock();
}

void NameClaim::releaseLock()
{
    if (!m_lock)
        return;
    if (const auto opened = os::statusOf(int(m_lock.get())))
        (void)m_folder.removeOnly(m_lockName, *opened);
    m_lock.reset();
}

} // namespace QtInterprocess
