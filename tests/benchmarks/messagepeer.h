// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "peer.h"

/*
    Sockets that keep messages. The client is the same for every server: it sends as fast as the server takes, and waits for one
    byte at the end.
*/
namespace messagepeer {

bool isOne(Kind kind);

// The client, without an event loop.
int drive(const Task &task);

// A QSocketNotifier, and recvmsg() in its slot until there is no more.
int serveWithNotifier(const Task &task);

// UnixSeqPacketSocket, UnixDatagramSocket.
int serve(const Task &task);

} // namespace messagepeer
