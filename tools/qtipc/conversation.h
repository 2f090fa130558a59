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

// How a conversation is held.
struct Manner
{
    OutputStyle style;
    std::optional<MessageFormat> format; // in messages of MessageChannel, and not in bytes
    qint64 answers = 0; // messages after which it is over; 0: the peer ends it
};

/*
    Sends lines or bytes of an input, the standard input for one, to a device, and writes what comes from it to an output. Over when
    the device has ended and all of that is written. Memory is bounded: a side that does not read holds up the other one.
*/
class Conversation : public QObject
{
    Q_OBJECT

public:
    // Without an input it is the standard input, if it is needed.
    struct Ends
    {
        std::unique_ptr<QtInterprocess::PipeReader> in;
        std::unique_ptr<QtInterprocess::PipeWriter> out;
    };

    // In bytes or in messages. The device is connected, and lives longer.
    static std::unique_ptr<Conversation> create(QtInterprocess::Device &device, const Manner &manner,
                                                Reporter &reporter);
    static std::unique_ptr<Conversation> create(QtInterprocess::Device &device, const Manner &manner, Ends ends,
                                                Reporter &reporter);

    // Where one direction cannot end alone, as of pipes of Windows: ends both when all is sent. Else the peer does.
    void endWithInput() { m_endsWithInput = true; }
    // Ends both when all is sent, everywhere.
    void closeAfterInput() { m_closesAfterInput = true; }

    // A reader of the output that has had enough is no failure; what the peer sends from then on is not read.
    void allowEarlyEndOfOutput() { m_outputMayEnd = true; }

    // How sendText() writes; by default as everything is written.
    void setTextWriter(std::function<bool(const QByteArray &)> writer) { m_textWriter = std::move(writer); }

    void sendInput();
    // One line, or one message. Then ends the writing.
    virtual void sendText(const QByteArray &text) = 0;

    // Runs the event loop until it is over, says how much it was, and waits for the output to be taken.
    Exit run();

    bool isOver() const { return m_isOver; }

Q_SIGNALS:
    void over();

protected:
    Conversation(QtInterprocess::Device &device, Ends ends, Reporter &reporter);

    virtual void startToSend(QtInterprocess::Device &in) = 0;
    // Whether the peer has ended, and everything was written to the output.
    virtual bool hasReceivedAll() const = 0;
    virtual void tellEnd() = 0;

    void inputEnded();
    // Reports the error; ends the conversation, or lets it go on.
    void fail(const QtInterprocess::Error &error);
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
