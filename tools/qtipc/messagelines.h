// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"

#include <QtInterprocess/MessageChannel>

// Writes each message of a channel as a line to a device, which may have other writers.
//
// While the device is full, nothing more is received.
class MessageLines : public QObject
{
    Q_OBJECT

public:
    // The channel's device needs a limit on unread data. Channel and output must outlive this
    // object.
    MessageLines(QtInterprocess::MessageChannel &channel, QtInterprocess::Device &out, const Manner &manner);

    qint64 count() const { return m_count; }

Q_SIGNALS:
    void written();

private:
    Q_DISABLE_COPY_MOVE(MessageLines)

    void write(const QByteArray &message);
    void updatePaused();

    QtInterprocess::MessageChannel &m_channel;
    QtInterprocess::Device &m_out;
    const Presentation m_presentation;
    qint64 m_count = 0;
};
