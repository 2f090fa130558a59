// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "conversation.h"

#include "byteconversation.h"
#include "channelconversation.h"

#include <QtCore/qcoreapplication.h>

#include <utility>

using namespace QtInterprocess;

std::unique_ptr<Conversation> Conversation::create(Device &device, const Manner &manner, Reporter &reporter)
{
    return create(device, manner, { nullptr, PipeWriter::standardOutput() }, reporter);
}

std::unique_ptr<Conversation> Conversation::create(Device &device, const Manner &manner, Ends ends, Reporter &reporter)
{
    if (manner.format)
        return std::make_unique<ChannelConversation>(device, manner, std::move(ends), reporter);
    return std::make_unique<ByteConversation>(device, manner.style, std::move(ends), reporter);
}

Conversation::Conversation(Device &device, Ends ends, Reporter &reporter)
    : m_device(device),
      m_reporter(reporter),
      m_in(std::move(ends.in)),
      m_out(std::move(ends.out))
{
    connect(&device, &Device::errorOccurred, this, &Conversation::deviceFailed);
    connect(&device, &Device::disconnected, this, &Conversation::endIfDone);
    connect(m_out.get(), &Device::errorOccurred, this, &Conversation::outputFailed);
    connect(m_out.get(), &Device::disconnected, this, &Conversation::outputEnded);
}

void Conversation::sendInput()
{
    if (!m_in)
        m_in = PipeReader::standardInput();
    if (m_in->state() == Device::State::Closed) { // standard input is closed
        inputEnded();
        return;
    }
    connect(m_in.get(), &Device::errorOccurred, this, &Conversation::fail);
    startToSend(*m_in);
}

Exit Conversation::run()
{
    if (m_out->state() == Device::State::Closed && !m_isOver)
        fail(m_out->error());
    connect(this, &Conversation::over, qApp, &QCoreApplication::quit);
    if (!m_isOver)
        QCoreApplication::exec();
    reportEnd();
    m_device.close();
    m_out->close();
    (void)Device::drainAll(-1);
    return m_exit;
}

void Conversation::inputEnded()
{
    if (m_closesAfterInput)
        m_device.close();
    else
        m_device.closeWriteChannel();
}

void Conversation::note(const Error &error)
{
    if (!m_isOver)
        m_exit = m_reporter.error(error);
}

void Conversation::fail(const Error &error)
{
    note(error);
    end();
}

// Notes the error. Received data is written first; if the connection is over, disconnected()
// follows.
void Conversation::deviceFailed(const Error &error)
{
    if (error.code() != Error::Unsupported)
        note(error);
    else if (m_endsWithInput)
        m_device.close();
}

void Conversation::outputFailed(const Error &error)
{
    if (!m_outputMayEnd)
        fail(error);
}

void Conversation::outputEnded()
{
    if (!hasReceivedAll() && !m_outputMayEnd) // the reader has closed
        fail(Error(Error::PeerClosed, 0, QStringLiteral("write to"), QStringLiteral("the standard output")));
    else
        endIfDone();
}

// After a half-close of the peer, our own output may still be on its way.
void Conversation::endIfDone()
{
    if (m_device.state() == Device::State::Closed && m_out->state() == Device::State::Closed)
        end();
}

void Conversation::end()
{
    if (!std::exchange(m_isOver, true))
        Q_EMIT over();
}
