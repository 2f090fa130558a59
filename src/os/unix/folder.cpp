// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/folder.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/identity.h"
#include "os/unix/linux.h"
#include "os/unix/optionalcalls.h"
#include "support/errortext.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qfile.h>
#include <QtCore/qrandom.h>

#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace QtInterprocess::os {

namespace {

// Is true if new files keep the sticky bit. Other systems drop it, or ignore the mode of a socket
// that is not bound.
#if defined(__linux__)
constexpr bool KeepsMarks = true;
#else
constexpr bool KeepsMarks = false;
#endif

Error failed(const char *operation, const QByteArray &name)
{
    return lastError(operation, QFile::decodeName(name));
}

Error wasReplaced(const char *operation, const QByteArray &name)
{
    return Error(Error::AccessDenied, 0, QString::fromLatin1(operation), QFile::decodeName(name),
                 ErrorText::tr("another process replaced the file; the new file is unchanged"));
}

Error cannotBeSafe(const char *operation, const QByteArray &name)
{
    return Error(Error::AccessDenied, 0, QString::fromLatin1(operation), QFile::decodeName(name),
                 ErrorText::tr("other users can change the folder of the file; use a private folder"));
}

} // namespace

Result<Folder> Folder::open(const QByteArray &path)
{
    auto handle = openFolder(path, Links::Follow);
    if (!handle)
        return handle.error();
    Folder folder;
    folder.m_handle = std::move(*handle);
    const auto status = os::statusOf(folder.descriptor());
    if (!status)
        return status.error().withSubject(QFile::decodeName(path));
    const bool isTrusted = Self::now().isUserOrRoot(status->owner);
    if (isTrusted && (status->permissions & 0022) == 0)
        folder.m_guard = Guard::Closed;
    else if (isTrusted && (status->permissions & S_ISVTX) != 0)
        folder.m_guard = Guard::Sticky;
    return folder;
}

Result<FileStatus> Folder::statusOf(const QByteArray &name) const
{
    return os::statusOf(descriptor(), name);
}

Result<OwnedHandle> Folder::openFile(const QByteArray &name) const
{
    constexpr int Flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    OwnedHandle file = newHandle(
        systemCall(Call::Open, [&] { return ::openat(descriptor(), name.constData(), Flags); }));
    if (!file)
        return failed("open the file", name);
    return file;
}

Result<OwnedHandle> Folder::createFile(const QByteArray &name, quint32 mode) const
{
    constexpr int Flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    const auto create = [&] { return ::openat(descriptor(), name.constData(), Flags, mode_t(mode)); };
    OwnedHandle file = newHandle(systemCall(Call::Open, create));
    if (!file)
        return failed("create", name);
    return file;
}

Error Folder::makeFifo(const QByteArray &name, quint32 mode) const
{
    const auto make = [&] { return ::mkfifoat(descriptor(), name.constData(), mode_t(mode)); };
    return systemCall(Call::MakeFifo, make) == -1 ? failed("create", name) : Error();
}

Error Folder::makeDirectory(const QByteArray &name, quint32 mode) const
{
    const auto make = [&] { return ::mkdirat(descriptor(), name.constData(), mode_t(mode)); };
    return systemCall(Call::MakeDirectory, make) == -1 ? failed("create the folder", name) : Error();
}

// Returns whether this is the file that this process has just made.
bool Folder::isFresh(const FileStatus &file, FileStatus::Type type, quint32 mode) const
{
    if (file.type != type)
        return false;
    if (m_guard == Guard::Closed) // some file servers report another owner
        return true;
    const bool isMarked = (file.permissions & Mark) != 0 && (file.permissions & ~(Mark | mode)) == 0;
    // If a user namespace hides the user of this process, it hides the owner as well.
    return file.owner == knownUser(Self::now().user()) && (isMarked || m_guard == Guard::Sticky || !KeepsMarks);
}

