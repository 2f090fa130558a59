// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/inherited.h"
#include "local/sharedmemorypool_p.h"

#include <QtInterprocess/messagechannel.h>
#include <QtInterprocess/ownedhandle.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

bool SharedMemoryPoolPrivate::refuse(Error::Code code, const ErrorText &why, const char *operation)
{
    error = Error(code, 0, QString::fromLatin1(operation), QString(), why);
    return false;
}

// In a forked child the buffers are those of the parent.
bool SharedMemoryPoolPrivate::refuseInherited(const char *operation)
{
    if (m_process.isOwned())
        return false;
    error = inheritedError(operation, QString());
    return true;
}

// ---- buffers

std::shared_ptr<PoolBuffer> SharedMemoryPoolPrivate::freeBuffer()
{
    const auto found = std::find_if(m_buffers.begin(), m_buffers.end(), [](const auto &one) { return one->isFree(); });
    return found != m_buffers.end() ? *found : nullptr;
}

std::shared_ptr<PoolBuffer> SharedMemoryPoolPrivate::makeBuffer()
{
    SharedMemory memory = SharedMemory::create(bufferSize, &error);
    if (memory.isNull())
        return nullptr;
    // Systems without seals rely on the handles of consumers, which can only be read.
    (void)memory.seal(SharedMemory::Seal::OtherWriters);
    return m_buffers.emplace_back(std::make_shared<PoolBuffer>(++m_lastId, std::move(memory)));
}

// Destroys free buffers of another size, and those above the limit.
void SharedMemoryPoolPrivate::destroyUnwanted()
{
    for (size_t i = m_buffers.size(); i > 0; --i) {
        const auto at = m_buffers.begin() + std::ptrdiff_t(i - 1);
        const bool isWanted = (*at)->memory.size() == bufferSize && m_buffers.size() <= size_t(mostBuffers());
        if (isWanted || !(*at)->isFree())
            continue;
        for (Consumer &consumer : m_consumers)
            dropFrom(consumer, (*at)->id);
        m_buffers.erase(at);
    }
}

void SharedMemoryPoolPrivate::dropFrom(Consumer &consumer, quint32 id)
{
    const auto known = std::find(consumer.known.begin(), consumer.known.end(), id);
    if (known == consumer.known.end())
        return;
    consumer.known.erase(known);
    consumer.channel->send(PoolMessage { PoolMessage::Type::Drop, id }.encoded());
}

SharedMemoryBuffer SharedMemoryPoolPrivate::acquire()
{
    constexpr char Operation[] = "acquire a buffer of shared memory";
    if (refuseInherited(Operation))
        return {};
    error = {};
    destroyUnwanted();
    std::shared_ptr<PoolBuffer> buffer = freeBuffer();
    if (!buffer && m_buffers.size() < size_t(mostBuffers()))
        buffer = makeBuffer();
    else if (!buffer) {
        m_refused = true;
        refuse(Error::ResourceExhausted,
               ErrorText::tr("all %1 buffers are in use; try again when one is free").arg(m_buffers.size()), Operation);
    }
    return buffer ? SharedMemoryBuffer(std::move(buffer)) : SharedMemoryBuffer();
}

void SharedMemoryPoolPrivate::emitAvailable()
{
    if (m_refused && freeBuffer()) {
        m_refused = false;
        Q_EMIT q->bufferAvailable();
    }
}

// ---- consumers

SharedMemoryPoolPrivate::Consumers::iterator SharedMemoryPoolPrivate::find(const MessageChannel *channel)
{
    return std::find_if(m_consumers.begin(), m_consumers.end(),
                        [channel](const Consumer &one) { return one.channel == channel; });
}

QList<MessageChannel *> SharedMemoryPoolPrivate::channels() const
{
    QList<MessageChannel *> all;
    for (const Consumer &consumer : m_consumers)
        all.append(consumer.channel);
    return all;
}

bool SharedMemoryPoolPrivate::addConsumer(MessageChannel *channel, Delivery delivery)
{
    constexpr char Operation[] = "add a consumer of shared memory";
    if (!channel || channel->isFinished())
        return refuse(Error::InvalidOperation, ErrorText::tr("the channel has ended"), Operation);
    if (find(channel) != m_consumers.end())
        return refuse(Error::InvalidOperation, ErrorText::tr("the channel has a consumer already"), Operation);
    error = {};
    channel->setMaximumHandles(1); // Windows: both sides use the header that carries handles
    QObject::connect(channel, &MessageChannel::messageReceived, q,
                     [this, channel](const QByteArray &message) { receive(channel, message); });
    QObject::connect(channel, &MessageChannel::readyToSend, q, [this] { feedAll(); });
    QObject::connect(channel, &MessageChannel::finished, q, [this, channel] { lose(channel, channel->error()); });
    QObject::connect(channel, &QObject::destroyed, q, [this, channel] { lose(channel, {}); });
    Consumer &consumer = m_consumers.emplace_back(Consumer { channel, delivery, false, {}, {}, {} });
    if (m_newest)
        enqueue(consumer, *m_newest);
    return true;
}

