// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testsupport/loopwatch.h"

#include "testsupport/testsupport.h"

#include <utility>

namespace TestSupport {

LoopWatch::Lap::Lap() : m_starved(starvedMilliseconds())
{
    m_timer.start();
}

qint64 LoopWatch::Lap::next()
{
    const qint64 starved = starvedMilliseconds();
    return m_timer.restart() - (starved - std::exchange(m_starved, starved));
}

LoopWatch::LoopWatch()
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(10);
}

QString LoopWatch::heldUp(const Scenario &scenario)
{
    QString complaint;
    for (int attempt = 1; attempt <= Attempts; ++attempt) {
        LoopWatch watch;
        scenario(watch);
        if (!watch.m_begun)
            return QStringLiteral("the scenario has not begun");
        complaint = watch.m_complaint;
        if (complaint.isEmpty() || watch.m_worst >= TooMuch)
            break;
        qInfo("attempt %d: %s", attempt, qPrintable(complaint));
    }
    return complaint;
}

void LoopWatch::begin()
{
    m_timer.start();
    m_lap = {};
    spinFor(100);
    m_begun = true;
}

void LoopWatch::call(const char *what, const std::function<void()> &function)
{
    Lap lap;
    function();
    note(QString::fromLatin1(what), lap.next(), Limit);
}

bool LoopWatch::spinUntil(const std::function<bool()> &condition)
{
    return TestSupport::spinUntil(condition);
}

void LoopWatch::spinFor(int msecs)
{
    const QDeadlineTimer deadline(msecs);
    TestSupport::spinUntil([&] { return deadline.hasExpired(); });
}

void LoopWatch::tick()
{
    const qint64 gap = m_lap.next();
    if (m_begun)
        note(QStringLiteral("the event loop (idle gap %1 ms)").arg(m_idleGap), gap, Limit + m_idleGap);
    else
        m_idleGap = qMax(m_idleGap, gap);
}

void LoopWatch::note(const QString &what, qint64 msecs, qint64 limit)
{
    if (msecs <= limit || msecs <= m_worst)
        return;
    m_worst = msecs;
    m_complaint = QStringLiteral("%1 was held up for %2 ms").arg(what).arg(msecs);
}

} // namespace TestSupport
