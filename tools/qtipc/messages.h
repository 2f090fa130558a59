// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "presentation.h"

#include <QtInterprocess/Device>
#include <QtInterprocess/Error>
#include <QtInterprocess/MessageDevice>

#include <QtCore/qobject.h>

/*
    Writes each message of a device as a line. Nothing more is received while the lines are not read.
*/
class MessagesToLines : public QObject
{
    Q_OBJECT

public:
    // Both live longer.
    MessagesToLines(QtInterprocess::MessageDevice &from, QtInterprocess::Device &to, OutputStyle style);

    qint64 count() const { return m_count; }
    // What the device has received already, whether it is read or not.
    void finish();

private:
    void pump();
    void writeOne();

    QtInterprocess::MessageDevice &m_from;
    QtInterprocess::Device &m_to;
    const Presentation m_presentation;
    qint64 m_count = 0;
};

/*
    Sends each line of a device as a message, and ends the writing when the lines have ended. Nothing more is read while the messages are not taken.
*/
class LinesToMessages : public QObject
{
    Q_OBJECT

public:
    // Both live longer.
    LinesToMessages(QtInterprocess::Device &from, QtInterprocess::MessageDevice &to);

    qint64 count() const { return m_count; }

Q_SIGNALS:
    void failed(const QtInterprocess::Error &error);

private:
    void pump();
    bool send(const QByteArray &line);

    QtInterprocess::Device &m_from;
    QtInterprocess::MessageDevice &m_to;
    qint64 m_count = 0;
    bool m_ended = false;
};
