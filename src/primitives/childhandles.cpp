// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/childhandles_p.h"

#include "os/inheritedhandle.h"

#include <utility>

namespace QtInterprocess {

// The private object is created by the first add(). So moving needs no memory, and a moved-from
// object can be used again.
ChildHandles::ChildHandles() = default;
ChildHandles::ChildHandles(ChildHandles &&other) noexcept = default;
ChildHandles &ChildHandles::operator=(ChildHandles &&other) noexcept = default;
ChildHandles::~ChildHandles() = default;

qintptr ChildHandles::add(OwnedHandle handle, const QString &name)
{
    if (!m_d)
        m_d = std::make_unique<ChildHandlesPrivate>();
    m_d->error = m_d->names.check(name);
    if (m_d->error)
        return OwnedHandle::Invalid;
    const auto stamp = handle ? os::stampOf(handle.get()) : QByteArray();
    if (!stamp) {
        m_d->error = stamp.error();
        return OwnedHandle::Invalid;
    }
    const qintptr number = add(std::move(handle), AnyNumber);
    if (number != OwnedHandle::Invalid)
        m_d->names.add(name, number, *stamp);
    return number;
}

QByteArray ChildHandles::environmentValue() const
{
    return m_d ? m_d->names.value() : QByteArray();
}

void ChildHandles::clear()
{
    if (!m_d)
        return;
    m_d->entries.clear();
    m_d->names.clear();
}

bool ChildHandles::isEmpty() const noexcept
{
    return !m_d || m_d->entries.empty();
}

Error ChildHandles::error() const
{
    return m_d ? m_d->error : Error();
}

} // namespace QtInterprocess
