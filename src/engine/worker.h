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
    Makes the blocking calls of one handle in a thread, and shares data with its engine.

    The thread owns a reference to this object. So the engine can leave it alone (abandon(),
    deliverInBackground()) during a call that nothing interrupts. The thread reads into and writes
    from memory of its own. The mutex guards all members, except those used by the thread alone.
*/
class Worker final : public std::enable_shared_from_this<Worker>
{
public:
    enum class Task { Read, Write };

    // The results since the last report.
    struct Report
    {
        ByteQueue arrived;
        qint64 written = 0;
        bool ended = false; // the end of the input, or a failure
        Failure error;
        bool isEmpty() const noexcept { return arrived.isEmpty() && written == 0 && !ended; }
    };

    static std::shared_ptr<Worker> make(OwnedHandle handle, Task task);

    // Sets the function that is called once before each takeReport(), when there is news. It runs
    // with the mutex held, usually in the worker's thread. Null switches it off.
    void setNotifier(std::function<void()> notifier);

    Report takeReport();
    // Waits for news. Returns false if the deadline passes first.
    bool wait(QDeadlineTimer deadline);

    // Sets how many bytes may be read in addition to the reported ones.
    void allow(qint64 bytes);
    void write(ByteQueue &&bytes);
    qint64 bytesToWrite();

    // Closes the handle when all output is written, and reports the end.
    void finish();

    // Drops unwritten output and closes the handle, at once or after the current call. The engine
    // waits no longer.
    void abandon();
    // As abandon(), but after all output is written. Lingering tracks it.
    void deliverInBackground();
    // Lets the other worker read and drop input until this one has written everything. It is left
    // alone too.
    void discardMeanwhile(const std::shared_ptr<Worker> &reader);

    qintptr handle();
    // Whether no process reads the written handle any more. Returns false if the system cannot
    // tell.
    bool isReaderGone();

    // Closes the handle in a forked child, where the thread is missing and may have held the mutex.
    void closeCopy();
    std::shared_ptr<Worker> successor(); // continues where this worker stopped

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
    void giveUpOutput();
    void cancelCall(Lock &lock);
    void endLingering();
    void beginDiscarding();
    void endCompanion();
    bool hasOutput() const { return !m_output.isEmpty() || (m_task == Task::Write && m_underWay > 0); }
    qint64 left() const { return m_output.size() + (m_task == Task::Write ? m_underWay : 0); }
    void ring();

    std::mutex m_mutex;
    std::condition_variable m_forThread;
    std::condition_variable m_forEngine;
    std::shared_ptr<os::BlockingIo> m_io; // null after closing
    const Task m_task;
    std::function<void()> m_notifier;
    Report m_report;
    ByteQueue m_output;
    qint64 m_underWay = 0; // bytes of the current call: to write, or to read at most
    qint64 m_allowed = 0;
    bool m_rung = false; // the function was called, and takeReport() was not
    bool m_hasThread = false;
    bool m_inCall = false;
    bool m_finishing = false;
    bool m_abandoned = false;
    bool m_discards = false; // drops what it reads
    std::shared_ptr<Worker> m_companion; // reads until this worker has written everything
    std::unique_ptr<Lingering::Entry> m_lingering; // while the worker delivers alone
};

} // namespace QtInterprocess
