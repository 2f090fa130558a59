// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "linesender.h"

#include <utility>

using namespace QtInterprocess;

static constexpr qint64 MostUnsentLines = 256 * 1024;
static constexpr qint64 LongestLine = 8 * 1024 * 1024; // no message of a socket is larger on Linux

LineSender::LineSender(Device &from, Target target) : m_from(from), m_target(std::move(target))
{
    from.setReadBufferSize(LongestLine);
    connect(&from, &Device::readyRead, this, &LineSender::pump);
    connect(&from, &Device::disconnected, this, &LineSender::pump);
    QMetaObject::invokeMethod(this, &LineSender::pump, Qt::QueuedConnection); // what was there before
}

void LineSender::pump()
{
    while (!m_ended && m_target.unsent() < MostUnsentLines && m_from.canReadLine()) {
        QByteArray line = m_from.readLine();
        line.chop(1);
        if (!send(line))
            return;
    }
    if (m_ended || m_target.unsent() >= MostUnsentLines)
        return;
    if (m_from.state() != Device::State::Closed) {
        if (m_from.bytesAvailable() >= LongestLine)
            Q_EMIT failed(Error(Error::MessageTooLarge, 0, QStringLiteral("read a line"), QString(),
                                QStringLiteral("it has more than %1 bytes").arg(LongestLine)));
        return;
    }
    const QByteArray rest = m_from.readAll(); // a line without its end
    if (!rest.isEmpty() && !send(rest))
        return;
    m_ended = true;
    Q_EMIT ended();
}

bool LineSender::send(const QByteArray &line)
{
    if (const Error error = m_target.send(line)) {
        m_ended = true;
        Q_EMIT failed(error);
        return false;
    }
    ++m_count;
    return true;
}
