// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/readlimit.h"
#include "engine/closingengines.h"
#include "engine/connector.h"
#include "engine/inherited.h"
#include "engine/streamengine.h"
#include "loop/reactor.h"
#include "support/bytequeue.h"
#include "support/errorrate.h"
#include "support/handover.h"
#include "support/lifetime.h"

#include <QtInterprocess/device.h>

#include <functional>
#include <memory>
#include <vector>

namespace QtInterprocess {

/*
    The inside of a Device: a state, the input, and either a connector or an engine.

    Facts come first: state, input and m_untold are brought up to date, and nothing is lost from there on. Then tell() emits what
    m_untold has, in the order of the promise, from whichever event loop comes first: that of a slot which runs a nested one, or
    that of another thread which a slot has moved the device to. What a call of the user causes is told from the event loop.
*/
class DevicePrivate : public StreamObserver, public ConnectObserver, private ReadySource, private ClosingEngine
{
public:
    using State = Device::State;
    using Connect = std::function<std::unique_ptr<Connector>(ConnectObserver &)>;

    DevicePrivate() : m_deferral(*this) { }
    virtual ~DevicePrivate();

    void setDevice(Device *device) { q = device; }

    // For the classes on top. canBegin() fails, and reports it, unless the device is Closed or Closing. If connectBy() or adopt()
    // returns false, a slot of aboutToClose() has destroyed the device or connected it anew: touch nothing of it.
    bool canBegin(const char *operation);
    bool connectBy(const Connect &connect, QIODevice::OpenMode mode);
    bool adopt(OwnedHandle handle, QIODevice::OpenMode mode);

    // A call is refused. error() tells why until the event loop runs, because the connection goes on; without a connection it is
    // the error of the device. refuse() emits errorOccurred() later; refuseQuietly() is for calls that return whether they failed.
    void refuse(const Error &why);
    void refuseQuietly(const Error &why);
    void forgetCallError()
    {
        if (callError)
            clearCallError();
    }

    // What is behind the calls of Device.
    qint64 read(char *data, qint64 size);
    qint64 readLine(char *data, qint64 size);
    qint64 skip(qint64 size);
    void discardInput();
    bool hasEnded() const { return m_readFinished && !q->isReadable(); }
    OwnedHandle takeHandle();
    void clearError();
    qint64 write(const char *data, qint64 size);
    qint64 bytesToWrite() const override { return engine ? engine->bytesToWrite() : (m_early ? m_early->size() : 0); }
    void setReadLimit(qint64 size);
    void setMaximumPacketSize(qint64 size);
    void finishWriting();
    void close();
    void disconnect();
    void abort();
    void lingerAndStop();
    bool waitForReadyRead(QDeadlineTimer deadline);
    bool waitForBytesWritten(QDeadlineTimer deadline);
    bool waitUntil(State wanted, QDeadlineTimer deadline);
    bool flush() override;
    void leaveThread();
    void joinThread();
    // A forked child has a copy of a connection, which is the parent's as long as that lives.
    bool isInherited() const { return !m_mark.isOurs() && (engine || connector); }
    void noteQuery() const { limit.noteQuery(); }
    void noticeEnd() const;

    State state = State::Closed;
    Handover handover;
    Error error;
    Error callError; // of the last call that was refused, until the event loop runs
    ByteQueue input;
    std::unique_ptr<Connector> connector;
    std::unique_ptr<StreamEngine> engine;
    mutable ReadLimit limit;
    qint64 writeLimit = 0;

protected:
    // Called when there is a connected handle, before anything is told of it.
    virtual void opened(qintptr handle) { Q_UNUSED(handle) }
    virtual std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle);
    // Names the peer in errors.
    virtual QString subject() const { return {}; }

    // For devices of messages: some have no bytes and are held all the same.
    virtual bool holdsEmptyMessage() const { return false; }
    virtual void clearInput() { input.clear(); }
    virtual void inputTaken() { }
    // Memory that the unread input takes beside its bytes; and the part of it that the engine does not count.
    virtual qint64 overhead() const { return uncounted(); }
    virtual qint64 uncounted() const { return 0; }
    // The connection, or connecting, comes to its end, or another one begins; a handle is still open. Maybe more than once.
    virtual void ending() { }
    // Around a change of thread, for what the class on top has in the event loop.
    virtual void leaving() { }
    virtual void joined() { }
    virtual void announceHandles() { }
    // What is written before there is a connection, of the kind that the engine of makeEngine() sends.
    virtual std::unique_ptr<Output> makeOutput() const { return makeStreamOutput(); }
    Output &early();
    bool canWrite() const;
    ErrorText whyNotWrite() const;
    bool refuseInherited(const char *operation); // notes why
    qint64 roomFor(qint64 size);
    void send(const char *data, qint64 size);
    void note(const Error &why); // without a signal
    void taken();
    void readOn();
    qint64 held() const;

