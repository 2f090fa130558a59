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

bool MessageChannel::sendValue(const QCborValue &value)
{
    return m_d->send(encodeValue(value, m_d->format));
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
    return m_d->reader.framing();
}

void MessageChannel::setFraming(Framing framing) noexcept
{
    m_d->reader.setFraming(framing);
}

MessageChannel::Format MessageChannel::format() const noexcept
{
    return m_d->format;
}

void MessageChannel::setFormat(Format format) noexcept
{
    m_d->format = format;
}

qint64 MessageChannel::maximumMessageSize() const noexcept
{
    return m_d->maximumSize;
}

void MessageChannel::setMaximumMessageSize(qint64 size) noexcept
{
    m_d->maximumSize = std::max<qint64>(size, 0);
}

int MessageChannel::maximumValueDepth() const noexcept
{
    return m_d->valueLimits.depth;
}

void MessageChannel::setMaximumValueDepth(int levels) noexcept
{
    m_d->valueLimits.depth = std::max(levels, 0);
}

qint64 MessageChannel::maximumValueElements() const noexcept
{
    return m_d->valueLimits.elements;
}

void MessageChannel::setMaximumValueElements(qint64 count) noexcept
{
    m_d->valueLimits.elements = std::max<qint64>(count, 0);
}

qint64 MessageChannel::writeBufferSize() const noexcept
{
    return m_d->writeLimit;
}

void MessageChannel::setWriteBufferSize(qint64 size) noexcept
{
    m_d->writeLimit = std::max<qint64>(size, 0);
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
    if (!on)
        m_d->readLater();
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
