// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>
#include <QtInterprocess/signalinfo.h>

#include <QtCore/qlist.h>

#include <memory>

namespace QtInterprocess {

class SignalObserver
{
public:
    // There may be something to be taken. May do anything to the engine, destroy it too.
    virtual void signalsCame() = 0;

protected:
    ~SignalObserver() = default;
};

// What one reader wants of one signal.
struct SignalWish
{
    bool interruptsSystemCalls = false;
    bool ignoresChildStops = false;
    bool once = false; // then again what was before
    bool callsPrevious = false;
    bool takesFaults = false;
};

struct SignalNotice
{
    SignalInfo info;
    bool isLoss = false; // info.count real-time signals of that number were lost
};

/*
    Receives signals for one reader, in the thread in which it is used.

    - Nothing is reported from inside a call: signalsCame() comes from the event loop, and is the last statement of its turn.
    - take() may be called at any time, also from within signalsCame() and from nested event loops.
    - When unwatch() or the destructor returns, nothing more of that number comes.
*/
class SignalEngine
{
public:
    virtual ~SignalEngine() = default;

    // Again for one that is watched: with another wish. If that fails, the old one holds.
    virtual Error watch(int number, const SignalWish &wish) = 0;
    virtual void unwatch(int number) = 0;
    // The lowest first.
    virtual QList<int> watched() const = 0;

    // The next one, in their order; false if there is none. One that was wanted once is not watched any more.
    virtual bool take(SignalNotice &notice) = 0;
    // signalsCame() once more: not everything was taken.
    virtual void callAgain() = 0;

    // Around a change of thread: the first in the old one, the second in the new.
    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;
};

// Defined once per platform. Nothing is reserved before the first watch(). The capacity is a power of two.
std::unique_ptr<SignalEngine> makeSignalEngine(SignalObserver &observer, int capacity);

} // namespace QtInterprocess
