// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"
#include "linesender.h"
#include "messagelines.h"

// A conversation in messages of a MessageChannel. Each line of the input is a message, and each
// received message is a line of the output.
class ChannelConversation : public Conversation
{
    Q_OBJECT

public:
    ChannelConversation(QtInterprocess::Device &device, const Manner &manner, Ends ends, Reporter &reporter);

    void sendText(const QByteArray &text) override;

private:
    Q_DISABLE_COPY_MOVE(ChannelConversation)

    void startToSend(QtInterprocess::Device &in) override;
    bool hasReceivedAll() const override { return m_channel.isFinished(); }
    void reportEnd() override;
    QtInterprocess::Error sendMessage(const QByteArray &text);
    QtInterprocess::Error sendLine(const QByteArray &line);
    void channelFailed(const QtInterprocess::Error &error);

    QtInterprocess::MessageChannel m_channel;
    const MessageFormat m_format;
    const qint64 m_answers;
    MessageLines m_received;
    std::unique_ptr<LineSender> m_lines;
    qint64 m_sent = 0;
};
