// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "endpoints.h"

// What processes have open: defined once for Linux, and once for systems without /proc.

// Whether the system tells at all.
bool seesOpenEndpoints();

// Sockets with a name that others can reach, and FIFOs that are open; without their owners.
QList<Endpoint> openEndpoints();

std::optional<quint32> processOwner(qint64 processId);
