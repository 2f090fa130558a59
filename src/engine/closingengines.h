// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qglobal.h>

namespace QtInterprocess {

// An engine between close() and its end, or a device that was closed while it connects.
class ClosingEngine
{
public:
    virtual qint64 bytesToWrite() const = 0;
    // Sends as much as the system takes now. Returns true if any output was sent.
    virtual bool flush() = 0;
    // Hands the handle and the output to the background, and counts output that is already lost.
    virtual void handOver() = 0;
    // Drops the output. A later turn reports the loss together with the end.
    virtual void giveUp(const Error &why) = 0;

protected:
    ~ClosingEngine() = default;
};

// The list of closing engines of this thread, for drainLingering() and LingerLimits. While it is
// not empty, a timer of the event loop checks the limits. Add an engine only while it has output,
// or a loss that was not reported.
void rememberClosing(ClosingEngine *engine);
void forgetClosing(ClosingEngine *engine);
void handOverClosing();

} // namespace QtInterprocess
