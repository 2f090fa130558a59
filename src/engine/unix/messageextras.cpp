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

// The place of that one, or else the end.
size_t MessageExtras::indexOf(qint64 number) const
{
    if (m_extras.empty() || m_extras.front().number == number) // what nearly every call is about
        return 0;
    const auto isBefore = [](const MessageExtra &extra, qint64 wanted) { return extra.number < wanted; };
    const auto found = std::lower_bound(m_extras.begin(), m_extras.end(), number, isBefore);
    return found != m_extras.end() && found->number == number ? size_t(found - m_extras.begin()) : m_extras.size();
}

MessageExtra MessageExtras::take(qint64 number)
{
    MessageExtra extra;
    if (const size_t index = indexOf(number); index < m_extras.size()) {
        extra = std::move(m_extras[index]);
        m_extras.erase(m_extras.begin() + std::ptrdiff_t(index));
        m_handles -= int(extra.handles.size());
    }
    return extra;
}

std::vector<OwnedHandle> MessageExtras::takeHandles(qint64 number)
{
    const size_t index = indexOf(number);
    if (index == m_extras.size())
        return {};
    m_handles -= int(m_extras[index].handles.size());
    return std::exchange(m_extras[index].handles, {});
}

std::optional<PeerCredentials> MessageExtras::credentials(qint64 number) const
{
    const size_t index = indexOf(number);
    return index < m_extras.size() ? m_extras[index].credentials : std::nullopt;
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
