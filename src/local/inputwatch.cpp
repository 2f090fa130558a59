// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/inputwatch.h"

#include <utility>

namespace QtInterprocess {

InputWatch::InputWatch(QObject *owner, QIODevice *device, std::function<void()> turn)
    : m_device(device),
      m_timer(new QTimer(owner))
{
    m_timer->setSingleShot(true);
    QObject::connect(m_timer, &QTimer::timeout, owner, std::move(turn));
    wake(); // for input that has already arrived
    if (!device) {
        m_ended = true;
        return;
    }
    const auto end = [this] {
        m_ended = true;
        wake();
    };
    QObject::connect(device, &QIODevice::readyRead, owner, [this] { wake(); });
    QObject::connect(device, &QIODevice::readChannelFinished, owner, end);
    QObject::connect(device, &QIODevice::aboutToClose, owner, end);
    QObject::connect(device, &QObject::destroyed, owner, end);
}

qint64 InputWatch::read(char *data, qint64 size)
{
    return isReadable() ? m_device->read(data, size) : 0;
}

bool InputWatch::hasEnded() const
{
    if (m_ended || !m_device)
        return true;
    return m_device->isReadable() && !m_device->isSequential() && m_device->atEnd(); // a file does not report its end
}

} // namespace QtInterprocess
