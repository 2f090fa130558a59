// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/childhandles_p.h"

#include "os/unix/child.h"
#include "os/unix/pipe.h"
#include "support/errortext.h"

#include <QtCore/qprocess.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

static int nextNumber(const ChildHandlesPrivate &handles)
{
    int number = 3;
    while (handles.has(number))
        ++number;
    return number;
}

qintptr ChildHandles::add(OwnedHandle handle, int number)
{
    if (!m_d)
        m_d = std::make_unique<ChildHandlesPrivate>();
    if (!handle)
        return m_d->refuse(ErrorText::tr("the handle is invalid"));
    if (number < AnyNumber || (number >= 0 && m_d->has(number)))
        return m_d->refuse(ErrorText::tr("the number %1 is already used, or is not valid").arg(number));
    const int wanted = number == AnyNumber ? nextNumber(*m_d) : number;
    // Use the same number here, if it is free. Otherwise a descriptor opened while the child is
    // started could occupy the number. QProcess's own pipe for reporting a failure is an example.
    auto placed = os::duplicate(int(handle.get()), wanted);
    if (!placed) {
        m_d->error = placed.error();
        return OwnedHandle::Invalid;
    }
    m_d->error = {};
    m_d->entries.push_back({ std::move(*placed), wanted, -1 });
    return wanted;
}

void ChildHandles::start(QProcess &process, QIODevice::OpenMode mode)
{
    const auto before = process.childProcessModifier();
    process.setChildProcessModifier([this, before] {
        if (before)
            before();
        if (applyInChild() != 0)
            os::endChild(127);
    });
    const NamedHandles::InEnvironment names(process, environmentValue());
    process.start(mode); // afterwards the child exists, or starting has failed
    process.setChildProcessModifier(before);
    clear();
}

int ChildHandles::applyInChild() const noexcept
{
    if (!m_d)
        return 0;
    int free = 0;
    for (const auto &entry : m_d->entries)
        free = std::max(free, entry.number + 1);
    // First move all descriptors out of the way, then each to its place.
    for (auto &entry : m_d->entries) {
        const int here = int(entry.handle.get());
        entry.inChild = here == entry.number ? here : os::copyInChild(here, free);
        if (entry.inChild < 0)
            return -entry.inChild;
    }
    for (const auto &entry : m_d->entries) {
        if (const int error = os::placeInChild(entry.inChild, entry.number))
            return error;
    }
    return 0;
}

} // namespace QtInterprocess
