// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "messages.h"

#include <utility>

using namespace QtInterprocess;

static constexpr qint64 MostUnsent = 256 * 1024;
static constexpr qint64 LongestLine = 8 * 1024 * 1024; // no message is larger on Linux

MessagesToLines::MessagesToLines(MessageDevice &from, Device &to, OutputStyle style)
    : m_from(from),
      m_to(to),
      m_presentation(style)
{
    from.setReadBufferSize(MostUnsent);
    connect(&from, &Device::readyRead, this, &MessagesToLines::pump);
    connect(&to, &Device::bytesWritten, this, &MessagesToLines::pump);
    QMetaObject::invokeMethod(this, &MessagesToLines::pump, Qt::QueuedConnection); // what was there before
}

void MessagesToLines::pump()
{
    while (m_to.bytesToWrite() < MostUnsent && m_from.hasPendingMessages())
        writeOne();
}

void MessagesToLines::finish()
{
    while (m_from.hasPendingMessages())
        writeOne();
}

void MessagesToLines::writeOne()
{
    m_to.write(m_presentation.line(m_from.readMessage()));
    ++m_count;
}

LinesToMessages::LinesToMessages(Device &from, MessageDevice &to) : m_from(from), m_to(to)
{
    from.setReadBufferSize(LongestLine);
    connect(&from, &Device::readyRead, this, &LinesToMessages::pump);
    connect(&from, &Device::disconnected, this, &LinesToMessages::pump);
    connect(&to, &Device::bytesWritten, this, &LinesToMessages::pump);
    QMetaObject::invokeMethod(this, &LinesToMessages::pump, Qt::QueuedConnection);
}

void LinesToMessages::pump()
{
    while (m_to.bytesToWrite() < MostUnsent && m_from.canReadLine()) {
        QByteArray line = m_from.readLine();
        line.chop(1);
        if (!send(line))
            return;
    }
    if (m_to.bytesToWrite() >= MostUnsent || m_from.canReadLine())
        return;
    if (m_from.state() != Device::State::Closed) {
        if (m_from.bytesAvailable() >= LongestLine)
            Q_EMIT failed(Error(Error::MessageTooLarge, 0, QStringLiteral("read a line"), QString(),
                                QStringLiteral("it has more than %1 bytes").arg(LongestLine)));
        return;
    }
    if (std::exchange(m_ended, true))
        return;
    const QByteArray rest = m_from.readAll(); // a line without its end
    if (rest.isEmpty() || send(rest))
        m_to.closeWriteChannel();
}

bool LinesToMessages::send(const QByteArray &line)
{
    if (!m_to.writeMessage(line)) {
        Q_EMIT failed(m_to.error());
        return false;
    }
    ++m_count;
    return true;
}
