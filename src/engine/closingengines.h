// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qglobal.h>

namespace QtInterprocess {

// An engine, or a device that is still connecting, between close() and closed.
class ClosingEngine
{
public:
    virtual qint64 bytesToWrite() const = 0;
    // Sends what can be sent now. Returns true if anything went out.
    virtual bool flush() = 0;
    // Leaves the handle and the output to the background, and counts what is lost already.
    virtual void handOver() = 0;
    // Loses the output, which is reported with the end by a later turn.
    virtual void giveUp(const Error &why) = 0;

protected:
    ~ClosingEngine() = default;
};

// Those of this thread, so that drainLingering() finds them, and so that LingerLimits hold for them: a timer of the event loop
// looks at them as long as there are any. Remember one only while it has output, or a loss that was not reported.
void rememberClosing(ClosingEngine *engine);
void forgetClosing(ClosingEngine *engine);
void handOverClosing();

} // namespace QtInterprocess
