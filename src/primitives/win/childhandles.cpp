// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/childhandles.h>

#include "os/win/childhandles.h"
#include "os/win/handle.h"

#include <QtCore/qprocess.h>

#include <cerrno>
#include <utility>
#include <vector>

namespace QtInterprocess {

class ChildHandlesPrivate
{
public:
    qintptr refuse(const QString &why)
    {
        error = Error(Error::InvalidOperation, 0, QStringLiteral("hand on to a child"), QString(), why);
        return OwnedHandle::Invalid;
    }

    OwnedHandle standard[3];
    std::vector<OwnedHandle> others;
    Error error;
};

// Without an inside until the first add(): to move one takes no memory, and the one that was moved from can be used again.
ChildHandles::ChildHandles() = default;
ChildHandles::ChildHandles(ChildHandles &&other) noexcept = default;
ChildHandles &ChildHandles::operator=(ChildHandles &&other) noexcept = default;
ChildHandles::~ChildHandles() = default;

qintptr ChildHandles::add(OwnedHandle handle, int number)
{
    if (!m_d)
        m_d = std::make_unique<ChildHandlesPrivate>();
    if (!handle)
        return m_d->refuse(QStringLiteral("there is no handle"));
    if (number < AnyNumber || number > 2)
        return m_d->refuse(QStringLiteral("the number %1 cannot be chosen here").arg(number));
    if (number != AnyNumber && m_d->standard[number])
        return m_d->refuse(QStringLiteral("the number %1 is taken").arg(number));
    m_d->error = {};
    const qintptr name = handle.get();
    if (number == AnyNumber) {
        m_d->others.push_back(std::move(handle));
        return name;
    }
    m_d->standard[number] = std::move(handle);
    return number;
}

// The handles can be inherited only while the process is started, and the list lets that process have these and no others.
void ChildHandles::start(QProcess &process, QIODevice::OpenMode mode)
{
    if (!m_d)
        m_d = std::make_unique<ChildHandlesPrivate>();
    const auto before = process.createProcessArgumentsModifier();
    os::ChildStart inheritance;
    process.setCreateProcessArgumentsModifier([&](QProcess::CreateProcessArguments *arguments) {
        if (before)
            before(arguments);
        for (int number = 0; number < 3; ++number) {
            if (m_d->standard[number])
                inheritance.setStandard(*arguments->startupInfo, number, m_d->standard[number].get());
        }
        for (const OwnedHandle &handle : m_d->others)
            inheritance.add(handle.get());
        if (auto *const extended = inheritance.extend(*arguments->startupInfo)) {
            arguments->startupInfo = extended;
            arguments->flags |= os::ChildStart::Flags;
            arguments->inheritHandles = true;
        }
    });
    process.start(mode); // the child is there when this returns, or there is none
    process.setCreateProcessArgumentsModifier(before);
    clear();
}

int ChildHandles::applyInChild() const noexcept
{
    return ENOSYS; // there is no fork()
}

void ChildHandles::clear()
{
    if (!m_d)
        return;
    for (OwnedHandle &handle : m_d->standard)
        handle.reset();
    m_d->others.clear();
}

bool ChildHandles::isEmpty() const noexcept
{
    return !m_d || (m_d->others.empty() && !m_d->standard[0] && !m_d->standard[1] && !m_d->standard[2]);
}

Error ChildHandles::error() const
{
    return m_d ? m_d->error : Error();
}

} // namespace QtInterprocess
