// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/identity.h"

#include "support/errortext.h"

#include <QtCore/qfile.h>

#include <unistd.h>

#if defined(__linux__)
#    include <sys/auxv.h>
#endif

namespace QtInterprocess::os {

namespace {

#if defined(__linux__)
QByteArray contentOf(const char *path)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

quint32 overflowId(const char *path)
{
    bool isNumber = false;
    const quint32 id = contentOf(path).trimmed().toUInt(&isNumber);
    return isNumber ? id : 65534;
}

// Returns whether every ID has a mapping. Each line is "first ID here, first ID outside, count";
// −1 is not an ID.
bool isComplete(const char *mapPath)
{
    quint64 mapped = 0;
    const QList<QByteArray> lines = contentOf(mapPath).split('\n');
    for (const QByteArray &line : lines)
        mapped += line.simplified().split(' ').value(2).toULongLong();
    return mapped >= 0xffffffff;
}

// Checked each time, because a process can enter a namespace at any time.
bool isKnown(quint32 id, quint32 overflow, const char *mapPath)
{
    return id != overflow || isComplete(mapPath);
}
#endif

bool hasForeignEnvironment()
{
#if defined(__linux__)
    return ::getauxval(AT_SECURE) != 0;
#else
    return ::issetugid() != 0;
#endif
}

} // namespace

#if defined(__linux__)

uid_t overflowUser()
{
    static const quint32 id = overflowId("/proc/sys/kernel/overflowuid");
    return id;
}

gid_t overflowGroup()
{
    static const quint32 id = overflowId("/proc/sys/kernel/overflowgid");
    return id;
}

std::optional<quint32> knownUser(uid_t id)
{
    return isKnown(id, overflowUser(), "/proc/self/uid_map") ? std::optional<quint32>(id) : std::nullopt;
}

std::optional<quint32> knownGroup(gid_t id)
{
    return isKnown(id, overflowGroup(), "/proc/self/gid_map") ? std::optional<quint32>(id) : std::nullopt;
}

#else

// Without user namespaces no ID is hidden.
uid_t overflowUser()
{
    return uid_t(-1);
}

gid_t overflowGroup()
{
    return gid_t(-1);
}

std::optional<quint32> knownUser(uid_t id)
{
    return id;
}

std::optional<quint32> knownGroup(gid_t id)
{
    return id;
}

#endif

Self Self::now() noexcept
{
    return Self(::geteuid());
}

quint32 Self::group() const noexcept
{
    if (!m_group)
        m_group = ::getegid();
    return *m_group;
}

ErrorText describeUser(std::optional<quint32> user)
{
    return user ? ErrorText::tr("user %1").arg(*user)
                : ErrorText::tr("a user that is not mapped in this user namespace");
}

QByteArray trustedVariable(const char *name)
{
    return hasForeignEnvironment() ? QByteArray() : qgetenv(name);
}

} // namespace QtInterprocess::os
