// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/closingengines.h"
#include "engine/messageengine.h"
#include "engine/unix/handlegate.h"
#include "engine/unix/messageoutput.h"
#include "engine/unix/messagereader.h"
#include "loop/reactor.h"

namespace QtInterprocess {

/*
    A socket of type SOCK_SEQPACKET, or an end of a pipe in packet mode: a connection like that of UnixStreamEngine, of messages.

    Output: messages are only queued, and leave when the handler that made them returns, or else from the event loop
    (Watch::wake); from CorkLimit on they go at once.

    Input: at most 256 messages or 256 KiB in one turn. When the peer closed without having read everything Linux says so
    first, and only then gives out what the peer had sent before; so a failure is kept until there is nothing more.
*/
class UnixMessageEngine final : public MessageEngine, private ClosingEngine, private ReadySource
{
public:
    UnixMessageEngine(OwnedHandle handle, MessageInput input, StreamObserver &observer,
                      MessageTransport transport = MessageTransport::Packets, Flow flow = Flow::Both);
    ~UnixMessageEngine() override;

    void setMaximumMessageSize(qint64 size) override { m_reader.maximumMessageSize = size; }
    void setMaximumHandles(int count);
    void setReceivesCredentials(bool on) { m_reader.receivesCredentials = on; }
    Error check(qint64 size) override;
    void send(const char *data, qint64 size, std::vector<OwnedHandle> handles);
    // Those of the messages that are written first.
    void setEarlyHandles(EarlyHandles &&handles) { m_earlyHandles = std::move(handles); }

    void setReadLimit(qint64 limit) override;
    void inputTaken() override;
    qint64 readDirectly(char *, qint64) override { return 0; }
    void write(const char *data, qint64 size) override;
    void write(ByteQueue &&bytes) override;
    qint64 bytesToWrite() const override { return m_output.size(); }
    bool isWritable() const override { return !m_writeFinished && !m_finishing; }
    bool flush() override;
    bool canFinishWriting() const override { return m_flow != Flow::In; }
    void finishWriting() override;
    void close() override;
    void stop(Stop how) override;
    bool wait(QDeadlineTimer deadline) override;
    void leaveThread() override;
    void joinThread() override;
    qintptr handle() const override { return m_handle.get(); }

private:
    void ready(ReadySet what) override;
    void handOver() override; // the turn with closed follows
    void giveUp(const Error &why) override { fail(m_output.lose(why)); }
    bool takeTurn(ReadySet what, StreamTurn &turn);
    ReadySet poll(QDeadlineTimer deadline) const;

    bool wantsInput() const noexcept { return !m_readFinished && (m_closing || m_reader.hasRoom()); }
    void readSome(StreamTurn &turn);
    bool peerHasClosed() const;
    void writeSome();
    void fail(Failure failure);
    void endWriting();
    void settle(ReadySet what, StreamTurn &turn);
    void closeHandle();
    void updateInterest();
    int fd() const noexcept { return int(m_handle.get()); }

    const Flow m_flow; // a pipe: one way, and what ends that way ends it all
    OwnedHandle m_handle;
    HandleGate m_gate;
    StreamObserver &m_observer;
    Watch m_watch;
    MessageReader m_reader;
    MessageOutput m_output;
    EarlyHandles m_earlyHandles;
    qint64 m_written = 0; // messages, while there are early handles
    Failure m_error; // to be reported with closed
    qint64 m_roomFor = 0; // the largest message that is known to fit into the socket
    bool m_readFinished = false;
    bool m_reportedReadFinished = false;
    bool m_writeFinished = false; // shut down, or failed
    bool m_writeFailed = false;
    bool m_finishing = false; // finishWriting() was called
    bool m_closing = false; // close() was called
};

} // namespace QtInterprocess
