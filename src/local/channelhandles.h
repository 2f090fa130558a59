// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/takenhandles.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qglobal.h>

#include <deque>
#include <vector>

namespace QtInterprocess {

/*
    The handles of a channel's messages: those received, and those that wait with queued output.

    A channel without handles has none of this.
*/
class ChannelHandles
{
public:
    // ---- received

    // Adds handles that came with a part of the current message. Those above limit are closed.
    void add(TakenHandles &&taken, int limit);
    // Ends the current message: its handles can be taken now. Returns the reason if it lost some.
    Error endMessage();
    std::vector<OwnedHandle> take();
    // Closes the handles of the last message that were not taken.
    void closeTaken() { m_ofMessage.clear(); }

    // ---- queued, for HandleCarrier::Way::BesideBytes

    // Adds handles for the next size bytes of a queue that holds queued bytes so far.
    void enqueue(qint64 queued, qint64 size, std::vector<OwnedHandle> &&handles);
    // Returns how many bytes leave the queue before the next handles, or most.
    qint64 bytesBeforeNext(qint64 most) const;
    // Whether the next bytes of the queue are sent with handles: nextSize() bytes.
    bool isNext() const { return !m_queue.empty() && m_queue.front().before == 0; }
    qint64 nextSize() const { return m_queue.front().size; }
    std::vector<OwnedHandle> &next() { return m_queue.front().handles; }
    // Counts bytes without handles that have left the queue, or those with the next handles.
    void bytesTaken(qint64 count);
    void nextTaken();

    // Closes the handles of the queue; clear() also closes those of the incomplete message.
    void clearQueue();
    void clear();

private:
    struct Group
    {
        qint64 before; // bytes between the previous group and this one
        qint64 size;
        std::vector<OwnedHandle> handles;
    };

    std::vector<OwnedHandle> m_ofMessage; // of the last complete message
    TakenHandles m_current; // of the incomplete one
    std::deque<Group> m_queue;
    qint64 m_covered = 0; // bytes of the queue up to the end of the last group
};

} // namespace QtInterprocess
