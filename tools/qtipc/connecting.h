// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "reporter.h"

#include <QtInterprocess/Device>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qobject.h>

#include <functional>

// Connects a device. If no server is there and --retry is set, tries again with growing pauses.
class Connecting : public QObject
{
    Q_OBJECT

public:
    // The device must outlive this object. No attempt starts later than retry ms after the first;
    // -1 is forever.
    Connecting(QtInterprocess::Device &device, std::function<void()> attempt, int retry, Reporter &reporter);

    // Runs the event loop until the device is connected or has failed. Calls the function in the
    // slot of connected(), before any data has arrived.
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
