// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/poolmessage.h"
#include "os/processmark.h"
#include "support/errortext.h"
#include "support/lifetime.h"
#include "support/setting.h"

#include <QtInterprocess/messagechannel.h>
#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/sharedmemory.h>
#include <QtInterprocess/sharedmemoryconsumer.h>

#include <QtCore/qmutex.h>
#include <QtCore/qpointer.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <unordered_map>
#include <vector>

namespace QtInterprocess {

/*
    The frames that were destroyed and not yet returned to the producer.

    Frames and their consumer share it, because frames are destroyed in any thread, also after the
    consumer. The consumer sends what is here in its own thread.
*/
class FrameReturns
{
public:
    explicit FrameReturns(SharedMemoryConsumerPrivate *consumer) noexcept : m_consumer(consumer) { }

    void add(const PoolMessage &message);
    std::vector<PoolMessage> takeAll();

    bool isConnected() const noexcept { return m_isConnected.load(std::memory_order_acquire); }
    void disconnected() noexcept { m_isConnected.store(false, std::memory_order_release); }
    void consumerGone();

private:
    const os::ProcessMark m_process; // in a forked child, the mutex may be locked by no thread
    QMutex m_mutex;
    SharedMemoryConsumerPrivate *m_consumer; // null when it is gone
    std::vector<PoolMessage> m_returned;
    std::atomic<bool> m_isConnected { true };
};

class SharedMemoryFrameData final : public QSharedData
{
public:
    SharedMemoryFrameData(std::shared_ptr<FrameReturns> returned, SharedMemory of, PoolMessage received)
        : returns(std::move(returned)),
          memory(std::move(of)),
          message(std::move(received))
    { }
    ~SharedMemoryFrameData() { returns->add({ PoolMessage::Type::Release, message.id, message.number }); }

    const std::shared_ptr<FrameReturns> returns;
    const SharedMemory memory;
    const PoolMessage message;

private:
    Q_DISABLE_COPY_MOVE(SharedMemoryFrameData)
};

class SharedMemoryConsumerPrivate
{
public:
    SharedMemoryConsumerPrivate(SharedMemoryConsumer *consumer, MessageChannel *channel);
    ~SharedMemoryConsumerPrivate();

    QObject *object() const noexcept { return q; }
    void send(const PoolMessage &message);
    void sendReturns();

    QBindingStorage *bindingStorage() const { return q->bindingStorage(); }
    int mostBuffers() const { return std::max<int>(maximumBuffers, 0); }
    qint64 largestBuffer() const { return std::max<qint64>(maximumBufferSize, 0); }

    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(SharedMemoryConsumerPrivate, int, maximumBuffers, 64)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(SharedMemoryConsumerPrivate, qint64, maximumBufferSize, qint64(1) << 30)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(SharedMemoryConsumerPrivate, bool, copiesUnsealed, false)
    bool finished = false;
    Error error;

private:
    // A buffer of the producer: mapped, or a handle of memory that is copied.
    struct Buffer
    {
        SharedMemory memory;
        OwnedHandle unsealed;
        quint64 size = 0;
    };

    void receive(const QByteArray &bytes);
    void addBuffer(const PoolMessage &message);
    Error open(Buffer &buffer, OwnedHandle handle) const;
    void emitFrame(const PoolMessage &message);
    SharedMemory memoryOf(const Buffer &buffer, qint64 size, Error &why) const;
    SharedMemory copyOf(const Buffer &buffer, Error &why) const;
    static Error invalid(const ErrorText &why);
    void fail(const Error &why);
    void end();

    SharedMemoryConsumer *const q;
    Lifetime m_lifetime;
    const QPointer<MessageChannel> m_channel;
    const std::shared_ptr<FrameReturns> m_returns;
    std::unordered_map<quint32, Buffer> m_buffers;
    quint64 m_lastNumber = 0;
};

} // namespace QtInterprocess