// Opens the file itself, to change it by descriptor. Returns an invalid handle where that is not
// possible.
OwnedHandle Folder::openToChange(const QByteArray &name) const
{
#if QTINTERPROCESS_LINUX
    constexpr int Flags = O_PATH | O_NOFOLLOW | O_CLOEXEC;
#else
    constexpr int Flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC; // fails for sockets
#endif
    return newHandle(systemCall(Call::Open, [&] { return ::openat(descriptor(), name.constData(), Flags); }));
}

Error Folder::settle(const QByteArray &name, FileStatus::Type type, quint32 mode, FileStatus *made) const
{
    const char *const operation = "set the permissions of";
    const OwnedHandle file = openToChange(name);
    const auto found = file ? os::statusOf(int(file.get())) : statusOf(name);
    if (!found)
        return found.error();
    if (found->type == FileStatus::Type::Missing)
        return Error(Error::NotFound, ENOENT, QString::fromLatin1(operation), QFile::decodeName(name),
                     ErrorText::tr("another process removed the file"));
    if (!isFresh(*found, type, mode))
        return wasReplaced(operation, name);
    *made = *found;
    if (found->permissions == mode)
        return {};
    const Error error = changeMode(file, name, mode);
    if (error && (found->permissions & ~Mark) == mode) // some systems refuse every change; then the mark stays
        return {};
    if (!error)
        made->permissions = mode;
    return error;
}

Error Folder::changeMode(const OwnedHandle &file, const QByteArray &name, quint32 mode) const
{
    const char *const operation = "set the permissions of";
#if QTINTERPROCESS_LINUX
    // fchmod() refuses a descriptor of O_PATH.
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(file.get());
    const auto changeFile = [&] { return ::chmod(path.constData(), mode_t(mode)); };
#else
    const auto changeFile = [&] { return ::fchmod(int(file.get()), mode_t(mode)); };
#endif
    if (file && systemCall(Call::Chmod, changeFile) == 0)
        return {};
    // With a guard, no other user can have exchanged the file, so the name may be used once more.
    if (m_guard != Guard::None) {
        const auto change = [&] { return ::fchmodat(descriptor(), name.constData(), mode_t(mode), 0); };
        return systemCall(Call::Chmod, change) == -1 ? failed(operation, name) : Error();
    }
    return cannotBeSafe(operation, name);
}

Error Folder::giveToGroup(const QByteArray &name, quint32 group, quint32 mode, FileStatus *made) const
{
    const char *const operation = "set the group of";
    const OwnedHandle file = openToChange(name);
    const auto found = file ? os::statusOf(int(file.get())) : statusOf(name);
    if (!found)
        return found.error();
    if (!found->isSameFile(*made))
        return wasReplaced(operation, name);
    if (const Error error = changeGroup(file, name, group))
        return error;
    const Error error = changeMode(file, name, mode);
    if (!error)
        made->permissions = mode;
    return error;
}

Error Folder::changeGroup(const OwnedHandle &file, const QByteArray &name, quint32 group) const
{
    const char *const operation = "set the group of";
    const auto explain = [&] {
        if (errno != EPERM)
            return failed(operation, name);
        return Error(Error::AccessDenied, EPERM, QString::fromLatin1(operation), QFile::decodeName(name),
                     ErrorText::tr("this process may not set the group of a file to %1").arg(group));
    };
#if QTINTERPROCESS_LINUX
    const auto changeFile = [&] { return ::fchownat(int(file.get()), "", uid_t(-1), gid_t(group), AT_EMPTY_PATH); };
#else
    const auto changeFile = [&] { return ::fchown(int(file.get()), uid_t(-1), gid_t(group)); };
#endif
    if (file)
        return systemCall(Call::Chown, changeFile) == -1 ? explain() : Error();
    if (m_guard == Guard::None)
        return cannotBeSafe(operation, name);
    const auto change = [&] {
        return ::fchownat(descriptor(), name.constData(), uid_t(-1), gid_t(group), AT_SYMLINK_NOFOLLOW);
    };
    return systemCall(Call::Chown, change) == -1 ? explain() : Error();
}

