// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "linesender.h"

#include "presentation.h"

#include <utility>

using namespace QtInterprocess;

static constexpr qint64 LongestLine = 8 * 1024 * 1024; // larger than any message of a socket on Linux

LineSender::LineSender(Device &from, Target target) : m_lines(&from), m_target(std::move(target))
{
    from.setReadBufferSize(MostWaiting);
    m_lines.setMaximumLineSize(LongestLine);
    connect(&m_lines, &LineReader::lineReceived, this, &LineSender::send);
    connect(&m_lines, &LineReader::lineTooLong, this, [this] {
        fail(Error(Error::MessageTooLarge, 0, QStringLiteral("read a line"), QString(),
                   QStringLiteral("the line has more than %1 bytes").arg(LongestLine)));
    });
    connect(&m_lines, &LineReader::finished, this, &LineSender::ended);
}

void LineSender::send(const QByteArray &line)
{
    if (const Error error = m_target.send(line))
        fail(error);
    else
        updatePaused();
}

void LineSender::fail(const Error &error)
{
    m_hasFailed = true;
    m_lines.setPaused(true);
    Q_EMIT failed(error);
}

void LineSender::updatePaused()
{
    const bool isFull = m_hasFailed || m_target.unsent() >= MostWaiting;
    if (isFull != m_lines.isPaused())
        m_lines.setPaused(isFull);
}
