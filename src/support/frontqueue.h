// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace QtInterprocess {

/*
    Queues items, first in, first out, in one piece of memory.

    The queue keeps up to Kept places, so that a few items at a time allocate nothing. A removed
    item is destroyed at once. Its place is reused when half of all places are free.
*/
template <typename T>
class FrontQueue
{
public:
    bool isEmpty() const noexcept { return m_head == m_items.size(); }
    size_t size() const noexcept { return m_items.size() - m_head; }
    bool isSmall() const noexcept { return m_items.capacity() <= Small; } // in memory
    T &operator[](size_t index) noexcept { return m_items[m_head + index]; }
    const T &operator[](size_t index) const noexcept { return m_items[m_head + index]; }
    T &last() noexcept { return m_items.back(); }
    auto begin() noexcept { return m_items.begin() + std::ptrdiff_t(m_head); }
    auto end() noexcept { return m_items.end(); }
    auto begin() const noexcept { return m_items.begin() + std::ptrdiff_t(m_head); }
    auto end() const noexcept { return m_items.end(); }

    template <typename... Arguments>
    T &append(Arguments &&...arguments)
    {
        return m_items.emplace_back(std::forward<Arguments>(arguments)...);
    }
    void removeFirst(size_t count);
    void clear() noexcept { *this = FrontQueue(); }

private:
    static constexpr size_t Kept = 128;
    static constexpr size_t Small = 8;

    std::vector<T> m_items;
    size_t m_head = 0; // the items before have been removed
};

template <typename T>
void FrontQueue<T>::removeFirst(size_t count)
{
    const size_t end = m_head + count;
    // The rest stays in place; it is seldom moved.
    if (end < m_items.size() && (end < Kept || 2 * end < m_items.size())) {
        for (; m_head < end; ++m_head)
            m_items[m_head] = T();
        return;
    }
    m_items.erase(m_items.begin(), m_items.begin() + std::ptrdiff_t(end));
    m_head = 0;
    if (m_items.capacity() > Kept && 4 * m_items.size() <= m_items.capacity())
        m_items = std::vector<T>(std::make_move_iterator(m_items.begin()), std::make_move_iterator(m_items.end()));
}

} // namespace QtInterprocess
