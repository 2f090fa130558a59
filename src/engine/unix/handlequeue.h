// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qglobal.h>

#include <list>
#include <vector>

namespace QtInterprocess {

/*
    Handles to send along with a queue of bytes. Each group knows its byte; the destructor closes
    the rest.
*/
class HandleQueue
{
public:
    struct Group
    {
        qint64 position; // of its first byte, counted over all bytes ever queued
        qint64 size; // the bytes that leave in the same call, and no others
        std::vector<OwnedHandle> handles;
    };

    // Returns the fewest bytes that can carry so many handles: one for each group that one call
    // takes.
    static qint64 bytesNeeded(size_t handles) noexcept;

    bool isEmpty() const noexcept { return m_groups.empty(); }

    // Appends handles for the queued bytes from position to position + size - 1. If there are more
    // handles than one call takes, they are split over as many bytes.
    void append(qint64 position, qint64 size, std::vector<OwnedHandle> &&handles);

    const Group &first() const { return m_groups.front(); }
    qint64 bytesBeforeFirst() const noexcept { return m_groups.front().position - m_taken; }
    // Closes the first group, after it was sent.
    void removeFirst() { m_groups.pop_front(); }
    // Counts bytes that have left the byte queue.
    void bytesTaken(qint64 count) noexcept { m_taken += count; }

    void clear() { m_groups.clear(); }

private:
    std::list<Group> m_groups; // not a deque, which allocates memory even when empty
    qint64 m_taken = 0;
};

} // namespace QtInterprocess
