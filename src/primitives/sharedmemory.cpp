// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/sharedmemory.h>

#include "os/sharedmemory.h"
#include "primitives/memorylender.h"
#include "support/errortext.h"

#include <atomic>
#include <memory>

namespace QtInterprocess {

static Error refusal(const char *operation, const ErrorText &reason, Error::Code code = Error::InvalidOperation)
{
    return Error(code, 0, QString::fromLatin1(operation), QString(), reason);
}

/*
    The state of the memory in this process.

    Handles and addresses never change, so that threads need no lock. A forked child could not take
    a lock that another thread of its parent held.
*/
class SharedMemoryData : public QSharedData
{
public:
    enum class Origin { Created, Received };
    enum class Sealed { No, ForOthers, ForEveryone };

    SharedMemoryData(Origin origin, os::MemoryView view, os::MemoryHandles handles)
        : m_lender(std::make_unique<MemoryLender>(std::move(view))),
          m_handles(std::move(handles)),
          m_origin(origin),
          m_couldWrite(this->view().canWrite()),
          m_canWrite(m_couldWrite)
    { }
    ~SharedMemoryData() { MemoryLender::release(std::move(m_lender)); }

    os::MemoryView &view() noexcept { return m_lender->view(); }
    const os::MemoryView &view() const noexcept { return m_lender->view(); }
    QByteArray lend() { return m_lender->lend(); }

    bool canWrite() const noexcept { return m_canWrite; }
    bool isSealed() const noexcept { return m_sealed == Sealed::ForEveryone; }
    void noteSealed() noexcept { m_sealed = Sealed::ForEveryone; }

    Error seal(Sealed wanted);
    OwnedHandle handle(SharedMemory::Mode mode, Error *error);

private:
    Q_DISABLE_COPY_MOVE(SharedMemoryData)

    Error sealNow(Sealed wanted);
    Error sealByHandles(Sealed wanted);

