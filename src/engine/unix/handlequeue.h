// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qglobal.h>

#include <list>
#include <vector>

namespace QtInterprocess {

/*
    Handles that are to be sent, beside a queue of bytes: each group knows the byte that it goes with. What is still in
    here when it ends is closed.
*/
class HandleQueue
{
public:
    struct Group
    {
        qint64 position; // of its first byte, among all that have been queued
        qint64 size; // the bytes that leave in the same call, and no others
        std::vector<OwnedHandle> handles;
    };

    // The fewest bytes that can carry so many handles: one for each group that the system takes at once.
    static qint64 bytesNeeded(size_t handles) noexcept;

    bool isEmpty() const noexcept { return m_groups.empty(); }

    // For bytes number position to position + size - 1 of those that are queued now. More handles than the system takes
    // at once are split over as many bytes as it takes.
    void append(qint64 position, qint64 size, std::vector<OwnedHandle> &&handles);

    const Group &first() const { return m_groups.front(); }
    qint64 bytesBeforeFirst() const noexcept { return m_groups.front().position - m_taken; }
    // They are out: these are closed.
    void removeFirst() { m_groups.pop_front(); }
    // So many bytes have left the queue of bytes.
    void bytesTaken(qint64 count) noexcept { m_taken += count; }

    void clear() { m_groups.clear(); }

private:
    std::list<Group> m_groups; // not a deque: that has memory even when empty
    qint64 m_taken = 0;
};

} // namespace QtInterprocess
