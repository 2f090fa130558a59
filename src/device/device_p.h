// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/acceptedconnection.h"
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

class HandleCarrier;

/*
    The implementation of a Device: a state, the input, and either a connector or an engine.

    State, input and m_pending are updated first; from then on nothing is lost. Then emitPending()
    emits what m_pending holds, in the documented order. It runs in whichever event loop comes
    first. A slot may run a nested one, or move the device to another thread. Effects of a user's
    call are emitted from the event loop.
*/
class DevicePrivate : public StreamObserver, public ConnectObserver, private ReadySource, private ClosingEngine
{
public:
    using State = Device::State;
    using Connect = std::function<std::unique_ptr<Connector>(ConnectObserver &)>;

    DevicePrivate() : m_deferral(*this) { }
    virtual ~DevicePrivate();

    void setDevice(Device *device) { q = device; }
    static DevicePrivate *of(Device &device) { return device.priv(); }

    // For derived classes. canBegin() fails, and reports it, unless the device is Closed or
    // Closing. If connectBy() or adopt() returns false, a slot of aboutToClose() has destroyed or
    // reconnected the device; do not touch it.
    bool canBegin(const char *operation);
    bool connectBy(const Connect &connect, QIODevice::OpenMode mode);
    bool adopt(OwnedHandle handle, QIODevice::OpenMode mode);
    void adoptAccepted(AcceptedConnection connection);

    // Refuses a call. The connection continues, so error() returns the reason only until the event
    // loop runs. Without a connection, the reason becomes the error of the device. A call of
    // refuse() emits errorOccurred() later. Use refuseQuietly() in calls that return failure.
    void refuse(const Error &why);
    void refuseQuietly(const Error &why);
    void forgetCallError()
    {
        if (callError)
            clearCallError();
    }

    // ---- the implementation of Device's functions
    qint64 read(char *data, qint64 size);
    qint64 readLine(char *data, qint64 size);
    QByteArray readAll();
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
    // Whether the connection is a forked child's copy. It belongs to the parent while the parent
    // lives.
    bool isInherited() const { return !m_mark.isOwned() && (engine || connector); }
    void noteQuery() const { limit.noteQuery(); }
    void scheduleEndReading() const;

    // ---- for what passes handles
    // Returns what passes handles over this device; null if nothing does.
    virtual HandleCarrier *handleCarrier() { return nullptr; }
    // Returns the name of the peer for errors.
    virtual QString subject() const { return {}; }
    Output &early();
    bool canWrite() const;
    ErrorText notWritableReason() const;
    qint64 roomFor(qint64 size);
    qint64 held() const;

    State state = State::Closed;
    Handover handover;
    Error error;
    Error callError; // of the last refused call, until the event loop runs
    ByteQueue input;
    std::unique_ptr<Connector> connector;
    std::unique_ptr<StreamEngine> engine;
    mutable ReadLimit limit;
    qint64 writeLimit = 0;

protected:
    // Called when a handle is connected, before any signal about it.
    virtual void opened(qintptr handle) { Q_UNUSED(handle) }
    // Returns the peer if its server has asked for it already, or null; for opened().
    const PeerCredentials *acceptedPeer() const noexcept { return m_acceptedPeer; }
    virtual std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle);
    virtual void started() { } // the engine was made

    // For message devices: whether a message without bytes is unread.
    virtual bool holdsEmptyMessage() const { return false; }
    virtual void clearInput() { input.clear(); }
    virtual void inputTaken() { }
    // Returns the memory of the unread input besides its bytes. uncounted() is the part that the
    // engine does not count.
    virtual qint64 overhead() const { return uncounted(); }
    virtual qint64 uncounted() const { return 0; }
    // Called, perhaps more than once, when the connection or the attempt to connect ends, or
    // another one begins. The handle is still open.
    virtual void ending() { }
    // Called before and after a change of thread, for the event loop objects of the derived class.
    virtual void leaving() { }
    virtual void joined() { }
    virtual void announceHandles() { }
    // Emits the signal that noteName() has promised.
    virtual void announceName() { }
    void noteName();
    // Makes the output that is filled before there is a connection, of the kind that makeEngine()
    // sends.
    virtual std::unique_ptr<Output> makeOutput() const { return makeStreamOutput(); }
    bool refuseInherited(const char *operation); // reports the reason
    void send(const char *data, qint64 size);
    void note(const Error &why); // without a signal
    void afterInputTaken();
    void resumeReading();

    Device *q = nullptr;

