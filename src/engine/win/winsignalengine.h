// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/signalengine.h"

namespace QtInterprocess {

// What the console handler and the session window do but for waiting: tells the engines that want the event, in any thread. False if none does.
bool deliverConsoleEvent(quint32 event);

} // namespace QtInterprocess
