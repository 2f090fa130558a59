// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlstream.h"
#include "qml/qmltext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

static constexpr qint64 InputLimit = 1024 * 1024; // bytes buffered while a stream is paused
static constexpr qint64 LeastInput = 64 * 1024;

static_assert(QmlStream::Closed == int(Device::State::Closed) && QmlStream::Connecting == int(Device::State::Connecting)
              && QmlStream::Connected == int(Device::State::Connected)
              && QmlStream::Closing == int(Device::State::Closing));

QmlStream::~QmlStream() = default;

void QmlStream::setFormat(Format format)
{
    if (m_format == format)
        return;
    m_format = format;
    limitInput();
    begin();
    Q_EMIT formatChanged();
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

void QmlStream::setMaximumLineSize(int bytes)
{
    bytes = std::max(bytes, 0);
    if (m_maximumLineSize == bytes)
        return;
    m_maximumLineSize = bytes;
    limitInput();
    Q_EMIT maximumLineSizeChanged();
}

void QmlStream::setError(const Error &error)
{
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

bool QmlStream::refuse(Error::Code code, const QString &why)
{
    setError(Error(code, 0, QStringLiteral("send"), QString(), why));
    return false;
}

void QmlStream::setDevice(Device *device)
{
    m_device = device;
    if (device) {
        connect(device, &Device::stateChanged, this, &QmlStream::noteState);
        connect(device, &Device::errorOccurred, this, &QmlStream::setError);
        connect(device, &Device::readyRead, this, &QmlStream::read);
        connect(device, &Device::readChannelFinished, this, [this] {
            m_ended = true;
            read();
        });
        limitInput();
        begin();
    }
    noteState();
}

// Limits the input buffer: a paused stream applies backpressure, and an overlong line takes no
// memory.
void QmlStream::limitInput()
{
    if (!m_device)
        return;
    qint64 limit = InputLimit;
    if (m_format == Lines) {
        const qint64 longest = qint64(m_maximumLineSize) + 2; // with its line ending
        limit = m_maximumLineSize > 0 ? std::max(longest, LeastInput) : 0;
    }
    m_device->setReadBufferSize(limit);
}

QmlStream::State QmlStream::currentState() const
{
    return m_device ? State(m_device->state()) : Closed;
}

void QmlStream::noteState()
{
    const State state = currentState();
    const State before = std::exchange(m_state, state);
    if (state == before)
        return;
    const QPointer<QmlStream> alive(this);
    if (state == Connected)
        setError({});
    if (alive)
        Q_EMIT stateChanged();
    if (alive && (state == Connected || before == Connected))
        Q_EMIT connectedChanged();
}

// Creates the channel if the format is Json.
void QmlStream::begin()
{
    m_channel.reset();
    m_ended = false;
    m_isSkipping = false;
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
    while (alive && m_device && !m_paused && takeLine()) {
    }
}

// Takes a line, or a part of one that is too long; returns false if more data is needed.
bool QmlStream::takeLine()
{
    const qint64 available = m_device->bytesAvailable();
    const qint64 limit = m_maximumLineSize;
    const bool isTooLong = limit > 0 && available > limit + 1; // the last byte may be a '\r' whose '\n' follows
    if (available == 0 || !(m_device->canReadLine() || m_ended || isTooLong || m_isSkipping))
        return false;
    QByteArray line = m_device->readLine();
    const bool isWhole = line.endsWith('\n') || m_ended;
    if (std::exchange(m_isSkipping, !isWhole))
        return true;
    if (line.endsWith('\n'))
        line.chop(line.endsWith("\r\n") ? 2 : 1);
    if (limit > 0 && line.size() > limit)
        setError(Error(Error::MessageTooLarge, 0, QStringLiteral("read a line"), QString(),
                       QmlText::tr("a line has more than %1 bytes").arg(limit)));
    else
        Q_EMIT received(QString::fromUtf8(line));
    return true;
}

void QmlStream::end()
{
    m_ended = false;
    Q_EMIT finished();
}

// ---- output

std::optional<QByteArray> QmlStream::encode(ValueEncoder &encoder, const QJSValue &value, Format format)
{
    auto bytes = encoder.encode(value, format == Json ? ValueEncoder::Form::Json : ValueEncoder::Form::Plain);
    if (bytes && format == Lines)
        *bytes += '\n';
    return bytes;
}

bool QmlStream::send(const QJSValue &value)
{
    const auto bytes = encode(m_encoder, value, m_format);
    return bytes ? sendEncoded(*bytes) : refuse(Error::InvalidOperation, m_encoder.why());
}

bool QmlStream::sendEncoded(const QByteArray &bytes)
{
    if (m_device && m_device->isWritable() && m_device->state() != Device::State::Closed)
        return write(bytes);
    return sendLater(m_format == Json ? MessageChannel::frame(bytes) : bytes);
}

bool QmlStream::sendLater(const QByteArray &)
{
    return refuse(Error::InvalidOperation, QmlText::tr("there is no connection to write to"));
}

bool QmlStream::write(const QByteArray &bytes)
{
    const bool isAccepted = m_channel ? m_channel->send(bytes) : m_device->write(bytes) == bytes.size();
    if (!isAccepted)
        setError(m_channel ? m_channel->error() : m_device->error());
    return isAccepted;
}

} // namespace QtInterprocess
