// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/sharedmemorypool_p.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

// ---- SharedMemoryBuffer

SharedMemoryBuffer::SharedMemoryBuffer() noexcept = default;

SharedMemoryBuffer::SharedMemoryBuffer(std::shared_ptr<PoolBuffer> buffer) noexcept : m_buffer(std::move(buffer))
{
    m_buffer->addUse();
}

SharedMemoryBuffer::SharedMemoryBuffer(SharedMemoryBuffer &&other) noexcept = default;

SharedMemoryBuffer &SharedMemoryBuffer::operator=(SharedMemoryBuffer &&other) noexcept
{
    SharedMemoryBuffer taken(std::move(other));
    m_buffer.swap(taken.m_buffer);
    return *this;
}

SharedMemoryBuffer::~SharedMemoryBuffer()
{
    if (m_buffer)
        m_buffer->removeUse();
}

char *SharedMemoryBuffer::data() const noexcept
{
    return m_buffer ? m_buffer->memory.data() : nullptr;
}

qint64 SharedMemoryBuffer::size() const noexcept
{
    return m_buffer ? m_buffer->memory.size() : 0;
}

// ---- SharedMemoryPool

SharedMemoryPool::SharedMemoryPool(qint64 bufferSize, QObject *parent)
    : QObject(parent),
      m_d(std::make_unique<SharedMemoryPoolPrivate>(this, bufferSize))
{ }

SharedMemoryPool::~SharedMemoryPool() = default;

qint64 SharedMemoryPool::bufferSize() const noexcept
{
    return m_d->bufferSize;
}

void SharedMemoryPool::setBufferSize(qint64 size)
{
    m_d->bufferSize = size;
}

QBindable<qint64> SharedMemoryPool::bindableBufferSize()
{
    return &m_d->bufferSize;
}

int SharedMemoryPool::maximumBuffers() const noexcept
{
    return m_d->mostBuffers();
}

void SharedMemoryPool::setMaximumBuffers(int count)
{
    m_d->maximumBuffers = std::max(count, 2);
}

QBindable<int> SharedMemoryPool::bindableMaximumBuffers()
{
    return &m_d->maximumBuffers;
}

int SharedMemoryPool::maximumHeld() const noexcept
{
    return m_d->mostHeld();
}

void SharedMemoryPool::setMaximumHeld(int count)
{
    m_d->maximumHeld = std::max(count, 1);
}

QBindable<int> SharedMemoryPool::bindableMaximumHeld()
{
    return &m_d->maximumHeld;
}

bool SharedMemoryPool::addConsumer(MessageChannel *channel, Delivery delivery)
{
    return m_d->addConsumer(channel, delivery);
}

void SharedMemoryPool::removeConsumer(MessageChannel *channel)
{
    m_d->removeConsumer(channel);
}

QList<MessageChannel *> SharedMemoryPool::consumers() const
{
    return m_d->channels();
}

SharedMemoryBuffer SharedMemoryPool::acquire()
{
    return m_d->acquire();
}

bool SharedMemoryPool::publish(SharedMemoryBuffer &&buffer, qint64 size, const QByteArray &metadata)
{
    return m_d->publish(buffer, size, metadata);
}

quint64 SharedMemoryPool::frameNumber() const noexcept
{
    return m_d->number;
}

Error SharedMemoryPool::error() const
{
    return m_d->error;
}

} // namespace QtInterprocess
