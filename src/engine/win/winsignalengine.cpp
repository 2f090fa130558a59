// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/winsignalengine.h"

#include "loop/doorbell.h"
#include "os/win/consolecontrol.h"
#include "os/win/sessionwindow.h"
#include "os/win/signalnames.h"
#include "support/errortext.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <vector>

namespace QtInterprocess {

namespace {

class WinSignalEngine;

// The engines, and the lock for data that they share with the console handler. Never destroyed: the
// handler's thread may outlive every static object.
struct Hub
{
    std::mutex mutex;
    std::vector<WinSignalEngine *> engines; // engines that watch a signal
};

Hub &hub()
{
    static auto *const s_hub = new Hub;
    return *s_hub;
}

Error refusal(int number, Error::Code code, const ErrorText &why)
{
    return Error(code, 0, QStringLiteral("watch"), os::signalSubject(number), why);
}

Error check(int number, const SignalRequest &request)
{
    if (!os::isSignal(number))
        return refusal(number, Error::InvalidOperation, ErrorText::tr("this system has no such signal"));
    if (number == os::Kill)
        return refusal(number, Error::InvalidOperation, ErrorText::tr("no program can catch this signal"));
    if (!os::isCatchable(number))
        return refusal(number, Error::Unsupported, ErrorText::tr("Windows does not report this signal"));
    if (request.callsPrevious)
        return refusal(number, Error::Unsupported,
                       ErrorText::tr("Windows cannot call the previous handler; do not pass CallPrevious"));
    return {};
}

class WinSignalEngine final : public SignalEngine, private ReadySource
{
public:
    WinSignalEngine(SignalObserver &observer, int capacity)
        : m_observer(observer),
          m_capacity(size_t(capacity)),
          m_doorbell(makeDoorbell(*this))
    { }

    ~WinSignalEngine() override
    {
        const QList<int> numbers = watched();
        for (const int number : numbers)
            unwatch(number);
    }

    Error watch(int number, const SignalRequest &request) override
    {
        if (Error error = check(number, request))
            return error;
        if (Error error = os::installConsoleHandler(&deliverConsoleEvent))
            return error;
        if (number == os::Terminate)
            os::openSessionWindow(&deliverConsoleEvent);
        Hub &all = hub();
        const std::lock_guard lock(all.mutex);
        if (m_watched.empty())
            all.engines.push_back(this);
        m_watched[number] = { request.once, true };
        return {};
    }

    void unwatch(int number) override
    {
        Hub &all = hub();
        const std::lock_guard lock(all.mutex);
        if (m_watched.erase(number) == 0)
            return;
        m_came.erase(std::remove_if(m_came.begin(), m_came.end(),
                                    [=](const SignalInfo &info) { return info.number() == number; }),
                     m_came.end());
        if (m_watched.empty())
            all.engines.erase(std::find(all.engines.begin(), all.engines.end(), this));
    }

    QList<int> watched() const override
    {
        const std::lock_guard lock(hub().mutex);
        QList<int> numbers;
        for (const auto &[number, state] : m_watched)
            numbers.append(number);
        return numbers;
    }

    bool take(SignalEvent &event) override
    {
        bool wasOnce = false;
        {
            const std::lock_guard lock(hub().mutex);
            if (m_came.empty())
                return false;
            event = { m_came.front(), false };
            m_came.pop_front();
            wasOnce = m_watched.at(event.info.number()).once;
        }
        if (wasOnce)
            unwatch(event.info.number());
        return true;
    }

    void scheduleTurn() override { m_doorbell->ring(); }

    void leaveThread() override
    {
        const std::lock_guard lock(hub().mutex);
        m_doorbell.reset();
    }

    void joinThread() override
    {
        const std::lock_guard lock(hub().mutex);
        m_doorbell = makeDoorbell(*this);
        if (!m_came.empty())
            m_doorbell->ring();
    }

    // Stores the event; called with the lock held, in any thread.
    bool put(int number, quint32 event)
    {
        const auto state = m_watched.find(number);
        if (state == m_watched.end() || !state->second.isArmed)
            return false;
        state->second.isArmed = !state->second.once;
        const auto same = std::find_if(m_came.rbegin(), m_came.rend(), [=](const SignalInfo &info) {
            return info.number() == number && info.code() == int(event);
        });
        if (same != m_came.rend() && (same == m_came.rbegin() || m_came.size() >= m_capacity)) {
            same->setCount(same->count() + 1);
        } else {
            SignalInfo info;
            info.setNumber(number);
            info.setCode(int(event));
            m_came.push_back(info);
        }
        if (m_doorbell) // null while the engine changes its thread
            m_doorbell->ring();
        return true;
    }

private:
    void ready(ReadySet) override { m_observer.signalsAvailable(); }

    struct State
    {
        bool once;
        bool isArmed;
    };

    SignalObserver &m_observer;
    const size_t m_capacity;
    std::map<int, State> m_watched;
    std::deque<SignalInfo> m_came;
    std::unique_ptr<Doorbell> m_doorbell;
};

} // namespace

bool deliverConsoleEvent(quint32 event)
{
    const int number = os::signalOfConsoleEvent(event);
    Hub &all = hub();
    const std::lock_guard lock(all.mutex);
    bool wanted = false;
    for (WinSignalEngine *const engine : all.engines)
        wanted = engine->put(number, event) || wanted;
    return wanted;
}

std::unique_ptr<SignalEngine> makeSignalEngine(SignalObserver &observer, int capacity)
{
    return std::make_unique<WinSignalEngine>(observer, capacity);
}

} // namespace QtInterprocess
