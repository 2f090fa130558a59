// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "messagelines.h"

using namespace QtInterprocess;

// Qt needs quadratic time to convert a map to JSON: about one second for this many keys.
static constexpr qint64 MostElements = 100000;

MessageLines::MessageLines(MessageChannel &channel, Device &out, const Manner &manner)
    : m_channel(channel),
      m_out(out),
      m_presentation(manner.style)
{
    const MessageFormat format = *manner.format;
    channel.setMaximumValueElements(MostElements);
    channel.setFormat(format == MessageFormat::Json ? MessageChannel::Format::Json : MessageChannel::Format::Cbor);
    if (format == MessageFormat::Text || manner.style.hex) { // the bytes themselves
        connect(&channel, &MessageChannel::messageReceived, this, &MessageLines::write);
    } else {
        connect(&channel, &MessageChannel::valueReceived, this,
                [this, format](const QCborValue &value) { write(textOf(value, format)); });
    }
    connect(&out, &Device::bytesWritten, this, &MessageLines::updatePaused);
}

void MessageLines::write(const QByteArray &message)
{
    m_out.write(m_presentation.line(message));
    ++m_count;
    updatePaused();
    Q_EMIT written();
}

void MessageLines::updatePaused()
{
    const bool isFull = m_out.bytesToWrite() >= MostWaiting;
    if (isFull != m_channel.isPaused())
        m_channel.setPaused(isFull);
}
