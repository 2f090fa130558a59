// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qstring.h>
#include <QtCore/qtimer.h>

#include <functional>

namespace TestSupport {

/*
    Finds calls that block their thread. It measures how long each call takes, and the gaps
    between the ticks of a timer. During a gap all other work of that thread waits.

    Time in which the thread was runnable but had no processor does not count, if the system
    reports it. A gap is compared with the largest gap of the same loop when idle.

    A busy machine delays a thread now and then; a blocking call does so every time. So a scenario
    has several attempts, and one good attempt is enough. A whole second is too long in any
    attempt.
*/
class LoopWatch
{
public:
    static constexpr qint64 Limit = 50; // milliseconds
    static constexpr qint64 TooMuch = 1000;
    static constexpr int Attempts = 10;

    using Scenario = std::function<void(LoopWatch &)>;
    // Runs scenario and returns what was blocked longest, and for how long; empty if nothing was.
    // The scenario makes its preparations first, then calls begin().
    static QString heldUp(const Scenario &scenario);

    void begin();
    void call(const char *what, const std::function<void()> &function);
    // Both functions run the event loop.
    bool spinUntil(const std::function<bool()> &condition);
    void spinFor(int msecs);

private:
    // Measures the time since the previous lap.
    class Lap
    {
    public:
        Lap();
        qint64 next();

    private:
        QElapsedTimer m_timer;
        qint64 m_starved;
    };

    LoopWatch();
    void tick();
    void note(const QString &what, qint64 msecs, qint64 limit);

    QTimer m_timer;
    Lap m_lap;
    qint64 m_idleGap = 0; // the largest gap before begin()
    qint64 m_worst = 0;
    bool m_begun = false;
    QString m_complaint; // about the longest delay
};

} // namespace TestSupport
