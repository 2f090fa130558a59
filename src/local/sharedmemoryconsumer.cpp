// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/sharedmemoryconsumer_p.h"

#include <QtCore/qthread.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace QtInterprocess {

// ---- SharedMemoryFrame

SharedMemoryFrame::SharedMemoryFrame() = default;
SharedMemoryFrame::SharedMemoryFrame(SharedMemoryFrameData *data) noexcept : d(data) { }
SharedMemoryFrame::SharedMemoryFrame(const SharedMemoryFrame &other) = default;
SharedMemoryFrame::SharedMemoryFrame(SharedMemoryFrame &&other) noexcept = default;
SharedMemoryFrame &SharedMemoryFrame::operator=(const SharedMemoryFrame &other) = default;
SharedMemoryFrame &SharedMemoryFrame::operator=(SharedMemoryFrame &&other) noexcept = default;
SharedMemoryFrame::~SharedMemoryFrame() = default;

const char *SharedMemoryFrame::constData() const noexcept
{
    return d ? d->memory.constData() : nullptr;
}

qint64 SharedMemoryFrame::size() const noexcept
{
    return d ? qint64(d->message.size) : 0;
}

quint64 SharedMemoryFrame::number() const noexcept
{
    return d ? d->message.number : 0;
}

QByteArray SharedMemoryFrame::metadata() const
{
    return d ? d->message.metadata : QByteArray();
}

bool SharedMemoryFrame::isHeld() const noexcept
{
    return d && d->returns->isConnected();
}

QByteArray SharedMemoryFrame::copy() const
{
    return d ? QByteArray(constData(), qsizetype(size())) : QByteArray();
}

// ---- FrameReturns

void FrameReturns::add(const PoolMessage &message)
{
    if (!m_process.isOwned())
        return;
    SharedMemoryConsumerPrivate *here = nullptr;
    {
        const QMutexLocker lock(&m_mutex);
        if (!m_consumer)
            return;
        if (m_consumer->object()->thread() == QThread::currentThread()) {
            here = m_consumer; // only this thread can destroy it
        } else {
            if (m_returned.empty())
                QMetaObject::invokeMethod(
                    m_consumer->object(), [consumer = m_consumer] { consumer->sendReturns(); }, Qt::QueuedConnection);
            m_returned.push_back(message);
        }
    }
    if (here)
        here->send(message);
}

std::vector<PoolMessage> FrameReturns::takeAll()
{
    const QMutexLocker lock(&m_mutex);
    return std::exchange(m_returned, {});
}

void FrameReturns::consumerGone()
{
    if (!m_process.isOwned())
        return;
    disconnected();
    const QMutexLocker lock(&m_mutex);
    m_consumer = nullptr;
}

// ---- SharedMemoryConsumerPrivate

SharedMemoryConsumerPrivate::SharedMemoryConsumerPrivate(SharedMemoryConsumer *consumer, MessageChannel *channel)
    : q(consumer),
      m_channel(channel),
      m_returns(std::make_shared<FrameReturns>(this))
{
    if (!channel || channel->isFinished()) {
        QMetaObject::invokeMethod(
            q, [this] { end(); }, Qt::QueuedConnection);
        return;
    }
    channel->setMaximumHandles(1);
    QObject::connect(channel, &MessageChannel::messageReceived, q,
                     [this](const QByteArray &message) { receive(message); });
    QObject::connect(channel, &MessageChannel::errorOccurred, q, [this](const Error &why) { fail(why); });
    QObject::connect(channel, &MessageChannel::finished, q, [this] { end(); });
    QObject::connect(channel, &QObject::destroyed, q, [this] { end(); });
    if (!channel->send(PoolMessage { PoolMessage::Type::Ready, PoolMessage::Version }.encoded()))
        QMetaObject::invokeMethod(
            q, [this, why = channel->error()] { fail(why); }, Qt::QueuedConnection);
}

SharedMemoryConsumerPrivate::~SharedMemoryConsumerPrivate()
{
    m_returns->consumerGone();
}

void SharedMemoryConsumerPrivate::send(const PoolMessage &message)
{
    if (m_channel && !finished)
        m_channel->send(message.encoded());
}

void SharedMemoryConsumerPrivate::sendReturns()
{
    for (const PoolMessage &message : m_returns->takeAll())
        send(message);
}

void SharedMemoryConsumerPrivate::receive(const QByteArray &bytes)
{
    const auto message = PoolMessage::parse(bytes);
    if (!message)
        return fail(invalid(ErrorText::tr("the message is too short")));
    switch (message->type) {
    case PoolMessage::Type::Unknown:
    case PoolMessage::Type::Ready:
    case PoolMessage::Type::Release: break;
    case PoolMessage::Type::Drop: m_buffers.erase(message->id); break;
    case PoolMessage::Type::Buffer: addBuffer(*message); break;
    case PoolMessage::Type::Frame: emitFrame(*message); break;
    }
}

Error SharedMemoryConsumerPrivate::invalid(const ErrorText &why)
{
    return Error(Error::InvalidMessage, 0, QStringLiteral("receive a frame"), QString(), why);
}

