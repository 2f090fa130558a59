// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/Device>
#include <QtInterprocess/Error>

#include <QtCore/qobject.h>

#include <functional>

/*
    Sends each line of a device, without its end; a last line needs none. Nothing more is read while the lines are not taken.
*/
class LineSender : public QObject
{
    Q_OBJECT

public:
    struct Target
    {
        std::function<QtInterprocess::Error(const QByteArray &)> send; // an error ends it
        std::function<qint64()> unsent; // bytes that wait
    };

    // The device lives longer.
    LineSender(QtInterprocess::Device &from, Target target);

    qint64 count() const { return m_count; }
    // The target has room again.
    void pump();

Q_SIGNALS:
    void failed(const QtInterprocess::Error &error);
    void ended();

private:
    bool send(const QByteArray &line);

    QtInterprocess::Device &m_from;
    const Target m_target;
    qint64 m_count = 0;
    bool m_ended = false;
};
