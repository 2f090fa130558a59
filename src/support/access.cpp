// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/access.h>

namespace QtInterprocess {

namespace {

constexpr int UserWrites = 0200;
constexpr int GroupWrites = 0020;
constexpr int OthersWrite = 0002;
constexpr int LetsNobodyIn = 0; // nobody at all: a text that is missing opens nothing

constexpr int permissionsOfKind(Access::Kind kind) noexcept
{
    return kind == Access::User ? 0600 : kind == Access::Group ? 0660 : 0666;
}

} // namespace

Access::Access(Kind kind) : m_mode(permissionsOfKind(kind)) { }

Access::Access(int mode, const QString &group, const QString &securityDescriptor)
    : m_mode(mode),
      m_group(group),
      m_securityDescriptor(securityDescriptor)
{ }

Access Access::group(const QString &name)
{
    return Access(name.isEmpty() ? LetsNobodyIn : permissionsOfKind(Group), name, QString());
}

Access Access::fromMode(int mode, const QString &group)
{
    return Access(mode, group, QString());
}

Access Access::fromSecurityDescriptor(const QString &sddl)
{
    return Access(sddl.isEmpty() ? LetsNobodyIn : permissionsOfKind(Everyone), QString(), sddl);
}

bool Access::isValid() const noexcept
{
    const bool isMode = (m_mode & ~0777) == 0 && (m_mode & UserWrites) != 0;
    return isMode && ((m_mode & OthersWrite) == 0 || (m_mode & GroupWrites) != 0);
}

Access::Kind Access::kind() const noexcept
{
    return (m_mode & OthersWrite) != 0 ? Everyone : (m_mode & GroupWrites) != 0 ? Group : User;
}

} // namespace QtInterprocess
