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
    What one turn of a stream engine came to. A turn brings bytes or the end, never both: whoever sees the bytes finds
    the connection still standing.
*/
struct StreamTurn
{
    qint64 bytesRead = 0; // these have been appended to the input
    int messagesRead = 0; // whole ones, if the handle keeps messages; they can be empty
    qint64 bytesWritten = 0; // the operating system has these now
    bool readFinished = false; // the peer sends no more
    bool handlesRead = false; // some came with these bytes
    bool closed = false; // all over; the handle is gone

    // What went wrong.
    struct Trouble
    {
        Failure error; // of a port: the connection has failed; of an engine: why it is closed
        Failures failures; // of single messages: they end nothing
        std::vector<Error> refusals; // the same of what a stranger has sent, which comes as often as the stranger likes
    };
    std::unique_ptr<Trouble> trouble; // mostly none

    void addError(Failure why)
    {
        if (why)
            inTrouble().error.add(std::move(why));
    }
    Failure takeError() { return trouble ? std::move(trouble->error) : Failure(); }
    void addFailure(Failure why) { inTrouble().failures.push_back(std::move(why)); }
    void addFailures(Failures more)
    {
        for (Failure &why : more)
            addFailure(std::move(why));
    }
    void addRefusal(const Error &why) { inTrouble().refusals.push_back(why); }
    size_t failuresAndRefusals() const noexcept
    {
        return trouble ? trouble->failures.size() + trouble->refusals.size() : 0;
    }

    bool hasRead() const noexcept { return bytesRead > 0 || messagesRead > 0; }
    // Bytes have come or gone, and that is all.
    bool isProgress() const noexcept { return !readFinished && !closed && !handlesRead && !trouble; }
    bool isEmpty() const noexcept
    {
        return !hasRead() && bytesWritten == 0 && !readFinished && !closed && failuresAndRefusals() == 0;
    }

private:
    Trouble &inTrouble()
    {
        if (!trouble)
            trouble = std::make_unique<Trouble>();
        return *trouble;
    }
};

// Which way the bytes go.
enum class Flow { Both, In, Out };

class StreamObserver
{
public:
    // May do anything to the engine, destroy it too: an engine calls this as its last statement. Takes over the failures.
    virtual void streamTurn(StreamTurn &turn) = 0;

protected:
    ~StreamObserver() = default;
};

/*
    Moves the bytes of one connected handle, in the thread that it is used in. The contract:

    - Nothing is reported from inside a call; what a call finds out is reported in a later turn.
    - A turn is one call of the observer, or none. readFinished comes once, closed once and last; if closed comes from
      a failure, all that could be read has been reported before.
    - wait() runs the same code as the event loop does, and needs none.
    - An outcome is reported or counted. Output that write() has accepted and that will not reach the kernel is a Failure
      from the moment of its loss: told to the observer in a turn, or counted for drainLingering() when stop() finds that
      no observer will hear of it. Only Stop::Discard forgets losses. The queues hold to it as well: they end empty.
    - After stop() or the destructor returns the operating system touches no buffer of this process any more, except
      those that were handed to the background by Stop::Linger.
*/
class StreamEngine
{
public:
    enum class Stop {
        Discard, // unsent output is forgotten, and so are losses that were not reported: the user wants it so
        Linger, // unsent output is delivered in the background
    };

    virtual ~StreamEngine() = default;

    // Output that was accepted before there was a handle, made by the makeOutput() of its transport: it is sent first.
    virtual void setOutput(std::unique_ptr<Output> output) = 0;

    // Input is read while there is less than limit of it, 0: always. Also called to go on after input was taken.
    virtual void setReadLimit(qint64 limit) = 0;
    virtual void inputTaken() = 0;

    // Reads past the empty input straight into the caller's memory. Returns 0 if nothing is there.
    virtual qint64 readDirectly(char *data, qint64 size) = 0;

    // Accepts everything, at the end of the queue or straight into the kernel.
    virtual void write(const char *data, qint64 size) = 0;
    virtual qint64 bytesToWrite() const = 0;
    // False once the peer takes no more, or finishWriting() or close() was called.
    virtual bool isWritable() const = 0;
    // Sends what can be sent now. Returns true if anything went out.
    virtual bool flush() = 0;

    // Whether the handle has a writing half that can end alone.
    virtual bool canFinishWriting() const { return true; }
    // Ends the writing half when all output is out.
    virtual void finishWriting() = 0;
    // The same for both halves; input is thrown away from here on. Ends in a turn with closed.
    virtual void close() = 0;
    virtual void stop(Stop how) = 0;

    // Runs one turn as soon as there is one, at the latest at the deadline. False if the deadline came first. As any turn
    // does, this can end with the engine destroyed.
    virtual bool wait(QDeadlineTimer deadline) = 0;

    // Around a change of thread: the first in the old one, the second in the new.
    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;

    virtual qintptr handle() const = 0;
    // Gives the handle away, and does not touch it any more: the turn has closed then, and is not told to the observer. Fails if
    // output is left that cannot be sent now, or if the handle cannot be had. The turn has what had not been reported.
    virtual Result<OwnedHandle> takeHandle(StreamTurn &turn) = 0;

    // Of handles that keep messages: a larger one of the peer ends the connection with MessageTooLarge, before there is memory
    // for it. 0: unlimited.
    virtual void setMaximumMessageSize(qint64) { }
    // Why a message of that size cannot be sent, if that is so: asked before it is accepted.
    virtual Error check(qint64) { return {}; }
};

// Defined once per platform. Input and observer outlive the engine.
std::unique_ptr<StreamEngine> makeStreamEngine(OwnedHandle handle, ByteQueue &input, StreamObserver &observer);
std::unique_ptr<Output> makeStreamOutput();

// Waits for what Stop::Linger left to the background, after engines of this thread between close() and closed were left to it
// too. Returns false if something still waits at the deadline, or if output was lost since the last call: each loss makes
// one call return false.
bool drainLingering(QDeadlineTimer deadline);

} // namespace QtInterprocess
