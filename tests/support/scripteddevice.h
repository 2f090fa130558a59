// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"

#include <QtInterprocess/device.h>

#include <QtCore/qcoreapplication.h>

#include <deque>
#include <memory>

namespace TestSupport {

using namespace QtInterprocess;

/*
    A stream engine that does what a test says: turns are given to it in advance and happen one by one, from the event
    loop or from wait(), as those of a real one do.
*/
class ScriptedEngine final : public StreamEngine
{
public:
    struct Turn
    {
        QByteArray data; // read in this turn
        StreamTurn turn;
    };

    // Outlives the engine, so that a test can look at what the device asked for.
    struct Script
    {
        std::deque<Turn> turns;
        QByteArray written;
        QStringList calls;
        qint64 readLimit = 0;
        bool writable = true;
    };

    ScriptedEngine(std::shared_ptr<Script> script, ByteQueue &input, StreamObserver &observer)
        : m_script(std::move(script)),
          m_input(input),
          m_observer(observer)
    { }

    // Returns false if there was no turn left.
    bool runTurn()
    {
        if (m_script->turns.empty())
            return false;
        Turn next = m_script->turns.front();
        m_script->turns.pop_front();
        next.turn.bytesRead = next.data.size();
        m_input.append(next.data.constData(), next.data.size());
        m_observer.streamTurn(next.turn);
        return true;
    }

    void setReadLimit(qint64 limit) override { m_script->readLimit = limit; }
    void inputTaken() override { m_script->calls += QStringLiteral("inputTaken"); }
    qint64 readDirectly(char *, qint64) override { return 0; }
    void write(const char *data, qint64 size) override { m_script->written.append(data, qsizetype(size)); }
    void write(ByteQueue &&bytes) override
    {
        QByteArray data(qsizetype(bytes.size()), Qt::Uninitialized);
        bytes.read(data.data(), data.size());
        m_script->written += data;
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
    void leaveThread() override { m_script->calls += QStringLiteral("leaveThread"); }
    void joinThread() override { m_script->calls += QStringLiteral("joinThread"); }
    qintptr handle() const override { return 7; }

private:
    const std::shared_ptr<Script> m_script;
    ByteQueue &m_input;
    StreamObserver &m_observer;
};

// Reports the outcome it is told to, when it is told to.
class ScriptedConnector final : public Connector
{
public:
    explicit ScriptedConnector(ConnectObserver &observer) : m_observer(observer) { }
    void finish(Result<OwnedHandle> result) { m_observer.connectFinished(std::move(result)); }
    bool wait(QDeadlineTimer) override { return false; }
    void linger(ByteQueue &&, const std::vector<qint64> &) override { }
    void leaveThread() override { }
    void joinThread() override { }

private:
    ConnectObserver &m_observer;
};

class ScriptedDevicePrivate final : public DevicePrivate
{
public:
    const std::shared_ptr<ScriptedEngine::Script> script = std::make_shared<ScriptedEngine::Script>();

protected:
    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle) override
    {
        return std::make_unique<ScriptedEngine>(script, input, *this);
    }
};

class ScriptedDevice final : public Device
{
public:
    ScriptedDevice() : Device(std::make_unique<ScriptedDevicePrivate>(), nullptr) { }

    void connectToNobody()
    {
        const auto connect = [](ConnectObserver &observer) { return std::make_unique<ScriptedConnector>(observer); };
        priv()->connectBy(connect, ReadWrite);
    }
    void finishConnecting(Result<OwnedHandle> result = OwnedHandle())
    {
        static_cast<ScriptedConnector *>(priv()->connector.get())->finish(std::move(result));
    }
    void connectAtOnce(OpenMode mode = ReadWrite) { priv()->adopt(OwnedHandle(), mode); }

    std::shared_ptr<ScriptedEngine::Script> script() { return static_cast<ScriptedDevicePrivate *>(priv())->script; }
    // False if there is nothing left to happen.
    bool runTurn() { return priv()->engine && static_cast<ScriptedEngine &>(*priv()->engine).runTurn(); }
};

} // namespace TestSupport
