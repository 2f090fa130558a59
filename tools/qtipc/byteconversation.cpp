// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "byteconversation.h"

using namespace QtInterprocess;

ByteConversation::ByteConversation(Device &device, OutputStyle style, Ends ends, Reporter &reporter)
    : Conversation(device, std::move(ends), reporter),
      m_fromDevice(device, out())
{
    m_fromDevice.setStyle(style);
    reporter.showProgress([this] { return m_fromDevice.bytes() + (m_toDevice ? m_toDevice->bytes() : m_textSent); });
}

void ByteConversation::startToSend(Device &in)
{
    m_toDevice = std::make_unique<Relay>(in, device());
    m_toDevice->keepTarget();
    connect(m_toDevice.get(), &Relay::ended, this, &ByteConversation::inputEnded);
}

void ByteConversation::sendText(const QByteArray &text)
{
    const QByteArray line = text + '\n';
    if (textWriter() ? !textWriter()(line) : device().write(line) != line.size()) {
        fail(device().error());
        return;
    }
    m_textSent = line.size();
    inputEnded();
}

void ByteConversation::tellEnd()
{
    reporter().summary(m_fromDevice.bytes(), m_toDevice ? m_toDevice->bytes() : m_textSent);
}
