// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qstring.h>
#include <QtCore/qtimer.h>

#include <functional>

namespace TestSupport {

/*
    Finds calls that hold up the thread that makes them: it takes the time of every call, and the gaps between the ticks
    of a timer, which is what else in that thread has to wait.

    Time in which the thread could have run and had no processor does not count where the system tells of it, and a gap
    is compared with what the same loop has when it is idle. A busy machine holds up now and then, a call that blocks does
    so every time: so a scenario has several attempts, and one that goes well is enough. A whole second is too much at
    any time.
*/
class LoopWatch
{
public:
    static constexpr qint64 Limit = 50; // milliseconds
    static constexpr qint64 TooMuch = 1000;
    static constexpr int Attempts = 10;

    using Scenario = std::function<void(LoopWatch &)>;
    // Empty if nothing was held up; else what was, and for how long. A scenario begins with its preparations, then
    // calls begin().
    static QString heldUp(const Scenario &scenario);

    void begin();
    void call(const char *what, const std::function<void()> &function);
    // The event loop, meanwhile.
    bool spinUntil(const std::function<bool()> &condition);
    void spinFor(int msecs);

private:
    // Since the one before.
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
    qint64 m_idleGap = 0; // the largest one before begin()
    qint64 m_worst = 0;
    bool m_begun = false;
    QString m_complaint; // about the worst
};

} // namespace TestSupport
