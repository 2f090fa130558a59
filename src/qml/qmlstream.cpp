// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlstream.h"

#include <QtQml/qjsvalue.h>

namespace QtInterprocess {

static constexpr qint64 Limit = 1024 * 1024; // bytes that are held for a stream, and so the longest line

QmlStream::~QmlStream() = default;

void QmlStream::setFormat(Format format)
{
    if (m_format == format)
        return;
    m_format = format;
    begin();
    Q_EMIT formatChanged();
}

bool QmlStream::isConnected() const
{
    return m_device && m_device->state() == Device::State::Connected;
}

void QmlStream::setPaused(bool on)
{
    if (m_paused == on)
        return;
    m_paused = on;
    if (m_channel)
        m_channel->setPaused(on);
    else if (!on)
        QMetaObject::invokeMethod(
            this, [this] { read(); }, Qt::QueuedConnection);
    Q_EMIT pausedChanged();
}

void QmlStream::setError(const Error &error)
{
    m_error = error;
    Q_EMIT errorChanged();
}

void QmlStream::setDevice(Device *device)
{
    m_device = device;
    if (!device)
        return;
    device->setReadBufferSize(Limit); // so that a sender is held up by a stream that is paused
    connect(device, &Device::stateChanged, this, &QmlStream::connectedChanged);
    connect(device, &Device::errorOccurred, this, &QmlStream::setError);
    connect(device, &Device::readyRead, this, &QmlStream::read);
    connect(device, &Device::readChannelFinished, this, [this] {
        m_ended = true;
        read();
    });
    begin();
}

// Makes the channel, if there is to be one.
void QmlStream::begin()
{
    m_channel.reset();
    m_ended = false;
    if (!m_device || m_format != Json)
        return;
    m_channel = std::make_unique<MessageChannel>(m_device);
    m_channel->setFormat(MessageChannel::Format::Json);
    m_channel->setPaused(m_paused);
    connect(m_channel.get(), &MessageChannel::valueReceived, this,
            [this](const QCborValue &value) { Q_EMIT received(value.toVariant()); });
    connect(m_channel.get(), &MessageChannel::errorOccurred, this, &QmlStream::setError);
    connect(m_channel.get(), &MessageChannel::finished, this, &QmlStream::finished);
}

void QmlStream::read()
{
    if (m_channel || m_paused || !m_device)
        return;
    const QPointer<QmlStream> alive(this);
    if (m_format == Lines) {
        readLines();
    } else if (const QByteArray bytes = m_device->readAll(); !bytes.isEmpty()) {
        Q_EMIT received(bytes);
    }
    if (alive && m_ended && !m_paused)
        end();
}

void QmlStream::readLines()
{
    const QPointer<QmlStream> alive(this);
    while (alive && m_device && !m_paused) {
        const bool isWhole = m_device->canReadLine();
        const bool isAll = m_ended || m_device->bytesAvailable() >= Limit; // too long: comes in pieces
        if (!isWhole && (!isAll || m_device->bytesAvailable() == 0))
            return;
        QByteArray line = m_device->readLine(Limit);
        if (line.endsWith('\n'))
            line.chop(line.endsWith("\r\n") ? 2 : 1);
        Q_EMIT received(QString::fromUtf8(line));
    }
}

void QmlStream::end()
{
    m_ended = false;
    Q_EMIT finished();
}

bool QmlStream::send(const QVariant &value)
{
    const auto refuse = [this](const Error &error) {
        setError(error);
        return false;
    };
    if (!m_device || !m_device->isWritable())
        return refuse(Error(Error::InvalidOperation, 0, QStringLiteral("send"), QString(),
                            QStringLiteral("there is no connection that could be written to")));
    const bool isOfScript = value.metaType() == QMetaType::fromType<QJSValue>();
    const QVariant plain = isOfScript ? value.value<QJSValue>().toVariant() : value;
    if (m_channel)
        return m_channel->sendValue(QCborValue::fromVariant(plain)) || refuse(m_channel->error());
    QByteArray bytes = plain.typeId() == QMetaType::QByteArray ? plain.toByteArray() : plain.toString().toUtf8();
    if (m_format == Lines)
        bytes += '\n';
    return m_device->write(bytes) == bytes.size() || refuse(m_device->error());
}

} // namespace QtInterprocess
