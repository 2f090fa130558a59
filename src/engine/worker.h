// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/lingering.h"
#include "os/blockingio.h"
#include "support/bytequeue.h"

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

namespace QtInterprocess {

/*
    A thread that makes the blocking calls of one handle, and what it shares with the engine that it works for.

    Safety: the thread owns a reference to this object, so that it may be left alone (abandon(), deliverAlone()) in the middle
    of a call that nothing interrupts. It reads into memory of its own and writes out of memory of its own. All fields are
    guarded by the mutex, except for those of the thread alone.
*/
class Worker final : public std::enable_shared_from_this<Worker>
{
public:
    enum class Task { Read, Write };

    // What has come to pass since the last report.
    struct Report
    {
        ByteQueue arrived;
        qint64 written = 0;
        bool ended = false; // the end of the input, or a failure
        Failure error;
        bool isEmpty() const noexcept { return arrived.isEmpty() && written == 0 && !ended; }
    };

    static std::shared_ptr<Worker> make(OwnedHandle handle, Task task);

    // tell is called when there is something to report, with the mutex held, mostly in the thread of the worker; once until
    // the next takeReport(). Null: nobody is told.
    void setBell(std::function<void()> tell);

    Report takeReport();
    // Waits until there is something to report. False if the deadline came first.
    bool wait(QDeadlineTimer deadline);

    // How many bytes may be read beyond those that were reported.
    void allow(qint64 bytes);
    void write(ByteQueue &&bytes);
    qint64 bytesToWrite();

    // Closes the handle when everything is written, and reports the end.
    void finish();

    // Nobody waits for it any more, and what is not written is forgotten. Closes the handle, at once if no call is under way.
    void abandon();
    // The same after everything is written, which Lingering counts.
    void deliverAlone();
    // Until then the other one, which is left alone as well, reads and forgets.
    void discardMeanwhile(const std::shared_ptr<Worker> &reader);

    qintptr handle();
    // Of a handle that is written: whether nobody reads it any more. False if the system does not tell.
    bool readerHasGone();

    // In a forked child, where the thread is not there and may have held the mutex.
    void closeCopy();
    std::shared_ptr<Worker> successor(); // goes on where this one has stopped

    template <typename Condition>
    static bool waitFor(std::condition_variable &change, std::unique_lock<std::mutex> &lock, QDeadlineTimer deadline,
                        Condition condition)
    {
        if (deadline.isForever()) {
            change.wait(lock, condition);
            return true;
        }
        return change.wait_for(lock, std::chrono::nanoseconds(std::max<qint64>(deadline.remainingTimeNSecs(), 0)),
                               condition);
    }

private:
    Worker(OwnedHandle handle, Task task);

    using Lock = std::unique_lock<std::mutex>;
    void startThread();
    void run();
    void readOnce(Lock &lock);
    void writeOnce(Lock &lock);
    template <typename Function>
    Result<qint64> call(Lock &lock, Function function);
    bool hasTask() const;
    void end(Failure failure);
    void lose(const Error &why);
    void giveWay();
    void cancelCall(Lock &lock);
    void endAlone();
    void beginDiscarding();
    void endCompanion();
    bool hasOutput() const { return !m_output.isEmpty() || (m_task == Task::Write && m_underWay > 0); }
    qint64 left() const { return m_output.size() + (m_task == Task::Write ? m_underWay : 0); }
    void ring();

    std::mutex m_mutex;
    std::condition_variable m_forThread;
    std::condition_variable m_forEngine;
    std::shared_ptr<os::BlockingIo> m_io; // null: closed
    const Task m_task;
    std::function<void()> m_tell;
    Report m_report;
    ByteQueue m_output;
    qint64 m_underWay = 0; // bytes of the call that is being made: at most to be read, or to be written
    qint64 m_allowed = 0;
    bool m_rung = false; // told, and nobody has come yet
    bool m_hasThread = false;
    bool m_inCall = false;
    bool m_finishing = false;
    bool m_abandoned = false;
    bool m_discards = false; // what it reads
    std::shared_ptr<Worker> m_companion; // that reads until this one has written everything
    std::unique_ptr<Lingering::Entry> m_lingering; // while it delivers alone
};

} // namespace QtInterprocess
