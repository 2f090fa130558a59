// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/messagedevice_p.h"
#include "testsupport/scripteddevice.h"

#include <QtCore/qbytearraylist.h>

#include <deque>
#include <memory>
#include <vector>

namespace TestSupport {

using namespace QtInterprocess;

// Records the calls of a message engine, and outlives it.
struct MessageScript
{
    QByteArrayList sent; // one by one
    QByteArrayList lingering; // passed to the connector
    std::deque<QByteArrayList> arriving; // one list per turn
    qint64 queued = 0; // the result of bytesToWrite()
    qint64 maximumSize = -1;
    int finished = 0; // number of finishWriting() calls
    Error refusal; // the result of check()
    bool keepsMessages = true;
    bool supportsHalfClose = false;
};

class ScriptedMessageEngine final : public StreamEngine
{
public:
    ScriptedMessageEngine(std::shared_ptr<MessageScript> script, ByteQueue &input, MessageBounds *bounds,
                          StreamObserver &observer)
        : m_script(std::move(script)),
          m_input(input),
          m_bounds(bounds),
          m_observer(observer)
    { }

    void arrive(const QByteArrayList &messages)
    {
        StreamTurn turn;
        for (const QByteArray &message : messages) {
            m_input.append(message.constData(), message.size());
            turn.bytesRead += message.size();
            if (m_bounds) {
                m_bounds->append(message.size());
                ++turn.messagesRead;
            }
        }
        m_observer.streamTurn(turn);
    }
    void end()
    {
        StreamTurn turn;
        turn.readFinished = turn.closed = true;
        m_observer.streamTurn(turn);
    }
    // Fails after one byte of input.
    void fail(const std::vector<Error> &failures)
    {
        StreamTurn turn;
        m_input.append("x", 1);
        m_bounds->append(1);
        turn.bytesRead = turn.messagesRead = 1;
        for (const Error &failure : failures)
            turn.addFailure(failure);
        m_observer.streamTurn(turn);
    }

    Error check(qint64) override { return m_script->refusal; }
    void setMaximumMessageSize(qint64 size) override { m_script->maximumSize = size; }
    void setReadLimit(qint64) override { }
    void inputTaken() override { }
    qint64 readDirectly(char *, qint64) override { return 0; }
    void write(const char *data, qint64 size) override
    {
        m_script->sent += QByteArray(data, qsizetype(size));
        m_script->queued += size;
    }
    void setOutput(std::unique_ptr<Output> output) override
    {
        for (const QByteArray &message : takeWrites(std::move(output)))
            write(message.constData(), message.size());
    }
    qint64 bytesToWrite() const override { return m_script->queued; }
    bool isWritable() const override { return true; }
    bool flush() override { return false; }
    bool canFinishWriting() const override { return m_script->supportsHalfClose; }
    void finishWriting() override { ++m_script->finished; }
    void close() override { }
    void stop(Stop) override { }
    bool wait(QDeadlineTimer) override
    {
        if (m_script->arriving.empty())
            return false;
        const QByteArrayList messages = m_script->arriving.front();
        m_script->arriving.pop_front();
        arrive(messages);
        return true;
    }
    void leaveThread() override { }
    void joinThread() override { }
    qintptr handle() const override { return 7; }
    Result<OwnedHandle> takeHandle(StreamTurn &) override { return Error(Error::Unsupported, 0, QString()); }

private:
    const std::shared_ptr<MessageScript> m_script;
    ByteQueue &m_input;
    MessageBounds *const m_bounds;
    StreamObserver &m_observer;
};

class LingeringConnector final : public Connector
{
public:
    LingeringConnector(std::shared_ptr<MessageScript> script, ConnectObserver &observer)
        : m_script(std::move(script)),
          m_observer(observer)
    { }
    void finish() { m_observer.connectFinished(OwnedHandle()); }
    bool wait(QDeadlineTimer) override { return false; }
    void linger(std::unique_ptr<Output> output) override { m_script->lingering += takeWrites(std::move(output)); }
    void leaveThread() override { }
    void joinThread() override { }

private:
    const std::shared_ptr<MessageScript> m_script;
    ConnectObserver &m_observer;
};

class ScriptedMessageDevicePrivate final : public MessageDevicePrivate
{
public:
    const std::shared_ptr<MessageScript> script = std::make_shared<MessageScript>();

protected:
    void opened(qintptr) override { keepsMessages = script->keepsMessages; }
    std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle, MessageBounds *bounds) override
    {
        return std::make_unique<ScriptedMessageEngine>(script, input, bounds, *this);
    }
    std::unique_ptr<Output> makeOutput() const override { return std::make_unique<ScriptedOutput>(); }
};

class ScriptedMessageDevice final : public MessageDevice
{
public:
    ScriptedMessageDevice() : MessageDevice(std::make_unique<ScriptedMessageDevicePrivate>(), nullptr) { }

    std::shared_ptr<MessageScript> script() { return static_cast<ScriptedMessageDevicePrivate *>(priv())->script; }
    void connectAtOnce() { priv()->adopt(OwnedHandle(), ReadWrite); }
    void beginConnecting()
    {
        priv()->connectBy(
            [this](ConnectObserver &observer) { return std::make_unique<LingeringConnector>(script(), observer); },
            ReadWrite);
    }
    void finishConnecting() { static_cast<LingeringConnector &>(*priv()->connector).finish(); }
    void arrive(const QByteArrayList &messages) { engine().arrive(messages); }
    void end() { engine().end(); }
    void fail(const std::vector<Error> &failures) { engine().fail(failures); }

private:
    ScriptedMessageEngine &engine() { return static_cast<ScriptedMessageEngine &>(*priv()->engine); }
};

} // namespace TestSupport
