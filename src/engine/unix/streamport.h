// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/unix/ancillaryinput.h"
#include "engine/unix/outputqueue.h"
#include "engine/unix/unixport.h"
#include "support/result.h"

#include <vector>

namespace QtInterprocess {

/*
    A stream socket, or an end of a pipe.

    It reads into a buffer of the thread. Small input is copied; large input takes the buffer along.
    An idle connection holds no buffer.

    Handles and credentials cost nothing until they are requested: until then plain calls are made.
*/
class StreamPort final : public UnixPort
{
public:
    StreamPort(OwnedHandle handle, ByteQueue &input, const ByteCalls &calls = SocketCalls, Flow flow = Flow::Both);

    // Writes bytes with handles, which arrive together. HandleQueue tells how many are possible.
    Failure write(const QByteArray &data, std::vector<OwnedHandle> &&handles);
    // Sets the destination of ancillary data; null ignores it. It must outlive the port.
    void setAncillaryInput(AncillaryInput *ancillary);
    // Applies that the ancillary input is full, or not any more.
    void updateRoom();

    void setReadLimit(qint64 limit) override;
    bool read(StreamTurn &turn) override;
    qint64 readDirectly(char *data, qint64 size, Failure &failure) override;
    bool discardInput() override;
    Output &output() override { return *m_output; }
    void setOutput(std::unique_ptr<Output> output) override;
    Failure write(const char *data, qint64 size) override { return m_output->write(fd(), data, size); }
    Failure send() override { return m_output->send(fd()); }

private:
    std::unique_ptr<Output> takeOutput() override { return m_output->takeAll(); }
    bool readChunks(StreamTurn &turn);
    Result<os::Transfer> receive(char *data, qint64 size, AncillaryInput *ancillary);

    const ByteCalls &m_calls;
    AncillaryInput *m_ancillary = nullptr;
    qint64 m_wantedLimit = 0; // the read limit while the ancillary input is not full
    std::unique_ptr<OutputQueue> m_output;
};

} // namespace QtInterprocess
