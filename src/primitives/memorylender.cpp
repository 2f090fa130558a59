// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/memorylender.h"

#include "os/processmark.h"

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
        lender->m_next = std::move(m_first);
        m_first = std::move(lender);
        m_isEmpty = false;
    }

    void unmapReturned() noexcept
    {
        if (m_isEmpty)
            return;
        std::unique_ptr<MemoryLender> returned; // unmapped without the lock
        const std::lock_guard lock(m_mutex);
        for (auto *place = &m_first; *place;) {
            if ((*place)->isLent()) {
                place = &(*place)->m_next;
                continue;
            }
            auto one = std::move(*place);
            *place = std::move(one->m_next);
            one->m_next = std::move(returned);
            returned = std::move(one);
        }
        m_isEmpty = !m_first;
    }

private:
    std::mutex m_mutex;
    std::unique_ptr<MemoryLender> m_first;
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
