// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "packetconversation.h"

using namespace QtInterprocess;

PacketConversation::PacketConversation(MessageDevice &device, OutputStyle style, Reporter &reporter)
    : Conversation(device, { nullptr, PipeWriter::standardOutput() }, reporter),
      m_device(device),
      m_presentation(style)
{
    device.setReadBufferSize(MostWaiting);
    connect(&device, &Device::readyRead, this, &PacketConversation::receive);
    connect(&device, &Device::readChannelFinished, this, &PacketConversation::receive);
    connect(&device, &Device::disconnected, this, &PacketConversation::receive);
    connect(&out(), &Device::bytesWritten, this, &PacketConversation::receive);
    QMetaObject::invokeMethod(this, &PacketConversation::receive,
                              Qt::QueuedConnection); // messages that had arrived before
}

void PacketConversation::receive()
{
    while (out().bytesToWrite() < MostWaiting && m_device.hasPendingMessages()) {
        out().write(m_presentation.line(m_device.readMessage()));
        ++m_received;
        Q_EMIT received();
    }
    if (m_device.state() == Device::State::Closed && !m_device.hasPendingMessages()) {
        m_receivedAll = true;
        out().closeWriteChannel();
    }
}

Error PacketConversation::sendPacket(const QByteArray &packet)
{
    if (!m_device.writeMessage(packet))
        return m_device.error();
    ++m_sent;
    return {};
}

void PacketConversation::startToSend(Device &in)
{
    m_lines = std::make_unique<LineSender>(
        in,
        LineSender::Target { [this](const QByteArray &line) { return sendPacket(line); },
                             [this] { return m_device.bytesToWrite(); } });
    connect(m_lines.get(), &LineSender::failed, this, &PacketConversation::fail);
    connect(m_lines.get(), &LineSender::ended, this, &PacketConversation::inputEnded);
    connect(&m_device, &Device::bytesWritten, m_lines.get(), &LineSender::updatePaused);
}

void PacketConversation::sendText(const QByteArray &text)
{
    if (textWriter() ? !textWriter()(text) : !m_device.writeMessage(text)) {
        fail(m_device.error());
        return;
    }
    ++m_sent;
    inputEnded();
}

void PacketConversation::reportEnd()
{
    reporter().messageSummary(m_received, m_sent);
}
