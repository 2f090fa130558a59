// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/sharedmemory.h"

#include <QtCore/qbytearray.h>

#include <memory>

namespace QtInterprocess {

/*
    Owns a mapping, and lends its bytes to byte arrays.

    All arrays share one header, which lies directly in front of the bytes, as in an array that Qt
    has allocated: QByteArray computes its free space from the distance. The lender counts as one
    more array. So every array is shared, and Qt copies the bytes before it changes them; and Qt
    never frees the header.
*/
class MemoryLender
{
public:
    explicit MemoryLender(os::MemoryView view);

    os::MemoryView &view() noexcept { return m_view; }
    const os::MemoryView &view() const noexcept { return m_view; }

    QByteArray lend();
    bool isLent() const noexcept;

    // Unmaps the memory as soon as no array uses it: now, or in a later unmapReturned().
    static void release(std::unique_ptr<MemoryLender> lender) noexcept;
    // Unmaps released memory that no array uses any more, a few mappings at a time.
    static void unmapReturned() noexcept;

private:
    Q_DISABLE_COPY_MOVE(MemoryLender)
    friend class ReleasedMemory;

    using Header = QTypedArrayData<char>;

    os::MemoryView m_view;
    Header *const m_header;
    std::unique_ptr<MemoryLender> m_next; // in the list of released memory
};

} // namespace QtInterprocess
