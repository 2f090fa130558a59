// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/messageextras.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

void MessageExtras::append(MessageExtra &&extra)
{
    m_handles += int(extra.handles.size());
    m_extras.push_back(std::move(extra));
}

std::deque<MessageExtra>::iterator MessageExtras::find(qint64 number)
{
    const auto isBefore = [](const MessageExtra &extra, qint64 wanted) { return extra.number < wanted; };
    const auto found = std::lower_bound(m_extras.begin(), m_extras.end(), number, isBefore);
    return found != m_extras.end() && found->number == number ? found : m_extras.end();
}

MessageExtra MessageExtras::take(qint64 number)
{
    MessageExtra extra;
    if (const auto found = find(number); found != m_extras.end()) {
        extra = std::move(*found);
        m_extras.erase(found);
        m_handles -= int(extra.handles.size());
    }
    return extra;
}

std::vector<OwnedHandle> MessageExtras::takeHandles(qint64 number)
{
    const auto found = find(number);
    if (found == m_extras.end())
        return {};
    m_handles -= int(found->handles.size());
    return std::exchange(found->handles, {});
}

void MessageExtras::dropBefore(qint64 number)
{
    while (!m_extras.empty() && m_extras.front().number < number) {
        m_handles -= int(m_extras.front().handles.size());
        m_extras.pop_front();
    }
}

void MessageExtras::clear()
{
    m_extras.clear();
    m_handles = 0;
}

} // namespace QtInterprocess
