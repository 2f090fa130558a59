// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "conversation.h"

#include <QtCore/qcoreapplication.h>

using namespace QtInterprocess;

Conversation::Conversation(Device &device, OutputStyle style, Reporter &reporter)
    : m_device(device),
      m_reporter(reporter),
      m_out(PipeWriter::standardOutput()),
      m_fromDevice(device, *m_out)
{
    m_fromDevice.setStyle(style);
    connect(&device, &Device::errorOccurred, this, &Conversation::deviceFailed);
    connect(&device, &Device::disconnected, this, &Conversation::endIfDone);
    connect(m_out.get(), &Device::errorOccurred, this, &Conversation::fail);
    connect(m_out.get(), &Device::disconnected, this, &Conversation::outputEnded);
    reporter.showProgress([this] { return m_fromDevice.bytes() + (m_toDevice ? m_toDevice->bytes() : m_textSent); });
}

void Conversation::sendStandardInput()
{
    m_in = PipeReader::standardInput();
    if (m_in->state() == Device::State::Closed) { // closed, so at its end
        sendText({});
        return;
    }
    connect(m_in.get(), &Device::errorOccurred, this, &Conversation::fail);
    m_toDevice = std::make_unique<Relay>(*m_in, m_device);
}

void Conversation::sendText(const QByteArray &text)
{
    m_device.write(text);
    m_textSent = text.size();
    m_device.closeWriteChannel();
}

Exit Conversation::run()
{
    if (m_out->state() == Device::State::Closed)
        fail(m_out->error());
    else
        QCoreApplication::exec();
    m_reporter.summary(m_fromDevice.bytes(), m_toDevice ? m_toDevice->bytes() : m_textSent);
    m_device.close();
    (void)Device::drainAll(-1);
    return m_exit;
}

void Conversation::fail(const Error &error)
{
    m_exit = m_reporter.error(error);
    QCoreApplication::quit();
}

void Conversation::deviceFailed(const Error &error)
{
    if (error.code() != Error::Unsupported)
        fail(error);
    else if (m_endsWithInput)
        m_device.close();
}

void Conversation::outputEnded()
{
    if (!m_fromDevice.hasEnded()) // whoever reads it has had enough
        fail(Error(Error::PeerClosed, 0, QStringLiteral("write to"), QStringLiteral("the standard output")));
    else
        endIfDone();
}

// The peer may have ended its writing long before it has read all of ours.
void Conversation::endIfDone()
{
    if (m_device.state() == Device::State::Closed && m_out->state() == Device::State::Closed)
        QCoreApplication::quit();
}
