// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "relay.h"

#include <algorithm>
#include <utility>

using namespace QtInterprocess;

static constexpr qint64 BlockSize = 64 * 1024;
static constexpr qint64 MostUnsentBytes = 256 * 1024;
static constexpr int BlocksPerTurn = 16; // so that the other direction and the progress have theirs

Relay::Relay(Device &from, Device &to) : m_from(from), m_to(to), m_block(BlockSize, Qt::Uninitialized)
{
    from.setReadBufferSize(MostUnsentBytes); // the sender is held up by who reads the target
    connect(&from, &Device::readyRead, this, &Relay::pump);
    connect(&to, &Device::bytesWritten, this, &Relay::pump);
    connect(&to, &Device::connected, this, &Relay::pump);
    connect(&from, &Device::readChannelFinished, this, [this] {
        m_sourceEnded = true;
        pump();
    });
    connect(&from, &Device::disconnected, this, [this] {
        m_sourceEnded = true;
        pump();
    });
    pumpLater();
}

void Relay::pumpLater()
{
    if (std::exchange(m_scheduled, true))
        return;
    const auto pumpNow = [this] {
        m_scheduled = false;
        pump();
    };
    QMetaObject::invokeMethod(this, pumpNow, Qt::QueuedConnection);
}

void Relay::pump()
{
    for (int i = 0; i < BlocksPerTurn && m_to.bytesToWrite() < MostUnsentBytes; ++i) {
        const qint64 count = m_from.isReadable() ? m_from.read(m_block.data(), BlockSize) : 0;
        if (count <= 0) {
            if (m_sourceEnded && !std::exchange(m_ended, true))
                end();
            return;
        }
        const QByteArray bytes = QByteArray::fromRawData(m_block.constData(), count);
        const QByteArray text = m_presentation.add(bytes);
        if (m_to.write(text) != text.size())
            return; // the target is told to have gone
        m_bytes += count;
    }
    if (m_to.bytesToWrite() < MostUnsentBytes)
        pumpLater();
}

void Relay::end()
{
    m_to.write(m_presentation.finish());
    if (!m_keepsTarget)
        m_to.closeWriteChannel();
    Q_EMIT ended();
}
