// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/output.h"
#include "support/bytequeue.h"
#include "support/result.h"

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <memory>
#include <vector>

namespace QtInterprocess {

/*
    The result of one turn of a stream engine.

    A turn has bytes or the end, never both: when the observer sees the bytes, the connection is
    still open.
*/
struct StreamTurn
{
    qint64 bytesRead = 0; // appended to the input
    int messagesRead = 0; // complete messages, on handles with message boundaries; they may be empty
    qint64 bytesWritten = 0; // taken by the operating system
    bool readFinished = false; // the peer sends no more
    bool handlesRead = false; // handles came with these bytes
    bool closed = false; // the connection is closed and the handle is gone

    // The failures of the turn.
    struct Problems
    {
        Failure error; // from a port: the connection has failed; from an engine: why it is closed
        Failures failures; // of single messages; the connection stays open
        std::vector<Error> refusals; // as failures, but an untrusted peer can cause any number of them
    };
    std::unique_ptr<Problems> problems; // usually null

    void addError(Failure why)
    {
        if (why)
            ensureProblems().error.add(std::move(why));
    }
    Failure takeError() { return problems ? std::move(problems->error) : Failure(); }
    void addFailure(Failure why) { ensureProblems().failures.push_back(std::move(why)); }
    void addFailures(Failures more)
    {
        for (Failure &why : more)
            addFailure(std::move(why));
    }
    void addRefusal(const Error &why) { ensureProblems().refusals.push_back(why); }
    size_t failuresAndRefusals() const noexcept
    {
        return problems ? problems->failures.size() + problems->refusals.size() : 0;
    }

    bool hasRead() const noexcept { return bytesRead > 0 || messagesRead > 0; }
    // Whether bytes were read or written, and nothing else happened.
    bool isProgress() const noexcept { return !readFinished && !closed && !handlesRead && !problems; }
    bool isEmpty() const noexcept
    {
        return !hasRead() && bytesWritten == 0 && !readFinished && !closed && failuresAndRefusals() == 0;
    }

private:
    Problems &ensureProblems()
    {
        if (!problems)
            problems = std::make_unique<Problems>();
        return *problems;
    }
};

// The direction of the data.
enum class Flow { Both, In, Out };

class StreamObserver
{
public:
    // Reports a turn and takes over its failures. The observer may destroy the engine, which calls
    // this as its last statement.
    virtual void streamTurn(StreamTurn &turn) = 0;

protected:
    ~StreamObserver() = default;
};

/*
    Moves the bytes of one connected handle, in the thread where it is used. The contract:

    - Nothing is reported inside a call; a later turn reports what a call finds out.
    - A turn calls the observer at most once. readFinished is reported once; closed is reported once
      and last. If a failure causes closed, all readable input was reported before.
    - wait() runs the same code as the event loop, and needs none.
    - Every loss is reported or counted. If accepted output cannot reach the kernel, it becomes a
      Failure at once. A turn reports it, or stop() counts it for drainLingering() if no observer
      remains. Only Stop::Discard forgets losses. Queues follow the same rule: they end empty.
    - After stop() or the destructor returns, the operating system uses no buffer of this process.
      The exceptions are buffers handed to the background by Stop::Linger.
*/
class StreamEngine
{
public:
    enum class Stop {
        Discard, // drops unsent output and unreported losses, on the user's request
        Linger, // delivers unsent output in the background
    };

    virtual ~StreamEngine() = default;

    // Sets the output that was accepted before there was a handle; it is sent first. The
    // transport's makeOutput() makes it.
    virtual void setOutput(std::unique_ptr<Output> output) = 0;

    // Sets the read limit, or continues after input was taken. Input is read while it is smaller
    // than limit; 0 is unlimited.
    virtual void setReadLimit(qint64 limit) = 0;
    virtual void inputTaken() = 0;

    // Reads into the caller's memory while the input queue is empty. Returns 0 if nothing is
    // available.
    virtual qint64 readDirectly(char *data, qint64 size) = 0;

    // Accepts all data, into the queue or directly into the kernel.
    virtual void write(const char *data, qint64 size) = 0;
    virtual qint64 bytesToWrite() const = 0;
    // Returns false after the peer accepts no more, or after finishWriting() or close().
    virtual bool isWritable() const = 0;
    // Sends as much as the system takes now. Returns true if any output was sent.
    virtual bool flush() = 0;

    // Whether the handle has a writing half that can end alone.
    virtual bool canFinishWriting() const { return true; }
    // Ends the writing half when all output is sent.
    virtual void finishWriting() = 0;
    // Ends both halves when all output is sent; input is dropped from now on. A turn with closed
    // follows.
    virtual void close() = 0;
    virtual void stop(Stop how) = 0;

    // Runs the next turn as soon as it is due. Returns false if the deadline passes first. Like
    // every turn, it may destroy the engine.
    virtual bool wait(QDeadlineTimer deadline) = 0;

    // Call leaveThread() in the old thread, then joinThread() in the new one.
    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;

    virtual qintptr handle() const = 0;
    // Gives up the handle. turn receives what was not reported; it is closed, and the observer is
    // not called. Fails if output cannot be sent now, or if the handle cannot be released.
    virtual Result<OwnedHandle> takeHandle(StreamTurn &turn) = 0;

    // Limits the messages of handles with message boundaries; 0 is unlimited. A larger message
    // closes the connection with MessageTooLarge, before memory is allocated for it.
    virtual void setMaximumMessageSize(qint64) { }
    // Returns the reason why a message of this size cannot be sent; called before it is accepted.
    virtual Error check(qint64) { return {}; }
};

// Each platform defines these once. input and observer outlive the engine.
std::unique_ptr<StreamEngine> makeStreamEngine(OwnedHandle handle, ByteQueue &input, StreamObserver &observer);
std::unique_ptr<Output> makeStreamOutput();

// Waits for output that Stop::Linger has left to the background. First, closing engines of this
// thread are handed to the background as well. Returns false if output is left at the deadline, or
// if output was lost since the last call. Each loss makes one call return false.
bool drainLingering(QDeadlineTimer deadline);

} // namespace QtInterprocess
