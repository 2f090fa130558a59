// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/messageextras.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

void MessageExtras::append(MessageExtra &&extra)
{
    m_handles += int(extra.handles.size());
    m_extras.append(std::move(extra));
}

const MessageExtra *MessageExtras::find(qint64 number) const
{
    if (m_extras.isEmpty())
        return nullptr;
    for (size_t i = 0; i < std::min<size_t>(m_extras.size(), 2);
         ++i) { // the last one that was read, and what comes next
        if (m_extras[i].number == number)
            return &m_extras[i];
    }
    const auto isBefore = [](const MessageExtra &extra, qint64 wanted) { return extra.number < wanted; };
    const auto found = std::lower_bound(m_extras.begin(), m_extras.end(), number, isBefore);
    return found != m_extras.end() && found->number == number ? &*found : nullptr;
}

std::vector<OwnedHandle> MessageExtras::takeHandles(qint64 number)
{
    auto *const extra = const_cast<MessageExtra *>(find(number));
    if (!extra)
        return {};
    m_handles -= int(extra->handles.size());
    return std::exchange(extra->handles, {});
}

void MessageExtras::dropBefore(qint64 number)
{
    size_t count = 0;
    for (; count < m_extras.size() && m_extras[count].number < number; ++count)
        m_handles -= int(m_extras[count].handles.size());
    if (count > 0)
        m_extras.removeFirst(count);
}

void MessageExtras::clear()
{
    m_extras.clear();
    m_handles = 0;
}

} // namespace QtInterprocess
