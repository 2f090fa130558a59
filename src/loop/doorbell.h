// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/reactor.h"

#include <memory>

namespace QtInterprocess {

// Brings word from any thread into the thread in which it was made.
class Doorbell
{
public:
    virtual ~Doorbell() = default;

    // In any thread, as long as this exists: ready(Readable) of the source follows in its thread. May come once for several.
    virtual void ring() = 0;
};

// Defined once per platform. The source may destroy the doorbell when it is told.
std::unique_ptr<Doorbell> makeDoorbell(ReadySource &source);

} // namespace QtInterprocess
