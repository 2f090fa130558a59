// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess {

// An engine between close() and closed.
class ClosingEngine
{
public:
    // Leaves the handle and the output to the background.
    virtual void handOver() = 0;

protected:
    ~ClosingEngine() = default;
};

// Those of this thread, so that drainLingering() finds them.
void rememberClosing(ClosingEngine *engine);
void forgetClosing(ClosingEngine *engine);
void handOverClosing();

} // namespace QtInterprocess
