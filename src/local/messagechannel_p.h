// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/failure.h"
#include "local/channelhandles.h"
#include "local/framereader.h"
#include "local/valuecheck.h"
#include "loop/reactor.h"
#include "os/processmark.h"
#include "support/bytequeue.h"
#include "support/errorrate.h"
#include "support/errortext.h"
#include "support/handover.h"
#include "support/lifetime.h"
#include "support/setting.h"

#include <QtInterprocess/messagechannel.h>

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qiodevice.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <deque>
#include <initializer_list>
#include <memory>
#include <optional>
#include <vector>

namespace QtInterprocess {

class HandleCarrier;

class MessageChannelPrivate final : private ReadySource
{
public:
    MessageChannelPrivate(MessageChannel *channel, QIODevice *input, QIODevice *output);
    ~MessageChannelPrivate();

    // Sends a message, with handles unless they are null.
    bool send(const QByteArray &message, std::vector<OwnedHandle> *handles = nullptr);
    std::vector<OwnedHandle> takeHandles();
    void close();
    void read();
    void readLater();
    void pump();
    void leaveThread();
    void joinThread();
    bool waitForMessage(QDeadlineTimer deadline);
    std::optional<QByteArray> receive(QDeadlineTimer deadline);
    std::optional<QCborValue> receiveValue(QDeadlineTimer deadline);
    bool waitForSent(QDeadlineTimer deadline);

    void applyFraming() { reader.setFraming(framing); }
    void applyHandleLimit();
    int handleLimit() const { return std::max<int>(maximumHandles, 0); }
    QBindingStorage *bindingStorage() const { return q->bindingStorage(); }
    ValueLimits valueLimits() const { return { std::max<int>(maximumDepth, 0), std::max<qint64>(maximumElements, 0) }; }

    qint64 bytesToWrite() const { return m_output.size() + (out ? out->bytesToWrite() : 0); }

    QPointer<QIODevice> in;
    QPointer<QIODevice> out;
    FrameReader reader;
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(MessageChannelPrivate, qint64, maximumSize, 16 * 1024 * 1024)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(MessageChannelPrivate, qint64, writeLimit, 0)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(MessageChannelPrivate, int, maximumHandles, 0,
                                         &MessageChannelPrivate::applyHandleLimit)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(MessageChannelPrivate, int, maximumDepth, ValueLimits().depth)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(MessageChannelPrivate, qint64, maximumElements, ValueLimits().elements)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(MessageChannelPrivate, MessageChannel::Format, format,
                                         MessageChannel::Format::Cbor)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(MessageChannelPrivate, MessageChannel::Framing, framing,
                                         MessageChannel::Framing::LengthPrefix, &MessageChannelPrivate::applyFraming)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(MessageChannelPrivate, bool, paused, false, &MessageChannelPrivate::readLater)
    bool finished = false;
    Error error;
    Error callError; // of the last refused send(), until the event loop runs
    Handover handover;

private:
    using Framing = MessageChannel::Framing;
    enum class Use { In, Out, Both };

    void ready(ReadySet) override;
    bool refuseInherited(const char *operation);
    void watch(QIODevice *device, Use use);
    void takeMessages();
    bool takeMessage(QByteArray &message);
    bool carriesValue(const QByteArray &message) const;
    void emitMessage(const QByteArray &message);
    void emitValue(const QByteArray &message);
    void emitPending();
    void reportLastClosed();
    void endOfInput();
    void emitErrors();
    void noteErrors(const std::vector<Error> &errors);
    void deviceGone(Use use);
    void endOutput();
    void lose();
    bool closeDevices();
    void fail(const Error &why);
    void refuseValue(const Error &why);
    void noteRefusal(const Error &why);
    void reportLater();
    bool refuse(Error::Code code, const ErrorText &why);
    bool refuseCall(const Error &why);
    bool timedOut(QDeadlineTimer deadline, const char *operation);
    void putParts(std::initializer_list<QByteArray> parts);
    void put(const QByteArray &bytes);
    qint64 write(const char *data, qint64 size);
    bool moveOutput();
    void emitReadyToSend();
    void inputArrived();
    void releaseHandles();
    void takeReadHandles();
    bool endMessageHandles();
    void dropNumbers(HandleCarrier &carrier);
    void clearHandles();
    bool sendsNumbers() const;
    Error checkHandles(qint64 whole, const std::vector<OwnedHandle> &handles) const;
    bool sendWithHandles(const QByteArray &message, std::vector<OwnedHandle> &&handles);
    bool sendNumbers(HandleCarrier &carrier, const QByteArray &message, std::vector<OwnedHandle> &&handles);
    bool moveNextHandles();
    bool moveNextBytes();
    bool checkMessage(const QByteArray &message);
    qint64 limit() const
    {
        return maximumSize > 0 ? std::min<qint64>(maximumSize, Frame::LargestMessage) : Frame::LargestMessage;
    }

    MessageChannel *const q;
    Lifetime m_lifetime;
    qint64 m_count = 0; // of received messages
    ByteQueue m_output; // not yet accepted by the device
    std::unique_ptr<ChannelHandles> m_handles; // null until handles are wanted or sent
    std::optional<QByteArray> m_pendingValue;
    std::deque<Error> m_pendingErrors;
    bool m_isEndPending = false;
    bool m_closing = false; // close() was called, or the channel has failed
    bool m_inputIsClosed = false;
    bool m_isLastClosed = false; // the last device that could bring a message
    ErrorRate m_refusals; // limits errors about values that the peer has sent
    QTimer *m_due = nullptr; // for errors that are held back
    Failure m_loss; // of output; unreported
    bool m_inputEnded = false;
    Watch m_turn; // for everything that must not run inside a call of the user or of a device
    os::ProcessMark m_process; // the process that made the channel
    bool m_willRead = false;
    bool m_willPump = false;
    bool m_refused = false; // a message was refused for lack of room
    bool m_writeFailed = false;
    bool m_writing = false; // a device may emit bytesWritten() inside write()
};

} // namespace QtInterprocess
