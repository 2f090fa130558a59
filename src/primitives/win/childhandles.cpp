// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/childhandles_p.h"

#include "os/win/childhandles.h"
#include "support/errortext.h"

#include <QtCore/qprocess.h>

#include <cerrno>
#include <utility>

namespace QtInterprocess {

qintptr ChildHandles::add(OwnedHandle handle, int number)
{
    if (!m_d)
        m_d = std::make_unique<ChildHandlesPrivate>();
    if (!handle)
        return m_d->refuse(ErrorText::tr("the handle is invalid"));
    if (number < AnyNumber || number > 2)
        return m_d->refuse(ErrorText::tr("the number %1 cannot be chosen on Windows; pass AnyNumber").arg(number));
    if (number != AnyNumber && m_d->has(number))
        return m_d->refuse(ErrorText::tr("the number %1 is already used").arg(number));
    m_d->error = {};
    const qintptr inChild = number == AnyNumber ? handle.get() : number;
    m_d->entries.push_back({ std::move(handle), number });
    return inChild;
}

// Makes the handles inheritable only during the start. A list restricts the inheritance to this
// process and these handles.
void ChildHandles::start(QProcess &process, QIODevice::OpenMode mode)
{
    if (!m_d)
        m_d = std::make_unique<ChildHandlesPrivate>();
    const auto before = process.createProcessArgumentsModifier();
    os::ChildStart inheritance;
    process.setCreateProcessArgumentsModifier([&](QProcess::CreateProcessArguments *arguments) {
        if (before)
            before(arguments);
        for (const auto &entry : m_d->entries) {
            if (entry.number == AnyNumber)
                inheritance.add(entry.handle.get());
            else
                inheritance.setStandard(*arguments->startupInfo, entry.number, entry.handle.get());
        }
        if (auto *const extended = inheritance.extend(*arguments->startupInfo)) {
            arguments->startupInfo = extended;
            arguments->flags |= os::ChildStart::Flags;
            arguments->inheritHandles = true;
        }
    });
    const NamedHandles::InEnvironment names(process, environmentValue());
    process.start(mode); // afterwards the child exists, or starting has failed
    process.setCreateProcessArgumentsModifier(before);
    clear();
}

int ChildHandles::applyInChild() const noexcept
{
    return ENOSYS; // there is no fork()
}

} // namespace QtInterprocess
