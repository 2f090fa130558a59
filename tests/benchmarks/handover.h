// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "peer.h"

/*
    Peers that hand large data over, one frame after the other.

    A frame is over when the client knows that the server has seen its first and its last byte.
*/
namespace handover {

constexpr bool isOne(Kind kind)
{
    return kind == Kind::Handover || kind == Kind::HandoverEach || kind == Kind::Message;
}

// Passes frames by SharedMemoryPool, or messages of a MessageChannel that the server returns.
int serve(const Task &task);
int drive(const Task &task);

// Passes memfds with blocking calls: each of them once, and then their numbers. With
// Kind::HandoverEach, a descriptor goes with every frame, and the server maps it each time.
int serveRaw(const Task &task);
int driveRaw(const Task &task);

} // namespace handover
