// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/call.h"

#ifdef QTINTERPROCESS_FAULT_POINTS

#    include "os/unix/optionalcalls.h"

#    include <QtCore/qglobal.h>

#    include <utility>

namespace QtInterprocess::os {

namespace {

struct Fault
{
    std::atomic<int> error { 0 };
    std::atomic<int> first { 0 };
    std::atomic<qint64> last { 0 };
    std::atomic<int> calls { 0 };
};

struct Interposed
{
    std::atomic<int> left { 0 };
    std::function<void()> action; // run by the thread that counts down to 0

    bool isDue()
    {
        int now = left;
        while (now > 0 && !left.compare_exchange_weak(now, now - 1)) {
        }
        return now == 1;
    }
};

Interposed &interposed()
{
    static Interposed one;
    return one;
}

Fault &faultOf(Call call)
{
    static Fault faults[int(Call::Count)];
    return faults[int(call)];
}

} // namespace

std::atomic<bool> FaultPoint::s_anyArmed { false };

void FaultPoint::arm(Call call, int error, int first, int count)
{
    Fault &fault = faultOf(call);
    fault.error = error;
    fault.first = first;
    fault.last = qint64(first) + count - 1;
    fault.calls = 0;
    s_anyArmed = true;
}

void FaultPoint::interpose(int number, std::function<void()> action)
{
    interposed().action = std::move(action);
    interposed().left = number;
    s_anyArmed = true;
}

void FaultPoint::disarmAll()
{
    s_anyArmed = false;
    if (interposed().left.exchange(0) > 0)
        interposed().action = nullptr;
    for (int i = 0; i < int(Call::Count); ++i)
        faultOf(Call(i)).error = 0;
    forgetMissing();
}

int FaultPoint::calls(Call call)
{
    return faultOf(call).calls;
}

bool FaultPoint::failsNow(Call call)
{
    if (Interposed &one = interposed(); one.isDue())
        std::exchange(one.action, nullptr)();
    Fault &fault = faultOf(call);
    const int error = fault.error;
    if (error == 0)
        return false;
    const int number = ++fault.calls;
    if (number < fault.first || number > fault.last)
        return false;
    errno = error;
    return true;
}

} // namespace QtInterprocess::os

#endif
