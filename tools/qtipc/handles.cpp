// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "handles.h"

#include <QtCore/qfile.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

using namespace QtInterprocess;

// Opens a file. O_NONBLOCK keeps a FIFO from waiting for its other end; the receiver gets a
// blocking descriptor.
static int openFile(const QString &path, bool isWritable)
{
    const int file = ::open(QFile::encodeName(path).constData(),
                            (isWritable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK);
    if (file >= 0)
        ::fcntl(file, F_SETFL, ::fcntl(file, F_GETFL) & ~O_NONBLOCK);
    return file;
}

std::vector<OwnedHandle> openFiles(const QStringList &paths, bool isWritable, Error &error)
{
    std::vector<OwnedHandle> files;
    for (const QString &path : paths) {
        files.emplace_back(openFile(path, isWritable));
        if (files.back())
            continue;
        const Error::Code code = errno == ENOENT ? Error::NotFound
            : errno == EACCES || errno == EPERM  ? Error::AccessDenied
                                                 : Error::InvalidOperation;
        error = Error(code, errno, QStringLiteral("open"), path, QString::fromLocal8Bit(::strerror(errno)));
        return {};
    }
    return files;
}

static QString typeOf(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG: return QStringLiteral("file");
    case S_IFDIR: return QStringLiteral("folder");
    case S_IFIFO: return QStringLiteral("pipe");
    case S_IFSOCK: return QStringLiteral("socket");
    case S_IFCHR:
    case S_IFBLK: return QStringLiteral("device");
    default: return QStringLiteral("other");
    }
}

static QString accessOf(int handle)
{
    switch (::fcntl(handle, F_GETFL) & O_ACCMODE) {
    case O_RDONLY: return QStringLiteral("read");
    case O_WRONLY: return QStringLiteral("write");
    default: return QStringLiteral("read and write");
    }
}

void reportHandles(const std::vector<OwnedHandle> &handles, Reporter &reporter)
{
    for (const OwnedHandle &handle : handles) {
        const int number = int(handle.get());
        struct stat status = {};
        ::fstat(number, &status);
        const QString type = typeOf(status.st_mode);
        const QString access = accessOf(number);
        QString text = QStringLiteral("handle: %1 to %2").arg(type, access);
        QJsonObject details { { QStringLiteral("type"), type }, { QStringLiteral("access"), access } };
        if (S_ISREG(status.st_mode)) {
            text += QStringLiteral(", %1 bytes").arg(status.st_size);
            details.insert(QStringLiteral("size"), qint64(status.st_size));
        }
        reporter.report(QStringLiteral("handle"), text, details);
    }
}
