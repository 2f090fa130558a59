// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/namelock.h"

#include "os/unix/identity.h"
#include "support/errortext.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>

#include <utility>

namespace QtInterprocess {

using os::FileStatus;

namespace {

constexpr char LockText[] = "QtInterprocess lock of process ";
// The mark identifies our lock file, even if there was no room for the text. Cleaners of temporary
// folders keep files with the sticky bit (XDG Base Directory Specification).
constexpr quint32 LockMode = 0600 | os::Folder::Mark;

QByteArray hashOf(const QByteArray &name)
{
    return QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex();
}

QByteArray lockNameOf(const QByteArray &name)
{
    constexpr qsizetype Longest = 240; // with prefix and suffix, the longest name of file systems
    if (name.size() <= Longest)
        return os::Folder::Prefix + name + ".lock";
    return os::Folder::Prefix + name.left(180) + '.' + hashOf(name) + ".long";
}

QByteArray oldLockNameOf(const QByteArray &name)
{
    return name.size() <= 250 ? name + ".lock" : name.left(200) + '.' + hashOf(name) + ".lock";
}

QByteArray nameIn(const QByteArray &path)
{
    return path.mid(path.lastIndexOf('/') + 1);
}

// Whether the file is our lock. A power failure may have truncated the text or replaced it by
// zeros.
bool isLibraryLock(const FileStatus &file, const QByteArray &content)
{
    const QByteArray text(content.constData()); // up to the first zero byte
    const bool hasText = text.startsWith(LockText);
    const bool hasMark = (file.permissions & (0077 | os::Folder::Mark)) == os::Folder::Mark
        && QByteArrayView(LockText).startsWith(text);
    // Root also takes over the lock of a crashed user, but no file to which others can write.
    const bool isPrivate = file.owner == os::knownUser(os::Self::now().user()) || (file.permissions & 0077) == 0;
    return file.type == FileStatus::Type::Regular && isPrivate && (hasText || hasMark);
}

Error foreignFileError(const QString &path)
{
    return Error(
        Error::InvalidName, 0, QStringLiteral("listen on"), QString(),
        ErrorText::tr("\"%1\" is not a lock file of this library and is unchanged; use another name").arg(path));
}

Error failed(const QString &path, const Error &error)
{
    return Error(error.code(), error.nativeCode(), QStringLiteral("listen on"), QString(),
                 ErrorText::tr("the lock file \"%1\": %2").arg(path, ErrorText::of(error)));
}

} // namespace

bool NameLock::isReserved(const QByteArray &name)
{
    return name.startsWith(os::Folder::Prefix);
}

qsizetype NameLock::growth(const QByteArray &name)
{
    return oldLockNameOf(name).size() - name.size();
}

Result<NameLock::Opened> NameLock::open(const os::Folder &folder, const QString &path) const
{
    const auto there = folder.statusOf(m_name);
    if (!there)
        return failed(path, there.error());
    const bool isMissing = there->type == FileStatus::Type::Missing;
    if (!isMissing && there->type != FileStatus::Type::Regular)
        return foreignFileError(path);
    // Never use O_CREAT for an existing file: in folders like /tmp Linux refuses it
    // (fs.protected_regular), even to root.
    auto file = os::FileLock::open(
        [&] { return isMissing ? folder.createFile(m_name, LockMode) : folder.openFile(m_name); });
    if (!file && file.error().code() == (isMissing ? Error::NameInUse : Error::NotFound))
        return Opened();
    if (!file)
        return failed(path, file.error());
    const auto status = os::statusOf(file->descriptor());
    if (!status)
        return failed(path, status.error());
    const QByteArray content = os::readSmallFile(file->descriptor());
    if (!isMissing && !isLibraryLock(*status, content))
        return foreignFileError(path);
    return Opened { std::move(*file), *status, content };
}

// Whether an earlier version of this library holds the name. Removes a lock that it left behind.
static bool isHeldByOldVersion(const os::Folder &folder, const QByteArray &name)
{
    const auto there = folder.statusOf(name);
    if (!there || there->type != FileStatus::Type::Regular)
        return false;
    const auto file = os::FileLock::open([&] { return folder.openFile(name); });
    const auto status = file ? os::statusOf(file->descriptor()) : Result<FileStatus>(file.error());
    if (!status || !isLibraryLock(*status, os::readSmallFile(file->descriptor())))
        return false;
    const auto locked = file->tryLock();
    if (locked && *locked)
        (void)folder.removeOnly(name, *status);
    return locked && !*locked;
}

void NameLock::removeOld(const os::Folder &folder, const QByteArray &name)
{
    if (name.endsWith(".lock"))
        (void)isHeldByOldVersion(folder, name);
}

Result<bool> NameLock::take(const os::Folder &folder, const QByteArray &path)
{
    const QByteArray name = nameIn(path);
    m_name = lockNameOf(name);
    m_holder = 0;
    const QString shown = QFile::decodeName(path.left(path.size() - name.size()) + m_name);
    constexpr int Most = 1000; // the former owner may remove the file between any two steps
    for (int i = 0; i < Most; ++i) {
        auto opened = open(folder, shown);
        if (!opened)
            return opened.error();
        if (!opened->file)
            continue;
        // Some file systems have no locks. There only the probe decides.
        if (const auto locked = opened->file.tryLock(); locked && !*locked) {
            m_holder = opened->file.holder();
            return false;
        }
        m_file = std::move(opened->file);
        const auto named = folder.statusOf(m_name);
        if (!named)
            return failed(shown, named.error());
        if (named->isSameFile(opened->status))
            return begin(folder, name, *opened);
        m_file.reset();
    }
    return false;
}

// Begins to hold the lock, whose file is in its place.
bool NameLock::begin(const os::Folder &folder, const QByteArray &name, const Opened &opened)
{
    const QByteArray text(opened.content.constData());
    m_formerOwner = text.startsWith(LockText) ? text.mid(qsizetype(sizeof LockText) - 1).trimmed().toLongLong() : 0;
    if (isHeldByOldVersion(folder, oldLockNameOf(name))) {
        release(folder);
        return false;
    }
    sign(opened.status);
    return true;
}

void NameLock::sign(const FileStatus &status) const
{
    const int fd = m_file.descriptor();
    if (status.permissions != LockMode) // because of the umask, a former owner, or a system without marks
        (void)os::setMode(fd, LockMode);
    (void)os::replaceContent(fd, LockText + QByteArray::number(os::processId()) + '\n'); // may fail for lack of space
}

bool NameLock::isInPlace(const os::Folder &folder) const
{
    if (!m_file)
        return false;
    const auto mine = os::statusOf(m_file.descriptor());
    const auto there = folder.statusOf(m_name);
    return mine && there && there->isSameFile(*mine);
}

void NameLock::refresh(const os::Folder &folder) const
{
    if (const auto mine = m_file ? os::statusOf(m_file.descriptor()) : Result<FileStatus>(FileStatus()))
        folder.refresh(m_name, *mine);
}

void NameLock::release(const os::Folder &folder)
{
    if (!m_file)
        return;
    if (const auto mine = os::statusOf(m_file.descriptor()))
        (void)folder.removeOnly(m_name, *mine);
    m_file.reset();
}

} // namespace QtInterprocess
