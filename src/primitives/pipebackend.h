// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connection.h"
#include "engine/port.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/pipe.h>

#include <memory>
#include <utility>

namespace QtInterprocess {

// What an unnamed pipe is on a platform: declared here once, defined once per platform.
namespace pipe {

struct Ends
{
    OwnedHandle reader;
    OwnedHandle writer;
};

// Which ends this process waits for in its event loop. The other one is made the way programs expect it, so that calls
// block.
enum class UsedHere { Both, Reader, Writer };

// Neither end is inherited.
Result<Ends> create(const PipeOptions &options, UsedHere usedHere);

// How a handle is served.
enum class Service {
    Events, // it tells when it is ready
    Thread, // its calls block, so they are made in a thread
};

// Checks a handle from outside, and makes it fit to be read (In) or written (Out). From here on it is not inherited.
Result<Service> prepare(qintptr handle, Flow flow);

std::unique_ptr<Port> makePort(OwnedHandle handle, Flow flow, Service service, ByteQueue &input);

inline std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle, Flow flow, Service service, ByteQueue &input,
                                                StreamObserver &observer)
{
    return std::make_unique<Connection>(makePort(std::move(handle), flow, service, input), observer);
}

enum class Standard { Input, Output, Error };

struct Shared
{
    OwnedHandle handle;
    Service service = Service::Thread;
};

// A handle of our own for a standard stream, which other processes may share: nothing that we set concerns them, and the
// stream itself stays open when ours is closed.
Result<Shared> openStandard(Standard which);

} // namespace pipe
} // namespace QtInterprocess
