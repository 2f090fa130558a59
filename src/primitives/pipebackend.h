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

// The platform's unnamed pipes: declared here once, defined once per platform.
namespace pipe {

struct Ends
{
    OwnedHandle reader;
    OwnedHandle writer;
};

// The ends that this process uses in its event loop. The other end is blocking, as programs expect.
enum class UsedHere { Both, Reader, Writer };

// Creates a pipe; no end is inheritable.
Result<Ends> create(const PipeOptions &options, UsedHere usedHere);

// How a handle is served.
enum class Service {
    Events, // the handle reports readiness
    Thread, // its calls block, so a thread makes them
};

// Checks a handle from outside, and prepares it for reading (In) or writing (Out). It is not
// inheritable afterwards.
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

// Returns an own handle for a standard stream. Settings on it do not affect other processes that
// share the stream, and closing it leaves the stream open.
Result<Shared> openStandard(Standard which);

} // namespace pipe
} // namespace QtInterprocess