void SharedMemoryConsumerPrivate::addBuffer(const PoolMessage &message)
{
    std::vector<OwnedHandle> handles = m_channel->takeHandles();
    if (handles.size() != 1)
        return fail(invalid(ErrorText::tr("a buffer has arrived without its handle")));
    if (m_buffers.count(message.id) > 0)
        return fail(invalid(ErrorText::tr("a buffer has arrived twice")));
    if (m_buffers.size() >= size_t(mostBuffers()))
        return fail(Error(Error::ResourceExhausted, 0, QStringLiteral("receive a frame"), QString(),
                          ErrorText::tr("the producer has sent more than %1 buffers").arg(mostBuffers())));
    if (message.size > quint64(largestBuffer()))
        return fail(
            Error(Error::MessageTooLarge, 0, QStringLiteral("receive a frame"), QString(),
                  ErrorText::tr("the buffer has %1 bytes, the limit is %2").arg(message.size).arg(largestBuffer())));
    Buffer buffer;
    buffer.size = message.size;
    if (const Error why = open(buffer, std::move(handles.front())))
        return fail(why);
    m_buffers.emplace(message.id, std::move(buffer));
}

// Maps the memory, or keeps its handle if each frame is copied.
Error SharedMemoryConsumerPrivate::open(Buffer &buffer, OwnedHandle handle) const
{
    Error why;
    OwnedHandle second = copiesUnsealed ? handle.duplicate(&why) : OwnedHandle();
    if (why)
        return why;
    buffer.memory = SharedMemory::map(std::move(handle), SharedMemory::Mode::ReadOnly, &why);
    qint64 size = buffer.memory.size();
    if (why && copiesUnsealed) {
        buffer.unsealed = std::move(second);
        size = copyOf(buffer, why).size(); // a copy also finds out whether the handle is one of memory
    }
    if (!why && quint64(size) < buffer.size)
        return invalid(ErrorText::tr("the memory has %1 bytes, the producer announced %2").arg(size).arg(buffer.size));
    return why;
}

void SharedMemoryConsumerPrivate::emitFrame(const PoolMessage &message)
{
    const auto buffer = m_buffers.find(message.id);
    if (buffer == m_buffers.end())
        return fail(invalid(ErrorText::tr("the frame is in a buffer that has not arrived")));
    if (message.size > buffer->second.size)
        return fail(invalid(
            ErrorText::tr("the frame has %1 bytes, its buffer has %2").arg(message.size).arg(buffer->second.size)));
    if (message.number <= m_lastNumber)
        return fail(invalid(ErrorText::tr("the number of the frame is not higher than that of the last one")));
    m_lastNumber = message.number;
    Error why;
    SharedMemory memory = memoryOf(buffer->second, qint64(message.size), why);
    if (why)
        return fail(why);
    const SharedMemoryFrame frame(new SharedMemoryFrameData(m_returns, std::move(memory), message));
    Q_EMIT q->frameReceived(frame);
}

SharedMemory SharedMemoryConsumerPrivate::memoryOf(const Buffer &buffer, qint64 size, Error &why) const
{
    if (!buffer.memory.isNull())
        return buffer.memory;
    SharedMemory copy = copyOf(buffer, why);
    if (!why && copy.size() < size)
        why = invalid(ErrorText::tr("the memory has become smaller"));
    return copy;
}

SharedMemory SharedMemoryConsumerPrivate::copyOf(const Buffer &buffer, Error &why) const
{
    OwnedHandle handle = buffer.unsealed.duplicate(&why);
    return why ? SharedMemory() : SharedMemory::copy(std::move(handle), largestBuffer(), &why);
}

// ---- the end

void SharedMemoryConsumerPrivate::fail(const Error &why)
{
    if (finished)
        return;
    error = why;
    const Lifetime::Guard guard(m_lifetime);
    if (m_channel) {
        QObject::disconnect(m_channel, nullptr, q, nullptr);
        m_channel->close();
    }
    if (guard.isOver())
        return;
    Q_EMIT q->errorOccurred(why);
    if (!guard.isOver())
        end();
}

void SharedMemoryConsumerPrivate::end()
{
    if (std::exchange(finished, true))
        return;
    m_buffers.clear();
    m_returns->disconnected();
    Q_EMIT q->finished();
}

// ---- SharedMemoryConsumer

SharedMemoryConsumer::SharedMemoryConsumer(MessageChannel *channel, QObject *parent)
    : QObject(parent),
      m_d(std::make_unique<SharedMemoryConsumerPrivate>(this, channel))
{ }

SharedMemoryConsumer::~SharedMemoryConsumer() = default;

int SharedMemoryConsumer::maximumBuffers() const noexcept
{
    return m_d->mostBuffers();
}

void SharedMemoryConsumer::setMaximumBuffers(int count)
{
    m_d->maximumBuffers = std::max(count, 0);
}

QBindable<int> SharedMemoryConsumer::bindableMaximumBuffers()
{
    return &m_d->maximumBuffers;
}

qint64 SharedMemoryConsumer::maximumBufferSize() const noexcept
{
    return m_d->largestBuffer();
}

void SharedMemoryConsumer::setMaximumBufferSize(qint64 size)
{
    m_d->maximumBufferSize = std::max<qint64>(size, 0);
}

QBindable<qint64> SharedMemoryConsumer::bindableMaximumBufferSize()
{
    return &m_d->maximumBufferSize;
}

bool SharedMemoryConsumer::copiesUnsealedMemory() const noexcept
{
    return m_d->copiesUnsealed;
}

void SharedMemoryConsumer::setCopiesUnsealedMemory(bool on)
{
    m_d->copiesUnsealed = on;
}

QBindable<bool> SharedMemoryConsumer::bindableCopiesUnsealedMemory()
{
    return &m_d->copiesUnsealed;
}

bool SharedMemoryConsumer::isFinished() const noexcept
{
    return m_d->finished;
}

Error SharedMemoryConsumer::error() const
{
    return m_d->error;
}

} // namespace QtInterprocess
