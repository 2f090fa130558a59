// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/signalengine.h"
#include "loop/reactor.h"
#include "os/unix/identity.h"
#include "os/unix/signalhandler.h"
#include "os/unix/signalinbox.h"
#include "support/errortext.h"

#include <map>
#include <utility>

#include <signal.h>

namespace QtInterprocess {

namespace {

Error refusal(int number, Error::Code code, const ErrorText &why)
{
    return Error(code, 0, QStringLiteral("watch"), os::signalSubject(number), why);
}

Error check(int number, const SignalRequest &request)
{
    if (!os::isSignal(number))
        return refusal(number, Error::InvalidOperation, ErrorText::tr("this system has no such signal"));
    if (!os::isCatchable(number))
        return refusal(number, Error::InvalidOperation, ErrorText::tr("no program can catch this signal"));
    if (os::isFault(number) && !request.takesFaults)
        return refusal(number, Error::InvalidOperation,
                       ErrorText::tr("this signal reports a fault of the program; pass AllowFaults to watch it"));
    return {};
}

bool isChildStop(const os::SignalRecord &record)
{
    return record.number == SIGCHLD && (record.code == CLD_STOPPED || record.code == CLD_CONTINUED);
}

SignalInfo infoOf(const os::SignalRecord &record)
{
    SignalInfo info;
    info.setNumber(record.number);
    info.setCode(record.code);
    if (record.pid > 0) {
        info.setSenderPid(record.pid);
        info.setSenderUid(os::knownUser(record.uid));
    }
    // Only the int is set by its sender; the other part of the union is undefined.
    if (record.hasValue)
        info.setValue(record.value.sival_int);
    if (record.number == SIGCHLD && record.pid > 0 && record.code != SI_USER)
        info.setChildStatus(record.status);
    return info;
}

bool canBeCounted(const os::SignalRecord &record)
{
    return !record.hasValue && record.number != SIGCHLD && !os::isRealTimeSignal(record.number);
}

bool isSame(const os::SignalRecord &record, const SignalInfo &info)
{
    return record.number == info.number() && record.code == info.code() && record.pid == info.senderPid().value_or(0);
}

class UnixSignalEngine final : public SignalEngine, private ReadySource
{
public:
    UnixSignalEngine(SignalObserver &observer, int capacity)
        : m_observer(observer),
          m_capacity(quint32(capacity)),
          m_watch(*this)
    { }

    ~UnixSignalEngine() override
    {
        while (!m_uses.empty())
            unwatch(m_uses.begin()->first);
        m_watch.stop();
        if (m_inbox)
            m_inbox->release();
    }

    Error watch(int number, const SignalRequest &request) override
    {
        if (const Error error = check(number, request))
            return error;
        detectFork();
        const os::SignalUse use { request.interruptsSystemCalls, request.ignoresChildStops, request.callsPrevious };
        return begin(number, { use, request.once });
    }

    void unwatch(int number) override
    {
        const auto use = m_uses.find(number);
        if (use == m_uses.end())
            return;
        if (m_mark.isThisProcess()) {
            m_inbox->refuse(number);
            os::endSignalUse(number, use->second.use);
        }
        m_uses.erase(use);
    }

    QList<int> watched() const override
    {
        QList<int> numbers;
        for (const auto &[number, entry] : m_uses)
            numbers.append(number);
        return numbers;
    }

    bool take(SignalEvent &event) override
    {
        if (!m_inbox || (!takeRecord(event) && !takeMissed(event)))
            return false;
        if (m_uses.find(event.info.number())->second.once)
            unwatch(event.info.number());
        return true;
    }

    void scheduleTurn() override { m_watch.wake(); }

    void leaveThread() override { m_watch.leaveThread(); }
    void joinThread() override
    {
        m_watch.joinThread();
        m_watch.wake(); // for signals taken from the pipe, but not from the inbox, in the old thread
    }

private:
    struct Entry
    {
        os::SignalUse use;
        bool once;
    };

    void ready(ReadySet) override
    {
        detectFork();
        if (!m_inbox)
            return;
        m_inbox->rearm();
        m_observer.signalsAvailable();
    }

    // After a fork, leaves the parent's signals to the parent until the child takes its place.
    void detectFork()
    {
        if (m_mark.isThisProcess())
            return;
        const bool goesOn = m_mark.isOwned();
        const auto inherited = std::exchange(m_uses, {});
        m_mark = {};
        m_watch.stop();
        if (m_inbox)
            m_inbox->release();
        m_inbox = nullptr;
        if (!goesOn)
            return;
        for (const auto &[number, entry] : inherited)
            (void)begin(number, entry);
    }

    Error begin(int number, const Entry &entry)
    {
        if (const Error error = open())
            return error;
        if (const Error error = os::beginSignalUse(number, entry.use))
            return error;
        if (const auto old = m_uses.find(number); old != m_uses.end())
            os::endSignalUse(number, old->second.use);
        m_uses[number] = entry;
        m_inbox->want(number, entry.once);
        os::admitSignal(number); // last, because pending signals arrive at once
        return {};
    }

    Error open()
    {
        if (m_inbox)
            return {};
        auto inbox = os::SignalInbox::acquire(m_capacity);
        if (!inbox)
            return inbox.error();
        m_inbox = *inbox;
        m_watch.setHandle(m_inbox->descriptor());
        m_watch.setInterest(Ready::Readable);
        return {};
    }

    // Whether the reader wants this record. It may predate unwatch(), or be a child stop for
    // another watcher.
    bool wants(const os::SignalRecord &record) const
    {
        const auto use = m_uses.find(record.number);
        return use != m_uses.end() && !(use->second.use.ignoresChildStops && isChildStop(record));
    }

    bool takeRecord(SignalEvent &event)
    {
        while (const os::SignalRecord *const first = m_inbox->front()) {
            const os::SignalRecord record = *first;
            m_inbox->pop();
            if (!wants(record))
                continue;
            event = { infoOf(record), false };
            for (const auto *next = m_inbox->front(); next && canBeCounted(record) && isSame(*next, event.info);
                 next = m_inbox->front()) {
                m_inbox->pop();
                event.info.setCount(event.info.count() + 1);
            }
            return true;
        }
        return false;
    }

    bool takeMissed(SignalEvent &event)
    {
        int number = 0;
        while (const int count = m_inbox->takeMissed(&number)) {
            if (m_uses.find(number) == m_uses.end())
                continue;
            event = {};
            event.info.setNumber(number);
            event.info.setCount(count);
            event.isLoss = os::isRealTimeSignal(number);
            return true;
        }
        return false;
    }

    SignalObserver &m_observer;
    const quint32 m_capacity;
    os::SignalInbox *m_inbox = nullptr;
    std::map<int, Entry> m_uses;
    os::ProcessMark m_mark; // the process that began the uses
    Watch m_watch;
};

} // namespace

std::unique_ptr<SignalEngine> makeSignalEngine(SignalObserver &observer, int capacity)
{
    return std::make_unique<UnixSignalEngine>(observer, capacity);
}

} // namespace QtInterprocess
