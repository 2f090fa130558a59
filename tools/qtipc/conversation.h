// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "relay.h"
#include "reporter.h"

#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qobject.h>

#include <memory>

/*
    Sends the standard input, or a given text, to a device, and what comes from it to the standard output. Over when the device
    has ended and all of that is written.
*/
class Conversation : public QObject
{
    Q_OBJECT

public:
    // The device is connected or connecting, and lives longer. What comes from it is written in that style.
    Conversation(QtInterprocess::Device &device, OutputStyle style, Reporter &reporter);

    // Where one direction cannot end alone, as of pipes of Windows: ends both when all is sent. Else the peer does.
    void endWithInput() { m_endsWithInput = true; }

    void sendStandardInput();
    // And then ends the writing.
    void sendText(const QByteArray &text);

    // Runs the event loop until it is over.
    Exit run();

private:
    void fail(const QtInterprocess::Error &error);
    void deviceFailed(const QtInterprocess::Error &error);
    void outputEnded();
    void endIfDone();

    QtInterprocess::Device &m_device;
    Reporter &m_reporter;
    std::unique_ptr<QtInterprocess::PipeReader> m_in;
    const std::unique_ptr<QtInterprocess::PipeWriter> m_out;
    std::unique_ptr<Relay> m_toDevice;
    Relay m_fromDevice;
    qint64 m_textSent = 0;
    bool m_endsWithInput = false;
    Exit m_exit = Exit::Done;
};