void SharedMemoryPoolPrivate::removeConsumer(MessageChannel *channel)
{
    const auto consumer = find(channel);
    if (consumer == m_consumers.end())
        return;
    QObject::disconnect(channel, nullptr, q, nullptr);
    m_consumers.erase(consumer);
}

// Removes a consumer that has ended.
void SharedMemoryPoolPrivate::lose(MessageChannel *channel, const Error &why)
{
    removeConsumer(channel);
    const Lifetime::Guard guard(m_lifetime);
    Q_EMIT q->consumerRemoved(channel, why);
    if (!guard.isOver())
        emitAvailable();
}

// ---- frames

bool SharedMemoryPoolPrivate::publish(SharedMemoryBuffer &buffer, qint64 size, const QByteArray &metadata)
{
    constexpr char Operation[] = "publish a frame";
    const auto &taken = buffer.m_buffer;
    if (refuseInherited(Operation))
        return false;
    if (std::find(m_buffers.begin(), m_buffers.end(), taken) == m_buffers.end())
        return refuse(Error::InvalidOperation, ErrorText::tr("the buffer is not one of this pool"), Operation);
    if (size < -1 || size > taken->memory.size())
        return refuse(
            Error::InvalidOperation,
            ErrorText::tr("the size of the frame is %1, the buffer has %2 bytes").arg(size).arg(taken->memory.size()),
            Operation);
    error = {};
    taken->number = ++number;
    taken->size = quint64(size < 0 ? taken->memory.size() : size);
    taken->metadata = metadata;
    m_newest = PoolFrame(taken);
    buffer = {};
    for (Consumer &consumer : m_consumers)
        enqueue(consumer, *m_newest);
    return true;
}

void SharedMemoryPoolPrivate::enqueue(Consumer &consumer, const PoolFrame &frame)
{
    if (consumer.delivery == Delivery::Newest)
        consumer.waiting.clear();
    consumer.waiting.push_back(frame);
    feed(consumer);
}

void SharedMemoryPoolPrivate::feedAll()
{
    for (Consumer &consumer : m_consumers)
        feed(consumer);
}

// Sends frames that wait, as long as the consumer may have more. If that fails, the frame waits for
// the next call, or for the end of the channel.
void SharedMemoryPoolPrivate::feed(Consumer &consumer)
{
    while (consumer.isReady && !consumer.waiting.empty() && consumer.held.size() < size_t(mostHeld())) {
        if (!send(consumer, consumer.waiting.front()))
            return;
        consumer.held.push_back(std::move(consumer.waiting.front()));
        consumer.waiting.erase(consumer.waiting.begin());
    }
}

bool SharedMemoryPoolPrivate::send(Consumer &consumer, const PoolFrame &frame)
{
    const bool isKnown = std::find(consumer.known.begin(), consumer.known.end(), frame->id) != consumer.known.end();
    return (isKnown || announce(consumer, *frame))
        && consumer.channel->send(
            PoolMessage { PoolMessage::Type::Frame, frame->id, frame->number, frame->size, frame->metadata }.encoded());
}

bool SharedMemoryPoolPrivate::announce(Consumer &consumer, const PoolBuffer &buffer)
{
    std::vector<OwnedHandle> handles;
    handles.push_back(buffer.memory.handle(SharedMemory::Mode::ReadOnly));
    const PoolMessage message { PoolMessage::Type::Buffer, buffer.id, 0, quint64(buffer.memory.size()) };
    if (!handles.front() || !consumer.channel->send(message.encoded(), std::move(handles)))
        return false;
    consumer.known.push_back(buffer.id);
    return true;
}

void SharedMemoryPoolPrivate::receive(MessageChannel *channel, const QByteArray &message)
{
    const auto consumer = find(channel);
    if (consumer == m_consumers.end())
        return;
    if (handle(*consumer, message)) {
        feed(*consumer);
        emitAvailable();
        return;
    }
    const Lifetime::Guard guard(m_lifetime);
    QObject::disconnect(channel, nullptr, q, nullptr); // close() reports an end without an error
    channel->close();
    if (!guard.isOver())
        lose(channel,
             Error(Error::InvalidMessage, 0, QStringLiteral("take back a frame"), QString(),
                   ErrorText::tr("the consumer has returned a frame that it does not have")));
}

// Returns false if the message does not follow the protocol.
bool SharedMemoryPoolPrivate::handle(Consumer &consumer, const QByteArray &bytes)
{
    const auto message = PoolMessage::parse(bytes);
    if (!message)
        return false;
    switch (message->type) {
    case PoolMessage::Type::Unknown: return true;
    case PoolMessage::Type::Ready: consumer.isReady = true; return true;
    case PoolMessage::Type::Release: return takeBack(consumer, *message);
    case PoolMessage::Type::Buffer:
    case PoolMessage::Type::Frame:
    case PoolMessage::Type::Drop: break;
    }
    return false;
}

bool SharedMemoryPoolPrivate::takeBack(Consumer &consumer, const PoolMessage &message)
{
    const auto held = std::find_if(consumer.held.begin(), consumer.held.end(), [&](const PoolFrame &one) {
        return one->id == message.id && one->number == message.number;
    });
    if (held == consumer.held.end())
        return false;
    consumer.held.erase(held);
    return true;
}

} // namespace QtInterprocess