private:
    // The news that was not emitted yet, in the order of emitPending().
    struct PendingSignals
    {
        Failures refusals; // of refused calls, and of the connection before
        bool formerDisconnected = false; // of the connection before
        bool nameChanged = false;
        bool connected = false;
        bool handlesRead = false;
        bool readyRead = false;
        qint64 bytesWritten = 0;
        Failures failures; // that did not end the connection
        bool readFinished = false;
        Failure error;
        bool stateChanged = false; // emitted before connected, if that is pending
        bool disconnected = false;

        bool hasBeginning() const noexcept { return hasFormer() || nameChanged || connected; }
        bool hasFormer() const noexcept { return formerDisconnected || !refusals.empty(); }
        bool hasEnd() const noexcept { return readFinished || error || stateChanged || disconnected; }
        bool isEmpty() const noexcept;
        void discard(); // drops news that belongs to the parent process
        void abandon(bool owesDisconnected); // drops the progress of a connection that is given up
        void beginConnection(); // the remaining news is emitted before that of the new connection
    };

    void streamTurn(StreamTurn &turn) override;
    void takeTurn(StreamTurn &turn) // inline, because every turn calls it
    {
        m_totalRead += turn.bytesRead + turn.messagesRead;
        m_totalWritten += turn.bytesWritten;
        m_pending.bytesWritten += turn.bytesWritten;
        if (turn.hasRead()) {
            m_pending.readyRead = q->isReadable();
            if (!m_pending.readyRead)
                clearInput();
        }
        if (!turn.isProgress())
            noteEvents(turn);
    }
    void noteEvents(StreamTurn &turn);
    void noteProblems(StreamTurn::Problems &problems);
    void connectFinished(Result<OwnedHandle> result) override;

    // For a device closed while it connects: a closing engine as long as it has output to deliver.
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
    bool waitOnce(QDeadlineTimer deadline); // reports a timeout
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
    bool cannotRead(); // reports the reason
    qint64 readDirectly(char *data, qint64 size);
    void noteKept();
    void addKept(qint64 size, bool transacts);
    void reviewLimit();
    void applyLimit();
    void packetTooLarge();
    void endReading();

    void emitPending();
    // The steps of emitPending(), performed until the guard is over.
    void emitBeginning(const Lifetime::Guard &guard);
    void emitFormerEnd(const Lifetime::Guard &guard);
    void emitHandlesRead(const Lifetime::Guard &guard);
    void emitReadyRead(const Lifetime::Guard &guard);
    void emitBytesWritten(const Lifetime::Guard &guard);
    void emitFailure(const Lifetime::Guard &guard);
    void emitEnd(const Lifetime::Guard &guard);

    Lifetime m_lifetime;
    Lifetime m_openness; // from one begin() to the next
    ProcessMark m_mark; // the process that began the connection
    const PeerCredentials *m_acceptedPeer = nullptr;
    mutable Watch m_deferral;
    std::unique_ptr<Output> m_early; // null if nothing was written before there was a connection
    std::unique_ptr<ErrorRate> m_refusals; // of errors that untrusted peers caused; null without one
    PendingSignals m_pending;
    // Bytes of the input that QIODevice buffers: peeked at, put back, or read in a transaction.
    qint64 m_kept = 0;
    qint64 m_window = 0; // the limit that was set in the engine
    qint64 m_totalRead = 0; // in bytes, plus messages so that empty ones count
    qint64 m_totalWritten = 0;
    int m_recheckAfter = 0; // in ms; 0 if QIODevice holds nothing that stops the engine
    int m_timerAfter = 0; // the interval of m_deferral in ms; 0 without a timer
    bool m_wasConnected = false; // as reported to the user; disconnected() must follow
    bool m_finishing = false;
    bool m_readFinished = false; // no more input follows, so waiting for it is useless
    mutable bool m_isEndScheduled = false; // endReading() is running
    // A slot of aboutToClose() runs, or has moved the device, which is closed on arrival.
    bool m_isAboutToClose = false;
    bool m_inReadyRead = false;
    bool m_inBytesWritten = false;
};

} // namespace QtInterprocess
