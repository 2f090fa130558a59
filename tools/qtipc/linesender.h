// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/Device>
#include <QtInterprocess/Error>
#include <QtInterprocess/LineReader>

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

    LineSender(QtInterprocess::Device &from, Target target);

    // The target may have room again.
    void pauseOrGoOn();

Q_SIGNALS:
    void failed(const QtInterprocess::Error &error);
    void ended();

private:
    Q_DISABLE_COPY_MOVE(LineSender)

    void send(const QByteArray &line);
    void fail(const QtInterprocess::Error &error);

    QtInterprocess::LineReader m_lines;
    const Target m_target;
    bool m_hasFailed = false;
};
