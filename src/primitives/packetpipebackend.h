// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/streamengine.h"
#include "primitives/pipebackend.h"
#include "support/messagebounds.h"

namespace QtInterprocess::pipe {

// Pipes that keep messages: declared here once, defined once per platform.

inline constexpr qint64 LargestPacket = 4096;

// As create(). Unsupported where there is no such pipe.
Result<Ends> createPackets(const PipeOptions &options, UsedHere usedHere);

// Whether the handle is that of one; prepare() comes after it.
Error checkPackets(qintptr handle);

std::unique_ptr<StreamEngine> makePacketEngine(OwnedHandle handle, Flow flow, ByteQueue &input, MessageBounds &bounds,
                                               StreamObserver &observer);

} // namespace QtInterprocess::pipe
