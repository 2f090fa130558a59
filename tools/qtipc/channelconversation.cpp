// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "channelconversation.h"

using namespace QtInterprocess;

ChannelConversation::ChannelConversation(Device &device, const Manner &manner, Ends ends, Reporter &reporter)
    : Conversation(device, std::move(ends), reporter),
      m_channel(&device),
      m_format(*manner.format),
      m_answers(manner.answers),
      m_received(m_channel, out(), manner)
{
    device.setReadBufferSize(MostWaiting);
    connect(&m_received, &MessageLines::written, this, [this] {
        if (m_received.count() == m_answers)
            this->device().close();
    });
    connect(&m_channel, &MessageChannel::errorOccurred, this, &ChannelConversation::channelFailed);
    connect(&m_channel, &MessageChannel::finished, this, [this] {
        if (m_received.count() < m_answers && !hasFailed())
            note(Error(Error::PeerClosed, 0, QStringLiteral("wait for"), QStringLiteral("the answer")));
        out().closeWriteChannel();
    });
}

// A message that cannot be decoded is reported and skipped. The device reports its errors itself.
void ChannelConversation::channelFailed(const Error &error)
{
    if (error.code() != Error::PeerClosed)
        note(error);
}

Error ChannelConversation::sendMessage(const QByteArray &text)
{
    if (m_format == MessageFormat::Text) {
        if (!m_channel.send(text))
            return m_channel.error();
    } else {
        Error error;
        const QCborValue value = valueOf(text, error);
        if (error)
            return error;
        if (!m_channel.sendValue(value))
            return m_channel.error();
    }
    ++m_sent;
    return {};
}

// A line that cannot be encoded is reported, and the conversation continues.
Error ChannelConversation::sendLine(const QByteArray &line)
{
    if (m_format != MessageFormat::Text && line.trimmed().isEmpty())
        return {};
    const Error error = sendMessage(line);
    if (error.code() != Error::InvalidMessage)
        return error;
    note(error);
    return {};
}

void ChannelConversation::startToSend(Device &in)
{
    m_lines = std::make_unique<LineSender>(
        in,
        LineSender::Target { [this](const QByteArray &line) { return sendLine(line); },
                             [this] { return m_channel.bytesToWrite(); } });
    connect(m_lines.get(), &LineSender::failed, this, &ChannelConversation::fail);
    connect(m_lines.get(), &LineSender::ended, this, &ChannelConversation::inputEnded);
    connect(&device(), &Device::bytesWritten, m_lines.get(), &LineSender::updatePaused);
}

void ChannelConversation::sendText(const QByteArray &text)
{
    if (const Error error = sendMessage(text))
        fail(error);
    else if (m_answers == 0) // a server may not answer after a half-close
        inputEnded();
}

void ChannelConversation::reportEnd()
{
    reporter().messageSummary(m_received.count(), m_sent);
}
