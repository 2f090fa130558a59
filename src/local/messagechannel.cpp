// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/messagechannel_p.h"
#include "local/messagevalue.h"

#include <QtCore/qcoreevent.h>

namespace QtInterprocess {

MessageChannel::MessageChannel(QIODevice *device, QObject *parent) : MessageChannel(Ends { device, device }, parent) { }

MessageChannel::MessageChannel(const Ends &ends, QObject *parent)
    : QObject(parent),
      m_d(std::make_unique<MessageChannelPrivate>(this, ends.in, ends.out))
{ }

MessageChannel::~MessageChannel() = default;

bool MessageChannel::event(QEvent *event)
{
    switch (m_d->handover.step(this, event)) {
    case Handover::Step::Leave: m_d->leaveThread(); break;
    case Handover::Step::Join: m_d->joinThread(); break;
    case Handover::Step::None: break;
    }
    return QObject::event(event);
}

bool MessageChannel::send(const QByteArray &message)
{
    return m_d->send(message);
}

bool MessageChannel::send(const QByteArray &message, std::vector<OwnedHandle> &&handles)
{
    return m_d->send(message, handles.empty() ? nullptr : &handles);
}

bool MessageChannel::sendValue(const QCborValue &value)
{
    return m_d->send(encodeValue(value, m_d->format));
}

bool MessageChannel::sendValue(const QCborValue &value, std::vector<OwnedHandle> &&handles)
{
    return m_d->send(encodeValue(value, m_d->format), handles.empty() ? nullptr : &handles);
}

QByteArray MessageChannel::encode(const QCborValue &value, Format format)
{
    return encodeValue(value, format);
}

QByteArray MessageChannel::frame(const QByteArray &message, Framing framing)
{
    if (!Frame::obstacle(message, framing).isEmpty() || message.size() > Frame::LargestMessage)
        return {};
    return Frame::header(message.size(), framing) + message + Frame::end(framing);
}

void MessageChannel::close()
{
    m_d->close();
}

MessageChannel::Framing MessageChannel::framing() const noexcept
{
    return m_d->framing;
}

void MessageChannel::setFraming(Framing framing)
{
    m_d->framing = framing;
}

QBindable<MessageChannel::Framing> MessageChannel::bindableFraming()
{
    return &m_d->framing;
}

MessageChannel::Format MessageChannel::format() const noexcept
{
    return m_d->format;
}

void MessageChannel::setFormat(Format format)
{
    m_d->format = format;
}

QBindable<MessageChannel::Format> MessageChannel::bindableFormat()
{
    return &m_d->format;
}

qint64 MessageChannel::maximumMessageSize() const noexcept
{
    return std::max<qint64>(m_d->maximumSize, 0);
}

void MessageChannel::setMaximumMessageSize(qint64 size)
{
    m_d->maximumSize = std::max<qint64>(size, 0);
}

QBindable<qint64> MessageChannel::bindableMaximumMessageSize()
{
    return &m_d->maximumSize;
}

int MessageChannel::maximumValueDepth() const noexcept
{
    return std::max<int>(m_d->maximumDepth, 0);
}

void MessageChannel::setMaximumValueDepth(int levels)
{
    m_d->maximumDepth = std::max<int>(levels, 0);
}

QBindable<int> MessageChannel::bindableMaximumValueDepth()
{
    return &m_d->maximumDepth;
}

qint64 MessageChannel::maximumValueElements() const noexcept
{
    return std::max<qint64>(m_d->maximumElements, 0);
}

void MessageChannel::setMaximumValueElements(qint64 count)
{
    m_d->maximumElements = std::max<qint64>(count, 0);
}

QBindable<qint64> MessageChannel::bindableMaximumValueElements()
{
    return &m_d->maximumElements;
}

int MessageChannel::maximumHandles() const noexcept
{
    return m_d->handleLimit();
}

void MessageChannel::setMaximumHandles(int count)
{
    m_d->maximumHandles = std::max<int>(count, 0);
}

QBindable<int> MessageChannel::bindableMaximumHandles()
{
    return &m_d->maximumHandles;
}

std::vector<OwnedHandle> MessageChannel::takeHandles()
{
    return m_d->takeHandles();
}

qint64 MessageChannel::writeBufferSize() const noexcept
{
    return std::max<qint64>(m_d->writeLimit, 0);
}

void MessageChannel::setWriteBufferSize(qint64 size)
{
    m_d->writeLimit = std::max<qint64>(size, 0);
}

QBindable<qint64> MessageChannel::bindableWriteBufferSize()
{
    return &m_d->writeLimit;
}

qint64 MessageChannel::bytesToWrite() const
{
    return m_d->bytesToWrite();
}

bool MessageChannel::isPaused() const noexcept
{
    return m_d->paused;
}

void MessageChannel::setPaused(bool on)
{
    m_d->paused = on;
}

QBindable<bool> MessageChannel::bindablePaused()
{
    return &m_d->paused;
}

bool MessageChannel::isFinished() const noexcept
{
    return m_d->finished;
}

Error MessageChannel::error() const
{
    return m_d->callError ? m_d->callError : m_d->error;
}

bool MessageChannel::waitForMessage(int msecs)
{
    return m_d->waitForMessage(QDeadlineTimer(msecs));
}

std::optional<QByteArray> MessageChannel::receive(int msecs)
{
    return m_d->receive(QDeadlineTimer(msecs));
}

std::optional<QCborValue> MessageChannel::receiveValue(int msecs)
{
    return m_d->receiveValue(QDeadlineTimer(msecs));
}

bool MessageChannel::waitForSent(int msecs)
{
    return m_d->waitForSent(QDeadlineTimer(msecs));
}

} // namespace QtInterprocess
