// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qiodevice.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <functional>

namespace QtInterprocess {

/*
    The input of any QIODevice, for an object that reads it: makes a turn from the event loop when something may have come, and knows
    the end. Not from inside of readyRead(), which a device does not emit again as long as a slot of it runs.
*/
class InputWatch
{
public:
    // The owner has the turns in its thread.
    InputWatch(QObject *owner, QIODevice *device, std::function<void()> turn);

    // Makes a turn, after others had theirs.
    void wake()
    {
        if (!m_timer->isActive())
            m_timer->start();
    }
    // Everything was read: a turn that wake() has asked for is not needed.
    void sleep() { m_timer->stop(); }

    // Null if it was destroyed.
    QIODevice *device() const { return m_device; }
    qint64 read(char *data, qint64 size);
    bool isReadable() const { return m_device && m_device->isReadable(); }
    // Nothing comes but what the device has.
    bool hasEnded() const;

private:
    const QPointer<QIODevice> m_device;
    QTimer *const m_timer; // a child of the owner, so that it moves with that to another thread
    bool m_ended = false;
};

} // namespace QtInterprocess