    Device *q = nullptr;

private:
    // What the outside has not been told, in the order in which tell() does that.
    struct Untold
    {
        Failures refusals; // of calls of the user, and of the connection before
        bool formerDisconnected = false; // of the connection before
        bool connected = false;
        bool handlesRead = false;
        bool readyRead = false;
        qint64 bytesWritten = 0;
        Failures failures; // that ended nothing
        bool readFinished = false;
        Failure error;
        bool stateChanged = false; // before connected, if that is untold
        bool disconnected = false;

        bool hasFormer() const noexcept { return formerDisconnected || !refusals.empty(); }
        bool hasEnd() const noexcept { return readFinished || error || stateChanged || disconnected; }
        bool isEmpty() const noexcept;
        void discard(); // it was the parent's of this process
        void abandon(bool owesDisconnected); // the connection is given up: its progress is not told any more
        void beginConnection(); // what is left is told before all of that one
    };

    void streamTurn(StreamTurn &turn) override;
    void takeTurn(StreamTurn &turn) // here: of every turn
    {
        m_totalRead += turn.bytesRead + turn.messagesRead;
        m_totalWritten += turn.bytesWritten;
        m_untold.bytesWritten += turn.bytesWritten;
        if (!q->isReadable())
            clearInput();
        else if (turn.hasRead())
            m_untold.readyRead = true;
        if (!turn.isProgress())
            noteEvents(turn);
    }
    void noteEvents(StreamTurn &turn);
    void noteTrouble(StreamTurn::Trouble &trouble);
    void connectFinished(Result<OwnedHandle> result) override;

    // Closed while it was connecting: it counts as a closing engine as long as it has something to deliver.
    void handOver() override;
    void giveUp(const Error &why) override;
    void earlyEnded();
    Q_DECL_COLD_FUNCTION void clearCallError();
    bool isClosingEarly() const { return state == State::Closing && connector; }

    bool hasEarly() const { return m_early && !m_early->isEmpty(); }
    void dropEarly();
    bool begin(QIODevice::OpenMode mode);
    bool closeDevice();
    void discardConnection();
    void start(OwnedHandle handle);
    void setState(State next);
    bool turnOnce(QDeadlineTimer deadline);
    bool waitOnce(QDeadlineTimer deadline); // notes a timeout
    Q_DECL_COLD_FUNCTION void noteTimeout(QDeadlineTimer deadline);
    void forgetParent();
    void joinIfAway()
    {
        if (handover.join())
            joinThread();
    }
    void ready(ReadySet) override;
    void defer() const { m_deferral.wake(); }
    void closed(Failure why);
    void noteRefusal(const Error &refusal);
    void takeHeldBack(bool all);
    void setTimer();
    bool hasUnread() const { return held() > 0 || holdsEmptyMessage(); }
    qint64 heldInAll() const { return input.size() + m_kept + overhead(); }
    bool cannotRead(); // notes why
    qint64 readDirectly(char *data, qint64 size);
    void noteKept();
    void addKept(qint64 size, bool transacts);
    void reviewLimit();
    void applyLimit();
    void packetTooLarge();
    void endReading();

    void tell();
    // The steps of tell(), as long as its guard is not over.
    void tellBeginning(const Lifetime::Guard &guard);
    void tellFormer(const Lifetime::Guard &guard);
    void tellHandles(const Lifetime::Guard &guard);
    void tellReadyRead(const Lifetime::Guard &guard);
    void tellBytesWritten(const Lifetime::Guard &guard);
    void tellFailure(const Lifetime::Guard &guard);
    void tellEnd(const Lifetime::Guard &guard);

    Lifetime m_lifetime;
    Lifetime m_openness; // from begin() to begin()
    ProcessMark m_mark; // of the process that has begun the connection
    mutable Watch m_deferral;
    std::unique_ptr<Output> m_early; // null: nothing was written before there was a connection
    std::unique_ptr<ErrorRate> m_refusals; // of what strangers sent; null: there were none
    Untold m_untold;
    qint64 m_kept =
        0; // bytes of the input that are in QIODevice's own buffer: looked at, put back, or in a transaction
    qint64 m_window = 0; // the limit that the engine was given
    qint64 m_totalRead = 0; // bytes, and messages so that those without bytes count
    qint64 m_totalWritten = 0;
    int m_recheckAfter = 0; // milliseconds; 0: QIODevice keeps nothing that holds up the engine
    int m_timerAfter = 0; // that of m_deferral; 0: it has none
    bool m_wasConnected = false; // connected as far as the user knows; owes a disconnected()
    bool m_finishing = false;
    bool m_readFinished = false; // nothing more will come, so nobody waits for it
    mutable bool m_endNoticed = false; // a call of endReading() is under way
    bool m_isAboutToClose =
        false; // a slot of aboutToClose() runs; or has moved the device, which is closed when it arrives
    bool m_inReadyRead = false;
    bool m_inBytesWritten = false;
};

} // namespace QtInterprocess
