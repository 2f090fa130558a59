// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/signalengine.h"

namespace QtInterprocess {

// Delivers a console event to the engines that watch it; callable in any thread. Does the work of
// the console handler and the session window, without waiting. Returns false if no engine watches
// the event.
bool deliverConsoleEvent(quint32 event);

} // namespace QtInterprocess
