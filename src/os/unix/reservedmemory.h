// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <cstddef>

namespace QtInterprocess::os {

// Memory that takes none until it is touched, as Linux and the BSDs have it: not of the heap, whose idea of what is large it would change.
class ReservedMemory
{
public:
    explicit ReservedMemory(size_t size) noexcept : m_size(size) { }
    ~ReservedMemory() { release(); }

    // Null if there is none to be had.
    char *data() noexcept;
    // Gives back what has been touched. The content is gone.
    void release() noexcept;

private:
    Q_DISABLE_COPY_MOVE(ReservedMemory)

    const size_t m_size;
    char *m_data = nullptr;
};

} // namespace QtInterprocess::os
