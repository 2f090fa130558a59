// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"

#include <QtInterprocess/Pump>

// A conversation in bytes without structure.
class ByteConversation : public Conversation
{
    Q_OBJECT

public:
    ByteConversation(QtInterprocess::Device &device, OutputStyle style, Ends ends, Reporter &reporter);

    void sendText(const QByteArray &text) override;

private:
    Q_DISABLE_COPY_MOVE(ByteConversation)

    void startToSend(QtInterprocess::Device &in) override;
    bool hasReceivedAll() const override { return m_hasReceivedAll; }
    void reportEnd() override;

    void deviceEnded();
    qint64 bytesSent() const { return m_toDevice ? m_toDevice->bytesTransferred() : m_textSent; }

    QtInterprocess::Pump m_fromDevice;
    std::unique_ptr<QtInterprocess::Pump> m_toDevice;
    qint64 m_textSent = 0;
    bool m_hasReceivedAll = false;
};
