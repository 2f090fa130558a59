// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "peer.h"

#include <sys/types.h>

// What those have in common that answer signals.
namespace signalpeer {

// The server's side: listens, and returns the process of the client.
pid_t awaitClient(const Task &task);

// The client, without an event loop.
int drive(const Task &task);

} // namespace signalpeer
