// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "reporter.h"

#include <QtInterprocess/Device>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qobject.h>

#include <functional>

/*
    Connects a device; tries again, with growing pauses, while nobody is there and that is wanted.
*/
class Connecting : public QObject
{
    Q_OBJECT

public:
    // The device lives longer. No attempt begins later than retry milliseconds after the first one; -1: without end.
    Connecting(QtInterprocess::Device &device, std::function<void()> attempt, int retry, Reporter &reporter);

    // Runs the event loop until there is a connection, and calls the function in the slot of connected(): nothing has come yet.
    Exit run(const std::function<void()> &connected);

private:
    Q_DISABLE_COPY_MOVE(Connecting)

    void failed(const QtInterprocess::Error &error);

    QtInterprocess::Device &m_device;
    Reporter &m_reporter;
    const std::function<void()> m_attempt;
    const int m_retry;
    QElapsedTimer m_since;
    QEventLoop m_loop;
    int m_pause = 0;
    Exit m_exit = Exit::Failed;
};
