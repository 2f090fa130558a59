// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "connecting.h"

#include <QtCore/qtimer.h>

#include <algorithm>
#include <utility>

using namespace QtInterprocess;

static constexpr int ShortestPause = 50; // ms
static constexpr int LongestPause = 1000;

Connecting::Connecting(Device &device, std::function<void()> attempt, int retry, Reporter &reporter)
    : m_device(device),
      m_reporter(reporter),
      m_attempt(std::move(attempt)),
      m_retry(retry)
{ }

Exit Connecting::run(const std::function<void()> &connected)
{
    connect(&m_device, &Device::errorOccurred, this, &Connecting::failed);
    connect(&m_device, &Device::connected, this, [&] {
        m_exit = Exit::Done;
        m_device.disconnect(this); // later errors belong to the conversation
        m_loop.quit();
        connected();
    });
    m_since.start();
    m_attempt();
    m_loop.exec();
    return m_exit;
}

static bool isServerMissing(const Error &error)
{
    return error.code() == Error::NotFound || error.code() == Error::ConnectionRefused;
}

void Connecting::failed(const Error &error)
{
    const qint64 left = m_retry < 0 ? LongestPause : m_retry - m_since.elapsed();
    if (!isServerMissing(error) || left <= 0) {
        m_exit = m_reporter.error(error);
        m_loop.quit();
        return;
    }
    if (m_pause == 0)
        m_reporter.report(QStringLiteral("retrying"),
                          QStringLiteral("no server yet, trying again: %1").arg(error.message()));
    m_pause = std::clamp(2 * m_pause, ShortestPause, LongestPause);
    QTimer::singleShot(std::min<qint64>(m_pause, left), this, m_attempt);
}
