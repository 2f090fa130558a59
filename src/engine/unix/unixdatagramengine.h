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
    A socket of type SOCK_DGRAM. There is no connection: nobody is told when a peer goes, input has no end, and what fails is
    a datagram. Only a socket that has no name of its own, so that nobody but its peer could reach it, is over when
    that peer is found to have gone; which a failed write tells, and nothing else.
*/
class UnixDatagramEngine final : public MessageEngine, private ClosingEngine, private ReadySource
{
public:
    struct Settings
    {
        bool outlivesPeer = false; // goes on when its peer has gone
        bool hasPeer = false;
        bool receivesCredentials = false;
        Access access = Access::Everyone; // whose datagrams are taken; all but everyone needs credentials
    };
    UnixDatagramEngine(OwnedHandle handle, MessageInput input, const Settings &settings, StreamObserver &observer);
    ~UnixDatagramEngine() override;

    bool hasPeer() const noexcept { return m_hasPeer; }
    // To be called when the socket has got another peer; unnamed: none.
    void peerChanged(const os::SocketName &from, const os::SocketName &to);
    void setMaximumHandles(int count);
    void setMaximumMessageSize(qint64 size) override { m_reader.maximumMessageSize = size; }
    Error check(qint64 size) override;
    // The same, whoever it goes to.
    Error checkSize(qint64 size);
    void send(const char *data, qint64 size, std::vector<OwnedHandle> handles, const os::SocketName &to);

    void setReadLimit(qint64 limit) override;
    void inputTaken() override;
    qint64 readDirectly(char *, qint64) override { return 0; }
    void write(const char *data, qint64 size) override { send(data, size, {}, {}); }
    void write(ByteQueue &&bytes) override;
    qint64 bytesToWrite() const override { return m_output.size(); }
    bool isWritable() const override { return !m_closing && !m_lost; }
    bool flush() override;
    bool canFinishWriting() const override { return false; }
    void finishWriting() override { }
    void close() override;
    void stop(Stop how) override;
    bool wait(QDeadlineTimer deadline) override;
    void leaveThread() override;
    void joinThread() override;
    qintptr handle() const override { return m_handle.get(); }

private:
    void ready(ReadySet what) override;
    void handOver() override; // the turn with closed follows
    void giveUp(const Error &why) override;
    bool takeTurn(ReadySet what, StreamTurn &turn);
    ReadySet poll(QDeadlineTimer deadline) const;

    bool wantsInput() const noexcept { return m_closing || m_reader.hasRoom(); }
    void readSome(StreamTurn &turn);
    bool readOne(Scratch &scratch, StreamTurn &turn);
    void saveInput();
    bool readFailed(const Error &error, StreamTurn &turn);
    void writeSome();
    void peerLost(Failure failure);
    bool hasLoss() const;
    void countLosses();
    void settle(StreamTurn &turn);
    void closeHandle();
    void updateInterest();
    int fd() const noexcept { return int(m_handle.get()); }

    OwnedHandle m_handle;
    HandleGate m_gate { &m_handle, os::SocketType::Datagram };
    StreamObserver &m_observer;
    Watch m_watch;
    MessageReader m_reader;
    MessageOutput m_output { MessageTransport::Datagrams };
    StreamTurn m_saved; // what was read before something was written, to be told in the next turn
    Failures m_failures; // of datagrams, to be told in the next turn
    Failure m_error; // to be reported with closed
    qint64 m_roomFor = 0; // the largest datagram that is known to fit into the socket
    const bool m_outlivesPeer;
    bool m_hasPeer;
    bool m_lost = false; // the peer has gone, and there was nobody else
    bool m_closing = false; // close() was called
};

} // namespace QtInterprocess
