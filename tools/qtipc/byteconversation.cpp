// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "byteconversation.h"

using namespace QtInterprocess;

ByteConversation::ByteConversation(Device &device, OutputStyle style, Ends ends, Reporter &reporter)
    : Conversation(device, std::move(ends), reporter),
      m_fromDevice(&device, &out())
{
    device.setReadBufferSize(MostWaiting);
    m_fromDevice.setTransform(presentedAs(style));
    m_fromDevice.setClosesWriteChannel(false);
    connect(&m_fromDevice, &Pump::finished, this, &ByteConversation::deviceEnded);
    reporter.showProgress([this] { return m_fromDevice.bytesTransferred() + bytesSent(); });
}

// Also called after an error of the device or the output, which report it themselves.
void ByteConversation::deviceEnded()
{
    m_hasReceivedAll = out().isWritable();
    out().closeWriteChannel();
}

void ByteConversation::startToSend(Device &in)
{
    in.setReadBufferSize(MostWaiting);
    m_toDevice = std::make_unique<Pump>(&in, &device());
    m_toDevice->setClosesWriteChannel(false);
    connect(m_toDevice.get(), &Pump::finished, this, [this] {
        if (!m_toDevice->error())
            inputEnded();
    });
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

void ByteConversation::reportEnd()
{
    reporter().summary(m_fromDevice.bytesTransferred(), bytesSent());
}
