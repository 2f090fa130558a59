// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/failure.h"
#include "local/framereader.h"
#include "local/valuecheck.h"
#include "loop/reactor.h"
#include "os/processmark.h"
#include "support/bytequeue.h"
#include "support/errorrate.h"
#include "support/handover.h"
#include "support/lifetime.h"

#include <QtInterprocess/messagechannel.h>

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qiodevice.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace QtInterprocess {

class MessageChannelPrivate final : private ReadySource
{
public:
    MessageChannelPrivate(MessageChannel *channel, QIODevice *input, QIODevice *output);
    ~MessageChannelPrivate();

    bool send(const QByteArray &message);
    void read();
    void readLater();
    void pump();
    void leaveThread();
    void joinThread();
    bool waitForMessage(QDeadlineTimer deadline);
    bool waitForSent(QDeadlineTimer deadline);

    qint64 bytesToWrite() const { return m_output.size() + (out ? out->bytesToWrite() : 0); }

    QPointer<QIODevice> in;
    QPointer<QIODevice> out;
    qint64 maximumSize = 16 * 1024 * 1024;
    qint64 writeLimit = 0;
    ValueLimits valueLimits;
    MessageChannel::Format format = MessageChannel::Format::Cbor;
    bool paused = false;
    bool finished = false;
    Error error;
    Handover handover;

private:
    void ready(ReadySet) override;
    bool refuseInherited(const char *operation);
    void emitMessage(const QByteArray &message);
    void emitValue(const QByteArray &message);
    void tellUntold();
    void endOfInput();
    void deviceGone(QIODevice *device);
    void tellGone();
    void lose();
    void fail(const Error &why);
    void finish();
    void emitFinished();
    void refuseValue(const Error &why);
    void reportLater();
    void reportAll(const std::vector<Error> &errors);
    void report(const Error &why);
    bool refuse(Error::Code code, const QString &why);
    void put(const QByteArray &bytes);
    qint64 write(const char *data, qint64 size);
    void tellRoom();
    qint64 limit() const
    {
        return maximumSize > 0 ? std::min(maximumSize, Frame::LargestMessage) : Frame::LargestMessage;
    }

    MessageChannel *const q;
    Lifetime m_lifetime;
    FrameReader m_reader;
    qint64 m_count = 0; // of messages received
    ByteQueue m_output; // what the device has not accepted yet
    std::optional<QByteArray> m_untoldValue;
    bool m_endIsUntold = false;
    ErrorRate m_refusals; // of values that the peer has sent
    QTimer *m_due = nullptr; // when one that is held back is to be reported
    Failure m_loss; // of output, until it is reported
    bool m_inputEnded = false;
    Watch m_turn; // everything that is not for the inside of a call of the user, or of a device
    os::ProcessMark m_process; // that has made it
    bool m_willRead = false;
    bool m_willPump = false;
    bool m_isGone = false; // a device, which is untold
    bool m_isLastGone = false;
    bool m_refused = false; // a message, for want of room
    bool m_writeFailed = false;
    bool m_writing = false; // a device may tell of bytes from inside of write()
};

} // namespace QtInterprocess
