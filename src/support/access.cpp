// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/access.h>

namespace QtInterprocess {

class AccessData : public QSharedData
{
public:
    AccessData(int permissions, const QString &groupName, const QString &sddl)
        : mode(permissions),
          group(groupName),
          securityDescriptor(sddl)
    { }

    const int mode;
    const QString group;
    const QString securityDescriptor;
};

namespace {

constexpr int UserWrites = 0200;
constexpr int GroupWrites = 0020;
constexpr int OthersWrite = 0002;
// A missing group name or security descriptor admits no peer.
constexpr int NoAccess = 0;

constexpr int permissionsOfKind(Access::Kind kind) noexcept
{
    return kind == Access::User ? 0600 : kind == Access::Group ? 0660 : 0666;
}

AccessData *makeShared(Access::Kind kind)
{
    auto *const data = new AccessData(permissionsOfKind(kind), QString(), QString());
    data->ref.ref();
    return data;
}

// Returns the data that all plain values of this kind share, because every socket holds one. It is
// never destroyed, so that static objects can use it.
AccessData *sharedDataOf(Access::Kind kind)
{
    static AccessData *const s_user = makeShared(Access::User);
    static AccessData *const s_group = makeShared(Access::Group);
    static AccessData *const s_everyone = makeShared(Access::Everyone);
    return kind == Access::User ? s_user : kind == Access::Group ? s_group : s_everyone;
}

} // namespace

Access::Access(Kind kind) : d(sharedDataOf(kind)) { }

Access::Access(int mode, const QString &group, const QString &securityDescriptor)
    : d(new AccessData(mode, group, securityDescriptor))
{ }

Access::Access(const Access &other) = default;
Access::Access(Access &&other) noexcept = default;
Access &Access::operator=(const Access &other) = default;
Access &Access::operator=(Access &&other) noexcept = default;
Access::~Access() = default;

bool operator==(const Access &a, const Access &b) noexcept
{
    return a.d == b.d
        || (a.mode() == b.mode() && a.d->group == b.d->group && a.d->securityDescriptor == b.d->securityDescriptor);
}

int Access::mode() const noexcept
{
    return d->mode;
}

QString Access::groupName() const
{
    return d->group;
}

QString Access::securityDescriptor() const
{
    return d->securityDescriptor;
}

Access Access::group(const QString &name)
{
    return Access(name.isEmpty() ? NoAccess : permissionsOfKind(Group), name, QString());
}

Access Access::fromMode(int mode, const QString &group)
{
    return Access(mode, group, QString());
}

Access Access::fromSecurityDescriptor(const QString &sddl)
{
    return Access(sddl.isEmpty() ? NoAccess : permissionsOfKind(Everyone), QString(), sddl);
}

bool Access::isValid() const noexcept
{
    const bool isMode = (mode() & ~0777) == 0 && (mode() & UserWrites) != 0;
    return isMode && ((mode() & OthersWrite) == 0 || (mode() & GroupWrites) != 0);
}

Access::Kind Access::kind() const noexcept
{
    return (mode() & OthersWrite) != 0 ? Everyone : (mode() & GroupWrites) != 0 ? Group : User;
}

} // namespace QtInterprocess
