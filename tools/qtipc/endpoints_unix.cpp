// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "openendpoints.h"

#include <QtInterprocess/LocalName>

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

#include <errno.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

using namespace QtInterprocess;

static QString userName(quint32 id)
{
    const passwd *const user = ::getpwuid(id);
    return user ? QString::fromLocal8Bit(user->pw_name) : QString::number(id);
}

static void setOwner(Endpoint &endpoint, quint32 id)
{
    endpoint.userId = id;
    endpoint.owner = userName(id);
}

bool endpointsHaveOwners()
{
    return true;
}

bool isOfThisUser(const Endpoint &endpoint)
{
    const quint32 user = ::geteuid();
    return endpoint.userId == user
        || std::any_of(endpoint.holders.begin(), endpoint.holders.end(),
                       [user](const Holder &holder) { return processOwner(holder.processId) == user; });
}

// Sets the owner: that of the file, or without a file that of the first process.
static void complete(Endpoint &endpoint)
{
    struct stat status = {};
    const bool isPath = endpoint.name.startsWith(QLatin1Char('/'));
    if (isPath && ::lstat(QFile::encodeName(endpoint.name).constData(), &status) == 0) {
        setOwner(endpoint, status.st_uid);
        return;
    }
    if (isPath)
        endpoint.state = "unreachable"; // the file is gone, or its file system is not mounted here
    const std::optional<quint32> user = endpoint.holders.isEmpty()
        ? std::nullopt
        : processOwner(endpoint.holders.constFirst().processId);
    if (user)
        setOwner(endpoint, *user);
}

// Adds the sockets and FIFOs of a folder that no process is known to have open.
static Error addFiles(const QString &folder, const char *state, QList<Endpoint> &found)
{
    const QDir dir(folder);
    if (!dir.exists())
        return Error(Error::NotFound, ENOENT, QStringLiteral("list"), folder);
    if (!dir.isReadable())
        return Error(Error::AccessDenied, EACCES, QStringLiteral("list"), folder);
    const QString base = dir.canonicalPath() == QLatin1String("/") ? QString() : dir.canonicalPath();
    const QStringList names = dir.entryList(QDir::System | QDir::Hidden);
    for (const QString &name : names) {
        const QString path = base + QLatin1Char('/') + name;
        struct stat status = {};
        if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
            continue;
        const bool isSocket = S_ISSOCK(status.st_mode);
        const bool isKnown = std::any_of(found.begin(), found.end(), [&](const Endpoint &e) { return e.name == path; });
        if (isKnown || (!isSocket && !S_ISFIFO(status.st_mode)))
            continue;
        Endpoint endpoint { isSocket ? "socket" : "fifo", state, path, {}, {}, {} };
        setOwner(endpoint, status.st_uid);
        found.append(endpoint);
    }
    return {};
}

Error findEndpoints(const QStringList &folders, QList<Endpoint> &found)
{
    found = openEndpoints();
    for (Endpoint &endpoint : found)
        complete(endpoint);
    const char *const state = seesOpenEndpoints() ? "unused" : "";
    for (const QString &folder : folders) {
        if (const Error error = addFiles(folder, state, found))
            return error;
    }
    // The folder of generic names, which may be missing.
    const QString place = LocalName::generic(QStringLiteral("x")).fullName();
    if (place.startsWith(QLatin1Char('/')))
        (void)addFiles(QFileInfo(place).path(), state, found);
    return {};
}
