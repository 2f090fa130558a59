// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/handlequeue.h"

#include "os/unix/ancillary.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace QtInterprocess {

static constexpr size_t GroupSize = size_t(os::MaximumHandlesPerMessage);

qint64 HandleQueue::bytesNeeded(size_t handles) noexcept
{
    return qint64((handles + GroupSize - 1) / GroupSize);
}

void HandleQueue::append(qint64 position, qint64 size, std::vector<OwnedHandle> &&handles)
{
    Q_ASSERT(!handles.empty() && size >= bytesNeeded(handles.size()));
    auto next = handles.begin();
    while (next != handles.end()) {
        const auto end = next + std::ptrdiff_t(std::min(GroupSize, size_t(handles.end() - next)));
        const qint64 bytes = end == handles.end() ? size : 1;
        m_groups.push_back({ m_taken + position, bytes, { std::move_iterator(next), std::move_iterator(end) } });
        position += bytes;
        size -= bytes;
        next = end;
    }
    handles.clear();
}

} // namespace QtInterprocess
