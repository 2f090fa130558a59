// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/output.h"
#include "engine/retry.h"
#include "engine/streamengine.h"
#include "loop/reactor.h"
#include "support/bytequeue.h"
#include "support/errortext.h"
#include "support/result.h"

#include <algorithm>
#include <memory>

namespace QtInterprocess {

/*
    Moves the data of one handle: the system calls of one kind of transport, and nothing else. The Connection that owns a
    port decides when it reads and writes, and what an outcome means. A port reports nothing and never blocks, except in
    poll(). To add a transport, write a port.

    - Input goes into the ByteQueue that the port was made with.
    - Output waits in an Output that the port owns; handOver() may replace it by another, empty one.
*/
class Port
{
public:
    // When the handle is closed.
    enum class Closing {
        Graceful, // the peer sees the end of the data, even if it has sent something that was not read
        PeerClosed, // the peer has closed both halves, and all that it had sent was read
        Abort, // at once; others may have the handle as well
        Copy, // of a forked child: nothing changes for its parent, and nothing waits for threads that are not there
    };

    virtual ~Port() = default;

    virtual qintptr handle() const = 0;
    bool isOpen() const noexcept { return m_isOpen; } // until close() or handOver()
    Flow flow() const noexcept { return m_flow; }
    // One half can end while the other goes on.
    virtual bool hasHalves() const { return false; }
    // A hang-up of it ends both halves.
    virtual bool isOneHandle() const { return true; }

    // ---- input

    // See StreamEngine.
    virtual void setReadLimit(qint64 limit) { m_readLimit = limit; }
    // Whether the read limit leaves room for more.
    virtual bool hasRoom() const { return m_readLimit == 0 || m_input.size() < m_readLimit; }
    // Appends to the input what is there, as much as is fair in one turn. Returns false if nothing more will come. turn.addError()
    // says that the connection has failed; what the peer had sent before can still be read.
    virtual bool read(StreamTurn &turn) = 0;
    // After a read() that found nothing: whether nothing is there. False: the port brings another turn that asks again.
    virtual bool isReadEmpty() { return true; }
    // Reads past the empty input into the caller's memory; 0 if nothing is there.
    virtual qint64 readDirectly(char *, qint64, Failure &) { return 0; }
    // Waits when the system was too short of something to read. The connection asks for no input meanwhile.
    Retry &readRetry() noexcept { return *m_retry; }
    // Reads and forgets, a bounded amount. Returns false if nothing more will come.
    virtual bool discardInput() = 0;

    // ---- output

    virtual Output &output() = 0;
    // Begins with the output that was accepted before there was a handle.
    virtual void setOutput(std::unique_ptr<Output>) { Q_UNREACHABLE(); } // of transports that do not connect
    // Appends, and sends if that is cheaper than to wait for the next turn. The failure is that of Output::send().
    virtual Failure write(const char *data, qint64 size) = 0;
    // See Output::send().
    virtual Failure send() = 0;
    // No more is written; called once, also by close().
    virtual void finishWriting() { }
    // Ends the writing half; all output is out.
    virtual Error shutDownWriting() { return {}; }

    // ---- the end

    // After the end of the input: whether the peer takes no more either.
    virtual bool peerHasClosed() const { return true; }
    // The same of a handle that is only written, at any price. False if the system does not tell.
    virtual bool readerHasGone() const { return peerHasClosed(); }
    virtual void close(Closing how) = 0;
    // Gives the handle and the output to the background, which closes the handle when all is sent.
    virtual void handOver() = 0;
    // The same of two ports of one class. Until then the background reads and forgets what comes to the other one.
    virtual void handOverWith(Port &) { Q_UNREACHABLE(); } // of ports that are not one way
    // Gives the handle away, as others may use it; the output is empty. A port that cannot stays as it is.
    virtual Result<OwnedHandle> takeHandle()
    {
        return Error(Error::Unsupported, 0, QString(), QString(), ErrorText::tr("a worker thread uses the handle"));
    }
    // In a forked child, when the handle has become its own: makes anew what the parent had in other threads.
    virtual void takeOver(ReadySource &) { }

    // ---- the event loop

    // Events that every turn has: Readable and Writable if the handle does not say which of them it is.
    ReadySet always() const noexcept { return m_always; }
    // Begins to watch in the current thread, for the first time or after leave(). The source outlives the port.
    virtual Error join(ReadySource &source, Watch &watch) = 0;
    virtual void leave() { }
    // Sees to it that the source hears of these events.
    virtual void setInterest(Watch &watch, ReadySet interest) { watch.setInterest(interest); }
    // Waits for one of these events without an event loop. Empty if the deadline came first.
    virtual ReadySet poll(ReadySet interest, QDeadlineTimer deadline) = 0;
    // The same of two ports of one class, of which this one reads and the other one writes.
    virtual ReadySet pollBoth(Port &, ReadySet, QDeadlineTimer) { Q_UNREACHABLE(); } // of ports that are not one way
    // Whether a handle that is only written brings a hang-up by itself, when its watch waits for Readable.
    virtual bool bringsHangUps() const { return false; }

    // ---- ports that keep messages

    // See StreamEngine.
    virtual void setMaximumMessageSize(qint64) { }
    virtual Error check(qint64) { return {}; }

    // Input that was read outside of read(), for the next turn to report.
    bool hasSaved() const noexcept { return m_hasSaved; }
    virtual void takeSaved(StreamTurn &) { }

protected:
    explicit Port(ByteQueue &input, Flow flow, ReadySet always = {})
        : m_input(input),
          m_flow(flow),
          m_always(always) { }

    // How much to read at once, if most is what fits into the buffer.
    qint64 roomFor(qint64 most) const { return m_readLimit == 0 ? most : std::min(most, m_readLimit - m_input.size()); }

    ByteQueue &m_input;
    qint64 m_readLimit = 0;
    Retry m_readRetry;
    Retry *m_retry = &m_readRetry; // or that of a port inside
    bool m_isOpen = true;
    bool m_hasSaved = false;

private:
    Q_DISABLE_COPY_MOVE(Port)

    const Flow m_flow;
    const ReadySet m_always;
};

} // namespace QtInterprocess
