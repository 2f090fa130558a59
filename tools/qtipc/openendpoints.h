// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "endpoints.h"

// The sockets and FIFOs that processes have open. Linux has its own definition; systems without
// /proc report none.

// Whether the system reports open sockets and FIFOs.
bool seesOpenEndpoints();

// Returns sockets with a name that other processes can reach, and open FIFOs; without owners.
QList<Endpoint> openEndpoints();

// Returns the user ID of a process.
std::optional<quint32> processOwner(qint64 processId);
