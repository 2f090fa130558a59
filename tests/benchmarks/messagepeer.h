// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "peer.h"

/*
    Peers over sockets that keep message boundaries.

    The client is the same for every server: it sends as fast as the server accepts, and waits for
    one byte at the end.
*/
namespace messagepeer {

bool isOne(Kind kind);

// Drives the client, without an event loop.
int drive(const Task &task);

// Serves with a QSocketNotifier, whose slot calls recvmsg() until the socket is empty.
int serveWithNotifier(const Task &task);

// Serves with UnixSeqPacketSocket or UnixDatagramSocket.
int serve(const Task &task);

} // namespace messagepeer
