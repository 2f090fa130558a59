// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/unix/messageoutput.h"
#include "engine/unix/messagereader.h"
#include "engine/unix/unixport.h"

#include <memory>
#include <utility>
#include <vector>

namespace QtInterprocess {

/*
    The common part of ports with message boundaries.

    Small messages are queued and leave with the next turn. Messages of CorkLimit bytes or more are
    sent at once.
*/
class MessagePort : public UnixPort
{
public:
    void setMaximumHandles(int count);
    void setReceivesCredentials(bool on) { m_reader.receivesCredentials = on; }

    void setReadLimit(qint64 limit) final { m_reader.readLimit = limit; }
    bool hasRoom() const final { return m_reader.hasRoom(); }
    bool read(StreamTurn &turn) final;
    bool discardInput() final;
    Output &output() final { return *m_output; }
    void setOutput(std::unique_ptr<Output> output) final;
    Failure send() override { return m_output->send(fd()); }
    void setMaximumMessageSize(qint64 size) final { m_reader.maximumMessageSize = size; }

protected:
    MessagePort(OwnedHandle handle, std::optional<os::SocketType> type, MessageInput input, Flow flow);

    // Reads the next message. Returns false if reading should stop now; ended is set at the end of
    // the input.
    virtual bool readOne(Scratch &scratch, StreamTurn &turn, bool &ended) = 0;

    virtual void aboutToSend() { }

    Failure append(const char *data, qint64 size, std::vector<OwnedHandle> &&handles, const os::SocketName &to);
    Error makeRoomFor(qint64 size);

    MessageReader m_reader;
    std::unique_ptr<MessageOutput> m_output;

private:
    std::unique_ptr<Output> takeOutput() final;

    qint64 m_roomFor = 0; // size of the largest message that is known to fit into the socket
};

/*
    A socket of type SOCK_SEQPACKET, or an end of a pipe in packet mode.

    If the peer closes with unread input, Linux first reports that, and then delivers the peer's
    earlier data. So reading continues after a failure.
*/
class PacketPort final : public MessagePort
{
public:
    PacketPort(OwnedHandle handle, MessageInput input, std::optional<os::SocketType> type = os::SocketType::SeqPacket,
               Flow flow = Flow::Both);

    Failure write(const char *data, qint64 size, std::vector<OwnedHandle> &&handles)
    {
        return append(data, size, std::move(handles), {});
    }
    Failure write(const char *data, qint64 size) override { return append(data, size, {}, {}); }
    Error check(qint64 size) override { return flow() == Flow::Both ? makeRoomFor(size) : Error(); }

private:
    bool readOne(Scratch &scratch, StreamTurn &turn, bool &ended) override;
};

} // namespace QtInterprocess
