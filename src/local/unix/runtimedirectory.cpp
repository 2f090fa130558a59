// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/unix/runtimedirectory.h"

#include "os/unix/identity.h"
#include "support/errortext.h"

#include <QtCore/qfile.h>

namespace QtInterprocess::local {

using os::FileStatus;

namespace {

constexpr quint32 OthersMayWrite = 0022;
constexpr quint32 Sticky = 01000;

bool isPrivate(const FileStatus &status)
{
    return status.type == FileStatus::Type::Directory && os::Self::now().isUser(status.owner)
        && (status.permissions & OthersMayWrite) == 0;
}

ErrorText phraseFor(FileStatus::Type type)
{
    switch (type) {
    case FileStatus::Type::Directory: return ErrorText::tr("a folder of %1 with mode %2");
    case FileStatus::Type::Link: return ErrorText::tr("a symbolic link of %1 with mode %2");
    case FileStatus::Type::Socket: return ErrorText::tr("a socket of %1 with mode %2");
    case FileStatus::Type::Fifo: return ErrorText::tr("a FIFO of %1 with mode %2");
    default: return ErrorText::tr("a file of %1 with mode %2");
    }
}

ErrorText describe(const FileStatus &status)
{
    const QString mode = QString::number(status.permissions, 8).rightJustified(4, QLatin1Char('0'));
    return phraseFor(status.type).arg(os::describeUser(status.owner), mode);
}

Error denied(const ErrorText &why)
{
    return Error(Error::AccessDenied, 0, QStringLiteral("use the folder"), QString(), why);
}

Error notPrivate(const QByteArray &path, const FileStatus &status)
{
    return denied(ErrorText::tr("\"%1\" is not a private folder of this user, but %2")
                      .arg(QFile::decodeName(path), describe(status)));
}

// Checks that only root and this user can move the entries of a folder.
Error checkParent(const QByteArray &parent)
{
    const auto status = os::targetOf(parent);
    if (!status)
        return status.error();
    if (status->type == FileStatus::Type::Missing)
        return {}; // then it has no entries
    if (os::Self::now().isUserOrRoot(status->owner)
        && ((status->permissions & OthersMayWrite) == 0 || (status->permissions & Sticky) != 0))
        return {};
    return denied(ErrorText::tr("other users can replace files in \"%1\", which is %2")
                      .arg(QFile::decodeName(parent), describe(*status)));
}

QByteArray parentOf(const QByteArray &path)
{
    return path.left(path.lastIndexOf('/') + 1);
}

} // namespace

bool isUnusable(const Error &error) noexcept
{
    return error.code() == Error::NotFound || error.code() == Error::AccessDenied || error.code() == Error::InvalidName
        || error.code() == Error::NameTooLong;
}

namespace {

// Removes trailing slashes: with one, a symbolic link would be followed.
QByteArray withoutSlash(QByteArray path)
{
    while (path.size() > 1 && path.endsWith('/'))
        path.chop(1);
    return path;
}

Result<bool> isPrivate(const QByteArray &path)
{
    if (!path.startsWith('/'))
        return false;
    const auto status = os::statusOf(path);
    if (!status && !isUnusable(status.error()))
        return status.error();
    return status && isPrivate(*status);
}

} // namespace

Result<PrivateFolder> PrivateFolder::open(const QByteArray &path)
{
    auto folder = os::openFolder(path, os::Links::Refuse);
    if (!folder) {
        const auto there = os::statusOf(path);
        const bool isInTheWay = there && there->type != FileStatus::Type::Missing && !isPrivate(*there);
        return isInTheWay ? notPrivate(path, *there) : folder.error();
    }
    const auto status = os::statusOf(int(folder->get()));
    if (!status)
        return status.error();
    if (!isPrivate(*status))
        return notPrivate(path, *status);
    return PrivateFolder(std::move(*folder));
}

Result<PrivateFolder> PrivateFolder::make(const QByteArray &path)
{
    if (const Error error = checkParent(parentOf(path)))
        return error;
    if (const Error error = os::makePrivateDirectory(path))
        return error;
    return open(path);
}

bool isAvailable(const RuntimeDirectory &directory)
{
    if (directory.isTemporary && checkParent(parentOf(directory.path)))
        return false;
    const auto status = os::statusOf(directory.path);
    return status && ((status->type == FileStatus::Type::Missing && directory.isTemporary) || isPrivate(*status));
}

Result<std::vector<RuntimeDirectory>> runtimeDirectories()
{
    const QByteArray user = QByteArray::number(os::Self::now().user());
    const QByteArray given = withoutSlash(os::trustedVariable("XDG_RUNTIME_DIR"));
    const QByteArray ofTheSystem = "/run/user/" + user;
    std::vector<RuntimeDirectory> all;
    for (const QByteArray &path : { given, ofTheSystem }) {
        const auto isUsable = isPrivate(path);
        if (!isUsable)
            return isUsable.error();
        if (*isUsable)
            all.push_back({ path, false });
        if (*isUsable && path != ofTheSystem)
            return all;
        if (*isUsable)
            break;
    }
    const QByteArray temporary = withoutSlash(os::trustedVariable("TMPDIR"));
    all.push_back({ (temporary.startsWith('/') ? temporary : QByteArray("/tmp")) + "/qtinterprocess-" + user, true });
    return all;
}

} // namespace QtInterprocess::local
