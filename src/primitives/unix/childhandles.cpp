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
    // At that number here too if it is free, so that nothing that is opened from now on for starting the child (QProcess's own
    // pipe to tell of a failure, say) lies where the child is to have this.
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
    process.start(mode); // the child is there when this returns, or there is none
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
    // First all out of the way of each other, then each to its place.
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
