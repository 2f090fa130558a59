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
    Moves the data of one handle: the system calls of one kind of transport.

    The Connection that owns the port decides when it reads and writes, and what an outcome means. A
    port emits nothing, and only poll() blocks. To add a transport, write a port.

    - Input is appended to the ByteQueue that the constructor receives.
    - Output waits in an Output that the port owns. handOver() may replace it by an empty one.
*/
class Port
{
public:
    // How the handle is closed.
    enum class Closing {
        Graceful, // the peer sees the end of the data, even if input was left unread
        PeerClosed, // the peer has closed both halves, and all its data was read
        Abort, // at once; other processes may keep the handle
        Copy, // in a forked child: the parent is not affected, and no missing thread is waited for
    };

    virtual ~Port() = default;

    virtual qintptr handle() const = 0;
    bool isOpen() const noexcept { return m_isOpen; } // until close() or handOver()
    Flow flow() const noexcept { return m_flow; }
    // Whether one half can end while the other continues.
    virtual bool supportsHalfClose() const { return false; }
    // Whether a hang-up of the handle ends both halves.
    virtual bool isOneHandle() const { return true; }

    // ---- input

    // Sets the read limit; see StreamEngine.
    virtual void setReadLimit(qint64 limit) { m_readLimit = limit; }
    // Whether the read limit leaves room for more input.
    virtual bool hasRoom() const { return m_readLimit == 0 || m_input.size() < m_readLimit; }
    // Appends available input, bounded so that other connections get their turn. Returns false at
    // the end of the input. If the connection fails, turn.addError() is called; earlier data of the
    // peer can still be read.
    virtual bool read(StreamTurn &turn) = 0;
    // After a read() that found nothing: whether the input is empty. If false, the port causes
    // another turn, which asks again.
    virtual bool isReadEmpty() { return true; }
    // Reads into the caller's memory while the input queue is empty. Returns 0 if nothing is
    // available.
    virtual qint64 readDirectly(char *, qint64, Failure &) { return 0; }
    // Returns the pause after a shortage during a read. The connection requests no input during the
    // pause.
    Retry &readRetry() noexcept { return *m_retry; }
    // Reads and drops a bounded amount. Returns false at the end of the input.
    virtual bool discardInput() = 0;

    // ---- output

    virtual Output &output() = 0;
    // Sets the output that was accepted before there was a handle.
    virtual void setOutput(std::unique_ptr<Output>) { Q_UNREACHABLE(); } // for transports without a connect phase
    // Appends output, and sends it if that is cheaper than waiting for the next turn. Fails as
    // Output::send() does.
    virtual Failure write(const char *data, qint64 size) = 0;
    // Sends queued output; see Output::send().
    virtual Failure send() = 0;
    // Announces that no more is written. Called once, also by close().
    virtual void finishWriting() { }
    // Ends the writing half; all output was sent.
    virtual Error shutDownWriting() { return {}; }

    // ---- the end

    // After the end of the input: whether the peer accepts no more output either.
    virtual bool isPeerClosed() const { return true; }
    // As isPeerClosed(), for a handle that is only written, and without regard to cost. Returns
    // false if the system cannot tell.
    virtual bool isReaderGone() const { return isPeerClosed(); }
    virtual void close(Closing how) = 0;
    // Gives the handle and the output to the background, which closes the handle when all is sent.
    virtual void handOver() = 0;
    // As handOver(), for two ports of one class. The background drops the other port's input until
    // all is sent.
    virtual void handOverWith(Port &) { Q_UNREACHABLE(); } // for ports that are not one-way
    // Gives up the handle; the output must be empty. On failure the port is unchanged.
    virtual Result<OwnedHandle> takeHandle()
    {
        return Error(Error::Unsupported, 0, QString(), QString(), ErrorText::tr("a worker thread uses the handle"));
    }
    // Restarts in a forked child what the parent did in other threads, once the handle is the
    // child's own.
    virtual void takeOver(ReadySource &) { }

    // ---- the event loop

    // Returns the events assumed in every turn, for handles that do not report Readable and
    // Writable separately.
    ReadySet always() const noexcept { return m_always; }
    // Starts watching in the current thread, at first or after leave(). The source outlives the
    // port.
    virtual Error join(ReadySource &source, Watch &watch) = 0;
    virtual void leave() { }
    // Makes the source receive these events.
    virtual void setInterest(Watch &watch, ReadySet interest) { watch.setInterest(interest); }
    // Waits for one of these events without an event loop. Returns none if the deadline passes
    // first.
    virtual ReadySet poll(ReadySet interest, QDeadlineTimer deadline) = 0;
    // As poll(), for two ports of one class: this port reads and the other one writes.
    virtual ReadySet pollBoth(Port &, ReadySet, QDeadlineTimer) { Q_UNREACHABLE(); } // for ports that are not one-way
    // Whether a write-only handle reports a hang-up by itself when its watch waits for Readable.
    virtual bool reportsHangUps() const { return false; }

    // ---- ports that keep messages

    // Used by ports with message boundaries; see StreamEngine.
    virtual void setMaximumMessageSize(qint64) { }
    virtual Error check(qint64) { return {}; }

    // Whether input was read outside read(). The next turn reports it.
    bool hasSaved() const noexcept { return m_hasSaved; }
    virtual void takeSaved(StreamTurn &) { }

protected:
    explicit Port(ByteQueue &input, Flow flow, ReadySet always = {})
        : m_input(input),
          m_flow(flow),
          m_always(always) { }

    // Returns how much to read at once; most is the size of the buffer.
    qint64 roomFor(qint64 most) const { return m_readLimit == 0 ? most : std::min(most, m_readLimit - m_input.size()); }

    ByteQueue &m_input;
    qint64 m_readLimit = 0;
    Retry m_readRetry;
    Retry *m_retry = &m_readRetry; // or the one of a nested port
    bool m_isOpen = true;
    bool m_hasSaved = false;

private:
    Q_DISABLE_COPY_MOVE(Port)

    const Flow m_flow;
    const ReadySet m_always;
};

} // namespace QtInterprocess
