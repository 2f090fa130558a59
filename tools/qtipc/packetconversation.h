// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"
#include "linesender.h"

#include <QtInterprocess/MessageDevice>

// A conversation in packets or datagrams. Each line of the input is one packet, and each received
// packet is a line of the output.
class PacketConversation : public Conversation
{
    Q_OBJECT

public:
    PacketConversation(QtInterprocess::MessageDevice &device, OutputStyle style, Reporter &reporter);

    void sendText(const QByteArray &text) override;

Q_SIGNALS:
    // Emitted when a message was read from the device.
    void received();

private:
    Q_DISABLE_COPY_MOVE(PacketConversation)

    void startToSend(QtInterprocess::Device &in) override;
    bool hasReceivedAll() const override { return m_receivedAll; }
    void reportEnd() override;
    QtInterprocess::Error sendPacket(const QByteArray &packet);
    void receive();

    QtInterprocess::MessageDevice &m_device;
    const Presentation m_presentation;
    std::unique_ptr<LineSender> m_lines;
    qint64 m_received = 0;
    qint64 m_sent = 0;
    bool m_receivedAll = false;
};
