// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/admission.h"

#include "os/unix/errormap.h"
#include "support/errortext.h"

#include <QtCore/qfile.h>

#include <cerrno>
#include <vector>

#include <grp.h>

namespace QtInterprocess::os {

namespace {

Error accessRefused(Error::Code code, const ErrorText &why)
{
    return Error(code, 0, QStringLiteral("grant access to"), QString(), why);
}

// Looks up a group by name. The result is empty if the database has no such name.
Result<std::optional<quint32>> lookUpGroup(const QByteArray &name)
{
    constexpr size_t Most = 16 * 1024 * 1024; // bytes; a group may have very many members
    for (std::vector<char> room(1024); room.size() <= Most; room.resize(room.size() * 4)) {
        struct group entry = {};
        struct group *found = nullptr;
        int error = 0;
        do {
            error = ::getgrnam_r(name.constData(), &entry, room.data(), room.size(), &found);
        } while (error == EINTR);
        if (error == ERANGE)
            continue;
        if (found)
            return std::optional<quint32>(found->gr_gid);
        // Systems report an unknown group by different codes.
        if (error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM)
            return std::optional<quint32>();
        return systemError(error, "look up the group").withSubject(QFile::decodeName(name));
    }
    return systemError(ERANGE, "look up the group").withSubject(QFile::decodeName(name));
}

Result<quint32> groupNamed(const QString &name)
{
    const auto named = lookUpGroup(name.toLocal8Bit());
    if (!named)
        return named.error();
    bool isNumber = false;
    const quint32 number = name.toUInt(&isNumber);
    const bool isId = isNumber && number != quint32(-1);
    if (!*named && !isId)
        return accessRefused(Error::NotFound, ErrorText::tr("there is no group \"%1\" on this system").arg(name));
    const quint32 id = named->value_or(number);
    if (!knownGroup(id))
        return accessRefused(Error::AccessDenied,
                             ErrorText::tr("the group \"%1\" is not mapped in this user namespace").arg(name));
    return id;
}

} // namespace

Admission::Admission(Access::Kind kind) : m_kind(kind), m_mode(quint32(Access(kind).mode())) { }

Result<Admission> Admission::of(const Access &access)
{
    if (!access.isValid()) {
        return accessRefused(
            Error::InvalidOperation,
            ErrorText::tr("access() is invalid; its mode is 0%1").arg(QString::number(access.mode(), 8)));
    }
    if (!access.securityDescriptor().isEmpty()) {
        return accessRefused(
            Error::Unsupported,
            ErrorText::tr("security descriptors exist on Windows only; use Access::fromMode() or Access::group()"));
    }
    Admission admission(access.kind());
    admission.m_mode = quint32(access.mode());
    if (access.groupName().isEmpty())
        return admission;
    const auto group = groupNamed(access.groupName());
    if (!group)
        return group.error();
    admission.m_group = *group;
    return admission;
}

} // namespace QtInterprocess::os
