// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"

#include <QtInterprocess/MessageChannel>

/*
    Writes each message of a channel as a line of a device, which may have other writers. Nothing more is received while the
    lines are not read.
*/
class MessageLines : public QObject
{
    Q_OBJECT

public:
    // Both live longer. The device has a limit on what it holds unread.
    MessageLines(QtInterprocess::MessageChannel &channel, QtInterprocess::Device &out, const Manner &manner);

    qint64 count() const { return m_count; }

Q_SIGNALS:
    void written();

private:
    Q_DISABLE_COPY_MOVE(MessageLines)

    void write(const QByteArray &message);
    void pauseOrGoOn();

    QtInterprocess::MessageChannel &m_channel;
    QtInterprocess::Device &m_out;
    const Presentation m_presentation;
    qint64 m_count = 0;
};
