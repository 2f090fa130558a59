// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qiodevice.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <functional>

namespace QtInterprocess {

/*
    Watches the input of any QIODevice for an object that reads it.

    It runs a turn from the event loop when input may have arrived, and detects the end. A turn
    never runs inside readyRead(): a device does not emit that signal again while one of its slots
    runs.
*/
class InputWatch
{
public:
    // Turns run in the thread of the owner.
    InputWatch(QObject *owner, QIODevice *device, std::function<void()> turn);

    // Requests a turn, which runs after other pending events.
    void wake()
    {
        if (!m_timer->isActive())
            m_timer->start();
    }
    // Cancels a requested turn, because everything was read.
    void sleep() { m_timer->stop(); }

    // Returns null if the device was destroyed.
    QIODevice *device() const { return m_device; }
    qint64 read(char *data, qint64 size);
    bool isReadable() const { return m_device && m_device->isReadable(); }
    // Whether no more input follows than the device already holds.
    bool hasEnded() const;

private:
    const QPointer<QIODevice> m_device;
    QTimer *const m_timer; // a child of the owner, so it moves to another thread with the owner
    bool m_ended = false;
};

} // namespace QtInterprocess
