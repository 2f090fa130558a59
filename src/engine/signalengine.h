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
    // Reports that take() may find signals. The observer may destroy the engine.
    virtual void signalsAvailable() = 0;

protected:
    ~SignalObserver() = default;
};

// The options of one reader for one signal.
struct SignalRequest
{
    bool interruptsSystemCalls = false;
    bool ignoresChildStops = false;
    bool once = false; // afterwards the previous handling is restored
    bool callsPrevious = false;
    bool takesFaults = false;
};

struct SignalEvent
{
    SignalInfo info;
    bool isLoss = false; // info.count real-time signals of this number were lost
};

/*
    Receives signals for one reader, in the thread where it is used.

    - signalsAvailable() is called from the event loop, as the last statement of a turn, never
    inside a
      call.
    - take() may be called at any time, also from signalsAvailable() and from nested event loops.
    - After unwatch() or the destructor returns, no signal of that number is delivered.
*/
class SignalEngine
{
public:
    virtual ~SignalEngine() = default;

    // Watches a signal. For a watched signal it changes the request; if that fails, the old request
    // stays.
    virtual Error watch(int number, const SignalRequest &request) = 0;
    virtual void unwatch(int number) = 0;
    // Returns the watched numbers in ascending order.
    virtual QList<int> watched() const = 0;

    // Takes the next signal in order; returns false if there is none. A signal with the wish once
    // is not watched any more.
    virtual bool take(SignalEvent &event) = 0;
    // Requests another signalsAvailable(), because signals were left.
    virtual void scheduleTurn() = 0;

    // Call leaveThread() in the old thread, then joinThread() in the new one.
    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;
};

// Makes the engine of the platform. It reserves nothing before the first watch(). capacity must be
// a power of two.
std::unique_ptr<SignalEngine> makeSignalEngine(SignalObserver &observer, int capacity);

} // namespace QtInterprocess