    std::unique_ptr<MemoryLender> m_lender;
    const os::MemoryHandles m_handles;
    const Origin m_origin;
    const bool m_couldWrite; // before it was sealed
    std::atomic<bool> m_canWrite;
    std::atomic<bool> m_isSealing { false };
    std::atomic<bool> m_isShared { false }; // handle() has returned one that can write
    std::atomic<Sealed> m_sealed { Sealed::No };
};

Error SharedMemoryData::seal(Sealed wanted)
{
    if (m_isSealing.exchange(true))
        return refusal("seal shared memory", ErrorText::tr("another thread seals it"));
    const Error error = m_sealed >= wanted ? Error() : sealNow(wanted);
    m_isSealing = false;
    return error;
}

Error SharedMemoryData::sealNow(Sealed wanted)
{
    if (!m_couldWrite)
        return refusal("seal shared memory", ErrorText::tr("the object may only read it"));
    const auto seal = wanted == Sealed::ForEveryone ? os::MemorySeal::Everyone : os::MemorySeal::OtherWriters;
    const auto isSealed = os::sealMemory(m_handles.handle, view(), seal);
    m_canWrite = view().canWrite();
    if (!isSealed)
        return isSealed.error();
    if (!*isSealed)
        return sealByHandles(wanted);
    m_sealed = wanted;
    return {};
}

// Announces the seal before it looks at m_isShared; handle() does the reverse. So one of the two
// sees the other.
Error SharedMemoryData::sealByHandles(Sealed wanted)
{
    const Sealed before = m_sealed.exchange(wanted);
    Error error;
    if (m_origin == Origin::Received || m_isShared)
        error = refusal("seal shared memory", ErrorText::tr("others may have a handle that permits writing"),
                        Error::Unsupported);
    else if (wanted == Sealed::ForEveryone)
        error = view().protect();
    m_canWrite = view().canWrite();
    if (error)
        m_sealed = before;
    return error;
}

OwnedHandle SharedMemoryData::handle(SharedMemory::Mode mode, Error *error)
{
    if (mode == SharedMemory::Mode::ReadOnly) {
        if (m_handles.forReading)
            return m_handles.forReading.duplicate(error);
        auto handle = os::readOnlyHandle(m_handles.handle);
        if (error)
            *error = handle.error();
        return handle ? std::move(*handle) : OwnedHandle();
    }
    if (m_couldWrite && m_sealed == Sealed::No) {
        m_isShared = true;
        if (m_sealed == Sealed::No)
            return m_handles.handle.duplicate(error);
    }
    if (error)
        *error = refusal("duplicate the handle", ErrorText::tr("the memory is read-only"), Error::AccessDenied);
    return {};
}

namespace {

Result<SharedMemoryData *> createData(qint64 size)
{
    MemoryLender::unmapReturned();
    if (size <= 0)
        return refusal("create shared memory", ErrorText::tr("the size must be greater than 0"));
    auto handles = os::createMemory(size);
    if (!handles)
        return handles.error();
    auto view = os::MemoryView::map(handles->handle.get(), size);
    if (!view)
        return view.error();
    return new SharedMemoryData(SharedMemoryData::Origin::Created, std::move(*view), std::move(*handles));
}

Error checkHandle(const OwnedHandle &handle, const char *operation)
{
    return handle ? Error() : refusal(operation, ErrorText::tr("there is no handle"));
}

Result<SharedMemoryData *> mapData(OwnedHandle handle, SharedMemory::Mode mode)
{
    MemoryLender::unmapReturned();
    if (const Error error = checkHandle(handle, "map shared memory"))
        return error;
    const auto access = mode == SharedMemory::Mode::ReadWrite ? os::MemoryAccess::ReadWrite : os::MemoryAccess::Read;
    auto memory = os::mapReceived(handle, access);
    if (!memory)
        return memory.error();
    auto *const data = new SharedMemoryData(SharedMemoryData::Origin::Received, std::move(memory->view),
                                            { std::move(handle), {} });
    if (memory->isSealed)
        data->noteSealed();
    return data;
}

Result<SharedMemoryData *> copyData(OwnedHandle handle, qint64 maximumSize)
{
    constexpr char Copy[] = "copy shared memory";
    if (const Error error = checkHandle(handle, Copy))
        return error;
    const auto size = os::sizeOfReceived(handle);
    if (!size)
        return size.error();
    if (*size > maximumSize)
        return refusal(Copy, ErrorText::tr("the memory has %1 bytes; the limit is %2").arg(*size, maximumSize),
                       Error::MessageTooLarge);
    auto data = createData(*size);
    if (!data)
        return data;
    if (const Error error = os::copyReceived(handle, (*data)->view().data(), *size)) {
        delete *data;
        return error;
    }
    return data;
}

// Reports the outcome, and returns the object or nothing.
SharedMemoryData *take(const Result<SharedMemoryData *> &result, Error *error)
{
    if (error)
        *error = result.error();
    return result ? *result : nullptr;
}

} // namespace

SharedMemory::SharedMemory() noexcept = default;
SharedMemory::SharedMemory(const SharedMemory &other) noexcept = default;
SharedMemory::SharedMemory(SharedMemory &&other) noexcept = default;
SharedMemory &SharedMemory::operator=(const SharedMemory &other) noexcept = default;
SharedMemory &SharedMemory::operator=(SharedMemory &&other) noexcept = default;
SharedMemory::~SharedMemory() = default;

SharedMemory::SharedMemory(SharedMemoryData *data) noexcept : d(data) { }

SharedMemory SharedMemory::create(qint64 size, Error *error)
{
    return SharedMemory(take(createData(size), error));
}

SharedMemory SharedMemory::map(OwnedHandle handle, Mode mode, Error *error)
{
    return SharedMemory(take(mapData(std::move(handle), mode), error));
}

SharedMemory SharedMemory::copy(OwnedHandle handle, qint64 maximumSize, Error *error)
{
    return SharedMemory(take(copyData(std::move(handle), maximumSize), error));
}

qint64 SharedMemory::size() const noexcept
{
    return d ? d->view().size() : 0;
}

const char *SharedMemory::constData() const noexcept
{
    return d ? d->view().data() : nullptr;
}

char *SharedMemory::data() noexcept
{
    return d && d->canWrite() ? d->view().data() : nullptr;
}

bool SharedMemory::isReadOnly() const noexcept
{
    return !d || !d->canWrite();
}

bool SharedMemory::isSealed() const noexcept
{
    return d && d->isSealed();
}

bool SharedMemory::seal(Seal seal, Error *error)
{
    using Sealed = SharedMemoryData::Sealed;
    const Error failed = d ? d->seal(seal == Seal::Everyone ? Sealed::ForEveryone : Sealed::ForOthers)
                           : refusal("seal shared memory", ErrorText::tr("the object has no memory"));
    if (error)
        *error = failed;
    return !failed;
}

OwnedHandle SharedMemory::handle(Mode mode, Error *error) const
{
    if (d)
        return d->handle(mode, error);
    if (error)
        *error = refusal("duplicate the handle", ErrorText::tr("the object has no memory"));
    return {};
}

QByteArray SharedMemory::toByteArray() const
{
    return d ? d->lend() : QByteArray();
}

} // namespace QtInterprocess
