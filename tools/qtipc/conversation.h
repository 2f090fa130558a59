// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "messageformat.h"
#include "presentation.h"
#include "reporter.h"

#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qobject.h>

#include <functional>
#include <memory>
#include <optional>

// The options of a conversation.
struct Manner
{
    OutputStyle style;
    std::optional<MessageFormat> format; // messages of MessageChannel; empty: bytes
    qint64 answers = 0; // number of messages that end it; 0: the peer ends it
};

/*
    Sends an input, such as standard input, to a device, and writes the device's data to an output.

    The conversation is over when the device has ended and all its data is written. Memory is
    limited: if one side does not read, the other one waits.
*/
class Conversation : public QObject
{
    Q_OBJECT

public:
    // The input and output. A null input is standard input, opened when it is needed.
    struct Ends
    {
        std::unique_ptr<QtInterprocess::PipeReader> in;
        std::unique_ptr<QtInterprocess::PipeWriter> out;
    };

    // Creates a conversation in bytes or messages. The device is connected, and must outlive it.
    static std::unique_ptr<Conversation> create(QtInterprocess::Device &device, const Manner &manner,
                                                Reporter &reporter);
    static std::unique_ptr<Conversation> create(QtInterprocess::Device &device, const Manner &manner, Ends ends,
                                                Reporter &reporter);

    // Without half-close, as on pipes of Windows: closes the connection when all is sent. Otherwise
    // the peer closes it.
    void endWithInput() { m_endsWithInput = true; }
    // Closes the connection when all is sent, on every transport.
    void closeAfterInput() { m_closesAfterInput = true; }

    // If the reader of the output closes, that is not a failure. Later data of the peer is not
    // read.
    void allowEarlyEndOfOutput() { m_outputMayEnd = true; }

    // Replaces the function by which sendText() writes to the device.
    void setTextWriter(std::function<bool(const QByteArray &)> writer) { m_textWriter = std::move(writer); }

    void sendInput();
    // Sends one line or message, and then performs a half-close.
    virtual void sendText(const QByteArray &text) = 0;

    // Runs the event loop until the conversation is over, reports the totals, and drains the
    // output.
    Exit run();

    bool isOver() const { return m_isOver; }

Q_SIGNALS:
    void over();

protected:
    Conversation(QtInterprocess::Device &device, Ends ends, Reporter &reporter);

    virtual void startToSend(QtInterprocess::Device &in) = 0;
    // Whether the peer has ended and all its data is written to the output.
    virtual bool hasReceivedAll() const = 0;
    virtual void reportEnd() = 0;

    void inputEnded();
    // Reports the error and ends the conversation.
    void fail(const QtInterprocess::Error &error);
    // Reports the error; the conversation continues.
    void note(const QtInterprocess::Error &error);
    bool hasFailed() const { return m_exit != Exit::Done; }

    const std::function<bool(const QByteArray &)> &textWriter() const { return m_textWriter; }
    QtInterprocess::Device &device() { return m_device; }
    QtInterprocess::PipeWriter &out() { return *m_out; }
    Reporter &reporter() { return m_reporter; }

private:
    Q_DISABLE_COPY_MOVE(Conversation)

    void deviceFailed(const QtInterprocess::Error &error);
    void outputFailed(const QtInterprocess::Error &error);
    void outputEnded();
    void endIfDone();
    void end();

    QtInterprocess::Device &m_device;
    Reporter &m_reporter;
    std::unique_ptr<QtInterprocess::PipeReader> m_in;
    const std::unique_ptr<QtInterprocess::PipeWriter> m_out;
    std::function<bool(const QByteArray &)> m_textWriter;
    bool m_endsWithInput = false;
    bool m_closesAfterInput = false;
    bool m_outputMayEnd = false;
    bool m_isOver = false;
    Exit m_exit = Exit::Done;
};
