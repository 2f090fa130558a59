// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "peer.h"

// Many connections at once, each of which sends a message as soon as the last one has come back: the client of Kind::Crowd for every
// server, with an epoll of its own. Task::total is their number.
int driveCrowd(const Task &task);
