// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/nameclaim.h"

#include "loop/backoff.h"
#include "os/unix/closing.h"
#include "os/unix/socket.h"
#include "primitives/unix/nameprobe.h"
#include "support/errortext.h"
#include "support/logging.h"

#include <QtCore/qdebug.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qthread.h>

#include <cerrno>
#include <climits>
#include <utility>

namespace QtInterprocess {

using os::FileStatus;

namespace {

Error inUse(qint64 owner)
{
    return Error(Error::NameInUse, 0, QStringLiteral("listen on"), QString(),
                 owner > 0 ? ErrorText::tr("the name is in use by process %1").arg(owner)
                           : ErrorText::tr("the name is in use"));
}

Error blocked(const ErrorText &why)
{
    return Error(Error::InvalidName, 0, QStringLiteral("listen on"), QString(), why);
}

Result<os::SocketAddress> toConnect(const QByteArray &path)
{
    return os::SocketAddress::toConnect({ os::SocketName::Kind::Path, path });
}

Error notASocket()
{
    return blocked(ErrorText::tr("the file is not a socket and is unchanged; use another name"));
}

} // namespace

Result<NameClaim> NameClaim::listen(int socket, const os::SocketName &name, const os::Admission &admission, int backlog,
                                    os::SocketType type)
{
    return claim(socket, name, { type, admission, backlog });
}

Result<NameClaim> NameClaim::bind(int socket, const os::SocketName &name, const os::Admission &admission)
{
    return claim(socket, name, { os::SocketType::Datagram, admission, 0 });
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
    // A name is free when its socket is closed, which another thread of ours may be about to do.
    const QDeadlineTimer deadline(20);
    for (Backoff pauses(1, 4); error.code() == Error::NameInUse && os::isClosing() && !deadline.hasExpired();) {
        QThread::msleep(ulong(pauses.next()));
        error = os::bindSocket(socket, *address);
    }
    if (error)
        return error.code() == Error::NameInUse ? inUse(ownerOf(os::SocketAddress::toConnect(name))) : error;
    return begin(socket, use);
}

Result<NameClaim> NameClaim::claimPath(int socket, const os::SocketName &name, const Use &use)
{
    auto place = os::Place::of(name.bytes);
    if (!place)
        return place.error();
    NameClaim claim;
    claim.m_path = name.bytes;
    claim.m_folder = std::move(place->folder);
    claim.m_name = place->name;
    if (const Error error = claim.checkName())
        return error;
    Error error = claim.takeLock();
    if (!error)
        error = claim.removeStaleSocket();
    if (!error)
        error = claim.bindAndBegin(socket, name, use);
    if (error) {
        claim.m_lock.release(claim.m_folder);
        return error;
    }
    return claim;
}

// Checks the name before anything is created. Any file that is not a socket belongs to someone
// else.
Error NameClaim::checkName() const
{
    if (NameLock::isReserved(m_name))
        return blocked(ErrorText::tr("names that begin with \"%1\" are reserved for this library")
                           .arg(QLatin1String(os::Folder::Prefix)));
    if (const qsizetype limit = PATH_MAX - 1 - NameLock::growth(m_name); m_path.size() > limit) {
        return Error(Error::NameTooLong, ENAMETOOLONG, QStringLiteral("listen on"), QString(),
                     ErrorText::tr("the name has %1 bytes, the limit here is %2").arg(m_path.size()).arg(limit));
    }
    NameLock::removeOld(m_folder, m_name);
    const auto there = m_folder.statusOf(m_name);
    if (!there)
        return there.error();
    const bool isInTheWay = there->type != FileStatus::Type::Missing && there->type != FileStatus::Type::Socket;
    return isInTheWay ? notASocket() : Error();
}

Error NameClaim::takeLock()
{
    const auto taken = m_lock.take(m_folder, m_path);
    if (!taken)
        return taken.error();
    if (*taken)
        return {};
    // Asking the socket makes a connection, which its server notices.
    return inUse(m_lock.holder() > 0 ? m_lock.holder() : ownerOf(toConnect(m_path)));
}

Error NameClaim::removeStaleSocket() const
{
    const auto there = m_folder.statusOf(m_name);
    if (!there)
        return there.error();
    if (there->type == FileStatus::Type::Missing)
        return {};
    if (there->type != FileStatus::Type::Socket)
        return notASocket();
    const auto address = toConnect(m_path);
    const Probe found = probe(address);
    if (found.outcome == Probe::Unknown && found.error.code() == Error::NotFound) // a cleaner was faster
        return {};
    const bool isOrphan = found.outcome == Probe::InUse && staysAbandoned(address);
    if (found.outcome != Probe::Unused && !isOrphan)
        return found.outcome == Probe::InUse ? inUse(ownerOf(address)) : found.error;
    return removeDead(*there, isOrphan);
}

// Removes the socket after another check under a private name: a server without our lock may have
// taken the name meanwhile.
Error NameClaim::removeDead(const FileStatus &socket, bool isOrphan) const
{
    bool isStale = true;
    const QByteArray folder = m_path.left(m_path.lastIndexOf('/') + 1);
    const Error error = m_folder.remove(m_name, [&](const QByteArray &aside, const FileStatus &file) {
        auto place = os::SocketAddress::inFolder(m_folder.descriptor(), aside);
        Probe again = probe(place);
        if (again.outcome == Probe::Unknown) { // there is no /proc
            place = toConnect(folder + aside);
            again = probe(place);
        }
        const bool isDead = again.outcome != Probe::InUse || (isOrphan && isAbandoned(place, m_lock.formerOwner()));
        isStale = file.isSameFile(socket) && isDead;
        return isStale;
    });
    if (isStale && !error)
        qCDebug(lcNames) << "removed the file of a server that has ended:" << QFile::decodeName(m_path);
    return isStale ? error : inUse(0);
}

// Waits for a server that continues in a child of its process (daemon()): it shows itself in this
// time. See renew().
bool NameClaim::staysAbandoned(const Result<os::SocketAddress> &address) const
{
    const QDeadlineTimer deadline(2000); // in ms; longer than NameWatch takes to call it
    while (isAbandoned(address, m_lock.formerOwner())) {
        if (deadline.hasExpired())
            return true;
        QThread::msleep(400);
    }
    return false;
}

// Whether the socket is bound under its path. Cleaners of temporary folders search for that in
// /proc/net/unix. Other sockets are protected by the mark.
bool NameClaim::isBoundAsPath() const
{
    if (m_path.size() > os::MaximumPathLength || !m_path.startsWith('/'))
        return false;
    const QByteArray folder = QFile::encodeName(
        QFileInfo(QFile::decodeName(m_path.left(m_path.lastIndexOf('/') + 1))).canonicalFilePath());
    return (folder == "/" ? folder : folder + '/') + m_name == m_path;
}

Error NameClaim::bindAndBegin(int socket, const os::SocketName &name, const Use &use)
{
    QByteArray boundName = m_name;
    auto address = os::SocketAddress::toBind(name, m_folder.descriptor());
    if (!address) {
        // The last part alone exceeds sockaddr_un: bind a short name beside it, and rename that.
        boundName = os::Folder::freshName();
        address = os::SocketAddress::inFolder(m_folder.descriptor(), boundName);
        if (!address)
            return address.error();
    }
    // Linux gives the file the mode of the socket minus the umask, so it is never too open. Its
    // first group is that of the process. If another group is chosen, that group gets its rights
    // later, and the first none.
    constexpr quint32 GroupRights = 0070;
    const auto group = use.admission.chosenGroup();
    const quint32 finalMode = use.admission.mode() | (isBoundAsPath() ? 0 : os::Folder::Mark);
    const quint32 mode = group ? finalMode & ~GroupRights : finalMode;
    (void)os::setMode(socket, mode | os::Folder::Mark);
    if (const Error error = os::bindSocket(socket, *address))
        return error;
    FileStatus made;
    Error error = m_folder.settle(boundName, FileStatus::Type::Socket, mode, &made);
    // Connecting requires the write permission. If the system permits no more, too few rights are
    // safe.
    constexpr quint32 Writing = 0222;
    if (made.type == FileStatus::Type::Socket && (made.permissions & Writing & ~mode) == 0)
        error = {};
    if (!error && group)
        error = m_folder.giveToGroup(boundName, *group, finalMode, &made);
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

// Returns the status of the file. If the working directory has changed, a relative path leads
// elsewhere; then only the folder is asked.
Result<FileStatus> NameClaim::fileNow() const
{
    return m_path.startsWith('/') ? os::statusOf(m_path) : m_folder.statusOf(m_name);
}

bool NameClaim::renew()
{
    if (m_made.type == FileStatus::Type::Missing || !m_process.isOwned())
        return true;
    const auto there = fileNow();
    if (there && !there->isSameFile(m_made))
        return false;
    if (!there) // currently not accessible
        return true;
    if (m_lock.isInPlace(m_folder))
        m_lock.refresh(m_folder);
    else // if this fails, the next call tries again: another server may be checking the name
        (void)m_lock.take(m_folder, m_path);
    m_folder.refresh(m_name, *there);
    return true;
}

void NameClaim::release()
{
    if (m_made.type == FileStatus::Type::Missing || !m_process.isOwned())
        return;
    // A child that continues as the server has not taken the lock yet. If another process has it,
    // the files belong to that process.
    if (!m_lock && takeLock())
        return;
    const Error error = m_folder.removeOnly(m_name, m_made);
    m_lock.release(m_folder);
    if (error)
        qCDebug(lcNames) << error;
    else
        qCDebug(lcNames) << "removed the name" << QFile::decodeName(m_path);
}

} // namespace QtInterprocess