Error Folder::rename(const QByteArray &from, const QByteArray &to) const
{
    // rename() would replace a file that another process has put there in the meantime.
    const auto move = [&] {
        const auto link = [&] { return ::linkat(descriptor(), from.constData(), descriptor(), to.constData(), 0); };
        const auto unlink = [&] { return ::unlinkat(descriptor(), from.constData(), 0); };
        return systemCall(Call::Rename, link) == -1 ? -1 : systemCall(Call::Unlink, unlink);
    };
#if QTINTERPROCESS_LINUX && defined(RENAME_NOREPLACE)
    const auto rename = [&] {
        return ::renameat2(descriptor(), from.constData(), descriptor(), to.constData(), RENAME_NOREPLACE);
    };
    const int result = callOr(
        Call::RenameExclusively, [&] { return systemCall(Call::Rename, rename); }, move);
#else
    const int result = move();
#endif
    return result == -1 ? failed("rename", from) : Error();
}

Error Folder::remove(const QByteArray &name, const Accept &accept) const
{
    QByteArray aside = freshName();
    const auto move = [&] { return ::renameat(descriptor(), name.constData(), descriptor(), aside.constData()); };
    const bool moved = systemCall(Call::Rename, move) == 0;
    if (!moved && errno == ENOENT)
        return {};
    if (!moved)
        aside = name; // a security policy may forbid the rename but allow the removal
    Error error;
    const auto status = statusOf(aside);
    if (!status) {
        error = status.error();
    } else if (status->type == FileStatus::Type::Missing) { // another process, for example a cleaner, has removed it
        return {};
    } else if (accept(aside, *status)) {
        const auto unlink = [&] { return ::unlinkat(descriptor(), aside.constData(), 0); };
        if (systemCall(Call::Unlink, unlink) == 0 || errno == ENOENT)
            return {};
        error = failed("remove", name);
    }
    if (moved) {
        const Error stuck = rename(aside, name);
        return stuck ? stuck : error;
    }
    return error;
}

Error Folder::removeOnly(const QByteArray &name, const FileStatus &file) const
{
    // This check comes first, so that a file of another owner does not lose its name even for a
    // moment.
    const auto there = statusOf(name);
    if (!there || !there->isSameFile(file))
        return there ? Error() : there.error();
    return remove(name, [&](const QByteArray &, const FileStatus &found) { return found.isSameFile(file); });
}

Error Folder::discard(const QByteArray &name, FileStatus::Type type, quint32 mode, const FileStatus &made) const
{
    return remove(name, [&](const QByteArray &, const FileStatus &found) {
        return made.type == FileStatus::Type::Missing ? isFresh(found, type, mode) : found.isSameFile(made);
    });
}

void Folder::refresh(const QByteArray &name, const FileStatus &file) const
{
    constexpr qint64 Old = 3600; // seconds; a time stamp over a day in the future means that the clock was set back
    const qint64 age = QDateTime::currentSecsSinceEpoch() - file.modified;
    if (file.type == FileStatus::Type::Missing || (age < Old && age > -24 * Old))
        return;
    const auto touch = [&] { return ::utimensat(descriptor(), name.constData(), nullptr, AT_SYMLINK_NOFOLLOW); };
    systemCall(Call::TimeStamps, touch); // if this is refused, the file lives until a cleaner removes it
}

QByteArray Folder::freshName()
{
    return Prefix + QByteArray::number(QRandomGenerator::system()->generate64(), 36);
}

Result<Place> Place::of(const QByteArray &path)
{
    const qsizetype start = path.lastIndexOf('/') + 1;
    auto folder = Folder::open(start == 0 ? QByteArrayLiteral(".") : path.left(start));
    if (!folder)
        return folder.error();
    return Place { std::move(*folder), start == path.size() ? QByteArrayLiteral(".") : path.mid(start) };
}

} // namespace QtInterprocess::os
