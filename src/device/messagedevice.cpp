// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "device/messagedevice_p.h"

#include "support/errortext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

// ---- MessageDevicePrivate

std::unique_ptr<StreamEngine> MessageDevicePrivate::makeEngine(OwnedHandle handle)
{
    auto made = makeMessageEngine(std::move(handle), keepsMessages ? &m_bounds : nullptr);
    made->setMaximumMessageSize(maximumSize);
    return made;
}

void MessageDevicePrivate::setMaximumSize(qint64 size)
{
    maximumSize = std::max<qint64>(size, 0);
    if (engine)
        engine->setMaximumMessageSize(maximumSize);
}

void MessageDevicePrivate::clearInput()
{
    DevicePrivate::clearInput();
    m_bounds.clear();
    messagesCleared();
}

qint64 MessageDevicePrivate::pendingSize() const
{
    return m_bounds.nextSize(held());
}

void MessageDevicePrivate::inputTaken()
{
    if (q->isTransactionStarted())
        return; // it may be put back
    const qint64 left = held();
    (void)m_bounds.nextSize(left); // steps over messages that were read as bytes
    m_bounds.trim();
    messagesRead(m_bounds.lastRead(left));
}

QByteArray MessageDevicePrivate::readMessage()
{
    const qint64 keptByDevice = q->QIODevice::bytesAvailable();
    const qint64 size = m_bounds.nextSize(input.size() + keptByDevice);
    if (size > 0 && (keptByDevice > 0 || q->isTransactionStarted() || q->isTextModeEnabled() || !q->isReadable()))
        return q->read(size);
    if (size > 0) { // the usual case
        QByteArray message = input.take(size);
        m_bounds.takeFirst();
        m_bounds.trim();
        messagesRead(m_bounds.nextNumber() - 1);
        resumeReading();
        scheduleEndReading();
        return message;
    }
    if (size < 0) {
        if (!keepsMessages)
            refuseQuietly(Error(Error::Unsupported, 0, QStringLiteral("read a message from"), subject(),
                                ErrorText::tr("the device carries bytes, not messages; call read()")));
        scheduleEndReading();
        return {};
    }
    m_bounds.takeFirst();
    afterInputTaken();
    scheduleEndReading();
    return QByteArray("", 0);
}

bool MessageDevicePrivate::canSend(qint64 size)
{
    if (!canWrite()) {
        if (refuseInherited("send a message to"))
            return false;
        return failToSend(Error::InvalidOperation, notWritableReason());
    }
    if (maximumSize > 0 && size > maximumSize) {
        return failToSend(Error::MessageTooLarge,
                          ErrorText::tr("the message has %1 bytes, the limit is %2").arg(size).arg(maximumSize));
    }
    if (bytesToWrite() > 0 && roomFor(size) < size)
        return failToSend(Error::ResourceExhausted,
                          ErrorText::tr("the write buffer is full; send again when the peer has read"));
    return true;
}

bool MessageDevicePrivate::writeMessage(const char *data, qint64 size)
{
    if (!canSend(size))
        return false;
    if (const Error why = check(size))
        return fail(why, subject());
    send(data, size);
    return true;
}

bool MessageDevicePrivate::failToSend(Error::Code code, const ErrorText &why)
{
    return fail(Error(code, 0, QString(), QString(), why), subject());
}

bool MessageDevicePrivate::fail(const Error &why, const QString &receiver)
{
    refuseQuietly(
        Error(why.code(), why.nativeCode(), QStringLiteral("send a message to"), receiver, ErrorText::detailOf(why)));
    return false;
}

// ---- MessageDevice

static MessageDevicePrivate *messageDevicePrivate(DevicePrivate *priv)
{
    return static_cast<MessageDevicePrivate *>(priv);
}

static const MessageDevicePrivate *messageDevicePrivate(const DevicePrivate *priv)
{
    return static_cast<const MessageDevicePrivate *>(priv);
}

MessageDevice::MessageDevice(std::unique_ptr<MessageDevicePrivate> priv, QObject *parent)
    : Device(std::move(priv), parent)
{ }

MessageDevice::~MessageDevice() = default;

bool MessageDevice::hasPendingMessages() const
{
    return pendingMessageSize() >= 0;
}

qint64 MessageDevice::pendingMessageSize() const
{
    const auto *const d = messageDevicePrivate(priv());
    d->scheduleEndReading();
    return d->pendingSize();
}

QByteArray MessageDevice::readMessage()
{
    return messageDevicePrivate(priv())->readMessage();
}

bool MessageDevice::writeMessage(const QByteArray &message)
{
    return messageDevicePrivate(priv())->writeMessage(message.constData(), message.size());
}

qint64 MessageDevice::maximumMessageSize() const noexcept
{
    return messageDevicePrivate(priv())->maximumSize;
}

void MessageDevice::setMaximumMessageSize(qint64 size)
{
    const qint64 before = maximumMessageSize();
    messageDevicePrivate(priv())->setMaximumSize(size);
    if (maximumMessageSize() != before)
        Q_EMIT maximumMessageSizeChanged();
}

qint64 MessageDevice::writeData(const char *data, qint64 size)
{
    if (!messageDevicePrivate(priv())->keepsMessages)
        return Device::writeData(data, size);
    if (size == 0 || messageDevicePrivate(priv())->writeMessage(data, size))
        return size;
    return error().code() == Error::ResourceExhausted ? 0 : -1;
}

} // namespace QtInterprocess
