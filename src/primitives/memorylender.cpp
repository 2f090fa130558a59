// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/memorylender.h"

#include "os/processmark.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>

namespace QtInterprocess {

// The list of this process. A forked child begins an empty one, and keeps the inherited mappings:
// it may have arrays that use them.
class ReleasedMemory
{
public:
    void add(std::unique_ptr<MemoryLender> lender) noexcept
    {
        const std::lock_guard lock(m_mutex);
        append(std::move(lender));
        m_isEmpty = false;
    }

    // Looks at a few, so that a program that keeps many arrays does not pay for all of them each
    // time.
    void unmapReturned() noexcept
    {
        constexpr int Few = 16;
        if (m_isEmpty)
            return;
        std::unique_ptr<MemoryLender> returned;
        {
            const std::lock_guard lock(m_mutex);
            for (int left = std::min(m_count, Few); left > 0; --left) {
                auto one = takeFirst();
                if (one->isLent()) {
                    append(std::move(one));
                } else {
                    one->m_next = std::move(returned);
                    returned = std::move(one);
                }
            }
            m_isEmpty = m_count == 0;
        }
        while (returned) // unmapped one by one, and without the lock
            returned = std::move(returned->m_next);
    }

private:
    void append(std::unique_ptr<MemoryLender> lender) noexcept
    {
        MemoryLender *const last = lender.get();
        (m_first ? m_last->m_next : m_first) = std::move(lender);
        m_last = last;
        ++m_count;
    }

    std::unique_ptr<MemoryLender> takeFirst() noexcept
    {
        auto first = std::move(m_first);
        m_first = std::move(first->m_next);
        --m_count;
        return first;
    }

    std::mutex m_mutex;
    std::unique_ptr<MemoryLender> m_first;
    MemoryLender *m_last = nullptr; // valid if there is a first one
    int m_count = 0;
    std::atomic<bool> m_isEmpty { true };
};

static os::PerProcess<ReleasedMemory> s_released;

static char *headerPlace(char *data) noexcept
{
    constexpr size_t Alignment = alignof(QTypedArrayData<char>::AlignmentDummy);
    constexpr size_t Size = (sizeof(QArrayData) + Alignment - 1) / Alignment * Alignment;
    static_assert(Size <= size_t(os::MemoryView::Spare));
    return data - Size;
}

MemoryLender::MemoryLender(os::MemoryView view)
    : m_view(std::move(view)),
      m_header(new (headerPlace(m_view.data())) Header)
{
    Q_ASSERT(Header::dataStart(m_header, alignof(Header::AlignmentDummy)) == m_view.data());
    m_header->ref_.storeRelaxed(1);
    m_header->flags = {};
    m_header->alloc = m_view.size();
}

QByteArray MemoryLender::lend()
{
    m_header->ref();
    return QByteArray(QByteArray::DataPointer(m_header, m_view.data(), m_view.size()));
}

// Reads with acquire, so that all uses of the bytes happen before the memory is unmapped.
bool MemoryLender::isLent() const noexcept
{
    return m_header->ref_.loadAcquire() > 1;
}

void MemoryLender::release(std::unique_ptr<MemoryLender> lender) noexcept
{
    if (lender->isLent())
        s_released.get().add(std::move(lender));
    unmapReturned();
}

void MemoryLender::unmapReturned() noexcept
{
    if (ReleasedMemory *const released = s_released.existing())
        released->unmapReturned();
}

} // namespace QtInterprocess
