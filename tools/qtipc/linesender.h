// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/Device>
#include <QtInterprocess/Error>
#include <QtInterprocess/LineReader>

#include <QtCore/qobject.h>

#include <functional>

// Sends each line of a device without its line end. The last line needs none.
//
// While the target is full, nothing more is read.
class LineSender : public QObject
{
    Q_OBJECT

public:
    struct Target
    {
        std::function<QtInterprocess::Error(const QByteArray &)> send; // an error ends the sending
        std::function<qint64()> unsent; // bytes that wait to be sent
    };

    LineSender(QtInterprocess::Device &from, Target target);

    // Call it when the target may have room again.
    void updatePaused();

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
