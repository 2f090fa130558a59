// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/poolmessage.h"
#include "os/processmark.h"
#include "support/errortext.h"
#include "support/lifetime.h"
#include "support/setting.h"

#include <QtInterprocess/sharedmemory.h>
#include <QtInterprocess/sharedmemorypool.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace QtInterprocess {

/*
    A buffer of a pool, with the frame that was published in it.

    The number of uses is changed in several threads: a SharedMemoryBuffer can be destroyed
    anywhere. A buffer without a use is free, and only the pool adds a use to a free buffer.
*/
class PoolBuffer
{
public:
    PoolBuffer(quint32 ofBuffer, SharedMemory of) noexcept : id(ofBuffer), memory(std::move(of)) { }

    bool isFree() const noexcept { return m_uses.load(std::memory_order_acquire) == 0; }
    void addUse() noexcept { m_uses.fetch_add(1, std::memory_order_relaxed); }
    void removeUse() noexcept { m_uses.fetch_sub(1, std::memory_order_release); }

    const quint32 id;
    SharedMemory memory;
    quint64 number = 0;
    quint64 size = 0; // of the frame
    QByteArray metadata;

private:
    std::atomic<int> m_uses { 0 };
};

// A use of a buffer.
class PoolFrame
{
public:
    explicit PoolFrame(std::shared_ptr<PoolBuffer> buffer) noexcept : m_buffer(std::move(buffer))
    {
        m_buffer->addUse();
    }
    PoolFrame(const PoolFrame &other) noexcept : PoolFrame(other.m_buffer) { }
    PoolFrame(PoolFrame &&other) noexcept = default;
    PoolFrame &operator=(PoolFrame other) noexcept
    {
        m_buffer.swap(other.m_buffer);
        return *this;
    }
    ~PoolFrame()
    {
        if (m_buffer)
            m_buffer->removeUse();
    }

    const PoolBuffer *operator->() const noexcept { return m_buffer.get(); }
    const PoolBuffer &operator*() const noexcept { return *m_buffer; }

private:
    std::shared_ptr<PoolBuffer> m_buffer;
};

class SharedMemoryPoolPrivate
{
public:
    using Delivery = SharedMemoryPool::Delivery;

    SharedMemoryPoolPrivate(SharedMemoryPool *pool, qint64 size) : q(pool)
    {
        bufferSize.setValueBypassingBindings(size);
    }

    bool addConsumer(MessageChannel *channel, Delivery delivery);
    void removeConsumer(MessageChannel *channel);
    QList<MessageChannel *> channels() const;
    SharedMemoryBuffer acquire();
    bool publish(SharedMemoryBuffer &buffer, qint64 size, const QByteArray &metadata);
    void feedAll();

    QBindingStorage *bindingStorage() const { return q->bindingStorage(); }
    int mostBuffers() const { return std::max<int>(maximumBuffers, 2); }
    int mostHeld() const { return std::max<int>(maximumHeld, 1); }

    Q_OBJECT_BINDABLE_PROPERTY(SharedMemoryPoolPrivate, qint64, bufferSize)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(SharedMemoryPoolPrivate, int, maximumBuffers, 8)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(SharedMemoryPoolPrivate, int, maximumHeld, 2,
                                         &SharedMemoryPoolPrivate::feedAll)
    quint64 number = 0;
    Error error;

private:
    struct Consumer
    {
        MessageChannel *channel;
        Delivery delivery;
        bool isReady; // to receive handles
        std::vector<quint32> known; // buffers that were announced
        std::vector<PoolFrame> held; // sent, and not returned
        std::vector<PoolFrame> waiting;
    };
    using Consumers = std::vector<Consumer>;

    Consumers::iterator find(const MessageChannel *channel);
    std::shared_ptr<PoolBuffer> freeBuffer();
    std::shared_ptr<PoolBuffer> makeBuffer();
    void destroyUnwanted();
    void dropFrom(Consumer &consumer, quint32 id);
    void enqueue(Consumer &consumer, const PoolFrame &frame);
    void feed(Consumer &consumer);
    bool send(Consumer &consumer, const PoolFrame &frame);
    bool announce(Consumer &consumer, const PoolBuffer &buffer);
    void receive(MessageChannel *channel, const QByteArray &message);
    bool handle(Consumer &consumer, const QByteArray &bytes);
    bool takeBack(Consumer &consumer, const PoolMessage &message);
    void lose(MessageChannel *channel, const Error &why);
    void emitAvailable();
    bool refuseInherited(const char *operation);
    bool refuse(Error::Code code, const ErrorText &why, const char *operation);

    SharedMemoryPool *const q;
    const os::ProcessMark m_process; // the process that made the pool
    Lifetime m_lifetime;
    std::vector<std::shared_ptr<PoolBuffer>> m_buffers;
    Consumers m_consumers;
    std::optional<PoolFrame> m_newest;
    quint32 m_lastId = 0;
    bool m_refused = false; // acquire() found no buffer
};

} // namespace QtInterprocess
