// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connector.h"
#include "engine/reactor.h"
#include "engine/streamengine.h"
#include "support/bytequeue.h"
#include "support/handover.h"
#include "support/lifetime.h"

#include <QtInterprocess/device.h>

#include <functional>
#include <memory>
#include <vector>

namespace QtInterprocess {

/*
    The inside of a Device: a state, the input, and either a connector or an engine.

    Everything that is to be heard of outside goes through deliver(): state first, then the signals in their order,
    with a look after each whether the object still lives. What a call of the user causes is kept in m_deferred and
    delivered from the event loop.
*/
class DevicePrivate : public StreamObserver, public ConnectObserver, private ReadySource
{
public:
    using State = Device::State;
    using Connect = std::function<std::unique_ptr<Connector>(ConnectObserver &)>;

    DevicePrivate() : m_deferral(*this) { }
    virtual ~DevicePrivate();

    void setDevice(Device *device) { q = device; }

    // For the classes on top. begin() fails, and says so, unless the device is Closed or Closing.
    void connectBy(const Connect &connect, QIODevice::OpenMode mode);
    bool canBegin(const char *operation);
    void adopt(OwnedHandle handle, QIODevice::OpenMode mode);
    void refuse(const Error &why);

    // What is behind the calls of Device.
    qint64 read(char *data, qint64 size);
    qint64 readLine(char *data, qint64 size);
    qint64 skip(qint64 size);
    qint64 write(const char *data, qint64 size);
    qint64 bytesToWrite() const { return engine ? engine->bytesToWrite() : m_early.bytes.size(); }
    void setReadLimit(qint64 limit);
    void finishWriting();
    void close();
    void disconnect();
    void abort();
    void lingerAndStop();
    bool waitForReadyRead(QDeadlineTimer deadline);
    bool waitForBytesWritten(QDeadlineTimer deadline);
    bool waitUntil(State wanted, QDeadlineTimer deadline);
    void leaveThread();
    void joinThread();
    void looked() const { m_looked = true; }
    void noticeEnd() const;

    State state = State::Closed;
    Handover handover;
    Error error;
    ByteQueue input;
    std::unique_ptr<Connector> connector;
    std::unique_ptr<StreamEngine> engine;
    qint64 readLimit = 0;
    qint64 writeLimit = 0;

protected:
    // Called when there is a connected handle, before anything is told of it.
    virtual void opened(qintptr handle) { Q_UNUSED(handle) }
    virtual std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle);
    // Names the peer in errors.
    virtual QString subject() const { return {}; }

    // For devices of messages: each write is one; some have no bytes and are held all the same.
    virtual bool writesMessages() const { return false; }
    virtual bool holdsEmptyMessage() const { return false; }
    virtual void clearInput() { input.clear(); }
    virtual void inputTaken() { }
    // The connection, or connecting, comes to its end, or another one begins; a handle is still open. Maybe more than once.
    virtual void ending() { }
    virtual void announceHandles() { }
    // What was accepted before there was a connection will not be sent.
    virtual void earlyDropped() { }
    bool canWrite() const;
    qint64 roomFor(qint64 size);
    void send(const char *data, qint64 size);
    void note(const Error &why); // without a signal
    qint64 earlyMessages() const { return qint64(m_early.messages.size()); }
    void taken();
    void readOn();
    qint64 held() const;

    Device *q = nullptr;

private:
    struct Events
    {
        bool stateChanged = false;
        bool connected = false;
        bool handlesRead = false;
        bool readyRead = false;
        qint64 bytesWritten = 0;
        bool readFinished = false;
        std::vector<Error> failures; // that ended nothing
        Error error;
        bool disconnected = false;
        bool stateIsTold = false; // that it is connected

        bool isEmpty() const noexcept
        {
            return !stateChanged && !connected && !handlesRead && !readyRead && bytesWritten == 0 && !readFinished
                && failures.empty() && !error && !disconnected;
        }
        void add(Events &&later);
    };
    // What deliver() has not told yet; one for each call that is under way.
    struct Delivery
    {
        Events left;
        Delivery *outer;
    };

    // What was written before there was a connection.
    struct Early
    {
        ByteQueue bytes;
        std::vector<qint64> messages; // their sizes, if they are any
        bool isEmpty() const { return bytes.isEmpty() && messages.empty(); }
        void clear();
        void sendTo(StreamEngine &stream);
    };

    void streamTurn(const StreamTurn &turn) override;
    void tellProgress(const StreamTurn &turn);
    void connectFinished(Result<OwnedHandle> result) override;

    void dropEarly()
    {
        m_early.clear();
        earlyDropped();
    }
    void begin(QIODevice::OpenMode mode);
    void start(OwnedHandle handle);
    void setState(State next);
    bool waitOnce(QDeadlineTimer deadline);
    void ready(ReadySet) override;
    void defer() const { m_deferral.wake(); }
    bool hasDeferred() const noexcept { return !m_deferred.isEmpty(); }
    void deliverDeferred();
    void closed(Events &events);
    bool hasUnread() const { return held() > 0 || holdsEmptyMessage(); }
    void growLimit();
    void resetLimit();
    void endReading();

    void deliver(const Events &events);
    void tell(Events &left);
    bool emitReadyRead();
    bool emitBytesWritten(qint64 count);
    bool emitFailures(const std::vector<Error> &failures);

    Lifetime m_lifetime;
    mutable Watch m_deferral;
    Early m_early;
    Events m_deferred; // a change of the state, an error, or what another thread has left untold
    Delivery *m_delivery = nullptr; // the innermost
    qint64 m_writtenUntold = 0; // of turns that are being told without a Delivery
    qint64 m_limitNow = 0; // readLimit, or more for a reader that waits for a larger packet
    qint64 m_totalRead = 0; // bytes, and messages so that those without bytes count
    qint64 m_totalWritten = 0;
    qint64 m_unreportedWritten = 0;
    quint32 m_epoch = 0; // changes with every connection, so that a slot that starts another one is noticed
    bool m_wasConnected = false; // connected as far as the user knows; owes a disconnected()
    bool m_finishing = false;
    bool m_readFinished = false; // nothing more will come, so nobody waits for it
    mutable bool m_endNoticed = false; // a call of endReading() is under way
    bool m_inReadyRead = false;
    bool m_readyReadAgain = false;
    bool m_inBytesWritten = false;
    bool m_taken = false;
    mutable bool m_looked = false;
};

} // namespace QtInterprocess
