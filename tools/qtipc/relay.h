// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "presentation.h"

#include <QtInterprocess/Device>

#include <QtCore/qbytearray.h>
#include <QtCore/qobject.h>

/*
    Copies one device to another one, with bounded memory, and passes the end on: when the source has ended and everything is
    written, the writing of the target is ended.
*/
class Relay : public QObject
{
    Q_OBJECT

public:
    // Both have to be open, or connecting, and live longer.
    Relay(QtInterprocess::Device &from, QtInterprocess::Device &to);

    qint64 bytes() const { return m_bytes; }
    bool hasEnded() const { return m_ended; }

    // How it is written.
    void setStyle(OutputStyle style) { m_presentation = Presentation(style); }

    // Does not end the writing of the target.
    void keepTarget() { m_keepsTarget = true; }

Q_SIGNALS:
    void ended();

private:
    void pump();
    void pumpLater();
    void end();

    QtInterprocess::Device &m_from;
    QtInterprocess::Device &m_to;
    QByteArray m_block;
    Presentation m_presentation;
    qint64 m_bytes = 0;
    bool m_sourceEnded = false;
    bool m_keepsTarget = false;
    bool m_ended = false;
    bool m_scheduled = false;
};
