// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/reactor.h"

#include <memory>

namespace QtInterprocess {

// Wakes the thread in which it was made, from any thread.
class Doorbell
{
public:
    virtual ~Doorbell() = default;

    // Makes ready(Readable) of the source run in its thread. Several rings may be coalesced.
    // Callable in any thread while the doorbell exists.
    virtual void ring() = 0;
};

// Makes a doorbell; each platform defines it once. The source may destroy the doorbell in
// ready().
std::unique_ptr<Doorbell> makeDoorbell(ReadySource &source);

} // namespace QtInterprocess
