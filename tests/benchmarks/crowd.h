// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "peer.h"

// Drives the client of Kind::Crowd, with its own epoll, for every server. Each of Task::total
// connections sends a message when the previous one has come back.
int driveCrowd(const Task &task);
