// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"

#include <QtInterprocess/device.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qcoreapplication.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>

namespace TestSupport {

using namespace QtInterprocess;

// Output that was accepted before there was an engine. It sends nothing.
class ScriptedOutput final : public Output
{
public:
    void append(const char *data, qint64 size) override
    {
        writes += QByteArray(data, qsizetype(size));
        m_size += size;
        ++m_messages;
    }
    Failure send(qintptr) override { return {}; }

    QByteArrayList writes;

private:
    void clear() override { writes.clear(); }
};

// Returns the writes that a device has given away, one by one.
inline QByteArrayList takeWrites(std::unique_ptr<Output> output)
{
    QByteArrayList writes = static_cast<ScriptedOutput &>(*output).writes;
    output->discard();
    return writes;
}

// A stream engine that follows a script. The turns are set in advance and run one by one. As in a
// real engine, they run from the event loop or from wait().
class ScriptedEngine final : public StreamEngine, private ReadySource
{
public:
    // The content of a StreamTurn in a form that can be copied, as scripts are.
    struct Outcome
    {
        qint64 bytesWritten = 0;
        bool readFinished = false;
        bool handlesRead = false;
        bool closed = false;
        Error error;
        std::vector<Error> failures;
        std::vector<Error> refusals;
        bool outputLost = false; // for each of the errors
    };
    struct Turn
    {
        QByteArray data; // read in this turn
        Outcome turn;
    };

    // Outlives the engine, so that a test can inspect the calls of the device.
    struct Script
    {
        std::deque<Turn> turns;
        QByteArray written;
        QStringList calls;
        qint64 readLimit = 0;
        bool writable = true;
        bool runsByItself = false; // one turn after the other, from the event loop of its thread
        bool floods = false; // after the last turn: as much as the limit allows, 64 KiB at a time
        qint64 arrived = 0; // bytes
    };

    ScriptedEngine(std::shared_ptr<Script> script, ByteQueue &input, StreamObserver &observer)
        : m_script(std::move(script)),
          m_input(input),
          m_observer(observer),
          m_watch(*this)
    {
        if (m_script->runsByItself)
            m_watch.wake();
    }

    // Runs the next turn; false if there is none.
    bool runTurn()
    {
        if (m_script->turns.empty() && !flood())
            return false;
        Turn next = m_script->turns.front();
        m_script->turns.pop_front();
        const auto failure = [&](const Error &error) {
            return next.turn.outputLost && error ? Failure::ofOutput(error) : Failure(error);
        };
        StreamTurn turn;
        turn.bytesRead = next.data.size();
        turn.bytesWritten = next.turn.bytesWritten;
        turn.readFinished = next.turn.readFinished;
        turn.handlesRead = next.turn.handlesRead;
        turn.closed = next.turn.closed;
        turn.addError(failure(next.turn.error));
        for (const Error &error : next.turn.failures)
            turn.addFailure(failure(error));
        for (const Error &error : next.turn.refusals)
            turn.addRefusal(error);
        m_script->arrived += next.data.size();
        m_input.append(next.data.constData(), next.data.size());
        if (m_script->runsByItself && !m_script->turns.empty())
            m_watch.wake();
        m_observer.streamTurn(turn);
        return true;
    }

    void setReadLimit(qint64 limit) override { m_script->readLimit = limit; }
    void inputTaken() override { m_script->calls += QStringLiteral("inputTaken"); }
    qint64 readDirectly(char *, qint64) override { return 0; }
    void write(const char *data, qint64 size) override { m_script->written.append(data, qsizetype(size)); }
    void setOutput(std::unique_ptr<Output> output) override
    {
        m_script->written += takeWrites(std::move(output)).join();
    }
    qint64 bytesToWrite() const override { return m_script->written.size(); }
    bool isWritable() const override { return m_script->writable; }
    bool flush() override { return false; }
    void finishWriting() override { m_script->calls += QStringLiteral("finishWriting"); }
    void close() override { m_script->calls += QStringLiteral("close"); }
    void stop(Stop how) override
    {
        m_script->calls += how == Stop::Linger ? QStringLiteral("linger") : QStringLiteral("discard");
    }
    bool wait(QDeadlineTimer) override { return runTurn(); }
    void leaveThread() override
    {
        m_script->calls += QStringLiteral("leaveThread");
        m_watch.leaveThread();
    }
    void joinThread() override
    {
        m_script->calls += QStringLiteral("joinThread");
        m_watch.joinThread();
    }
    qintptr handle() const override { return 7; }
    Result<OwnedHandle> takeHandle(StreamTurn &) override { return Error(Error::Unsupported, 0, QString()); }

private:
    void ready(ReadySet) override { (void)runTurn(); }
    bool flood()
    {
        constexpr qint64 Chunk = 64 * 1024;
        const qint64 room = m_script->readLimit == 0 ? Chunk : std::min(Chunk, m_script->readLimit - m_input.size());
        if (m_script->floods && room > 0)
            m_script->turns.push_back({ QByteArray(qsizetype(room), 'x'), {} });
        return !m_script->turns.empty();
    }

    const std::shared_ptr<Script> m_script;
    ByteQueue &m_input;
    StreamObserver &m_observer;
    Watch m_watch;
};

// A connector that reports a given result when the test says so.
class ScriptedConnector final : public Connector
{
public:
    explicit ScriptedConnector(ConnectObserver &observer) : m_observer(observer) { }
    void finish(Result<OwnedHandle> result) { m_observer.connectFinished(std::move(result)); }
    bool wait(QDeadlineTimer) override { return false; }
    void linger(std::unique_ptr<Output> output) override { takeWrites(std::move(output)); }
    void leaveThread() override { }
    void joinThread() override { }

private:
    ConnectObserver &m_observer;
};

class ScriptedDevicePrivate final : public DevicePrivate
{
public:
    const std::shared_ptr<ScriptedEngine::Script> script = std::make_shared<ScriptedEngine::Script>();
    std::function<void()> onHandles; // replaces the signal of classes that have handles
    qint64 memoryBeside = 0;

protected:
    void announceHandles() override
    {
        if (onHandles)
            onHandles();
    }
    qint64 uncounted() const override { return memoryBeside; }
    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle) override
    {
        return std::make_unique<ScriptedEngine>(script, input, *this);
    }
    std::unique_ptr<Output> makeOutput() const override { return std::make_unique<ScriptedOutput>(); }
};

class ScriptedDevice : public Device
{
public:
    ScriptedDevice() : Device(std::make_unique<ScriptedDevicePrivate>(), nullptr) { }

    void beginConnecting()
    {
        const auto connect = [](ConnectObserver &observer) { return std::make_unique<ScriptedConnector>(observer); };
        priv()->connectBy(connect, ReadWrite);
    }
    void finishConnecting(Result<OwnedHandle> result = OwnedHandle())
    {
        static_cast<ScriptedConnector *>(priv()->connector.get())->finish(std::move(result));
    }
    void connectAtOnce(OpenMode mode = ReadWrite) { priv()->adopt(OwnedHandle(), mode); }

    ScriptedDevicePrivate &inside() { return static_cast<ScriptedDevicePrivate &>(*priv()); }
    std::shared_ptr<ScriptedEngine::Script> script() { return static_cast<ScriptedDevicePrivate *>(priv())->script; }
    // Runs the next turn; false if there is none.
    bool runTurn() { return priv()->engine && static_cast<ScriptedEngine &>(*priv()->engine).runTurn(); }
};

} // namespace TestSupport
