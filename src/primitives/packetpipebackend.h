// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/streamengine.h"
#include "primitives/pipebackend.h"
#include "support/messagebounds.h"

namespace QtInterprocess::pipe {

// The platform's pipes with message boundaries: declared here once, defined once per platform.

inline constexpr qint64 LargestPacket = 4096;

// Creates a pipe as create() does. Fails with Unsupported if the platform has no such pipes.
Result<Ends> createPackets(const PipeOptions &options, UsedHere usedHere);

// Checks that the handle is an end of such a pipe; call prepare() afterwards.
Error checkPackets(qintptr handle);

std::unique_ptr<StreamEngine> makePacketEngine(OwnedHandle handle, Flow flow, ByteQueue &input, MessageBounds &bounds,
                                               StreamObserver &observer);

} // namespace QtInterprocess::pipe
