// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/poller.h"

namespace QtInterprocess {

// Makes a poller with a notifier for each descriptor. It works on every Unix and cannot fail.
std::unique_ptr<Poller> makeNotifierPoller(Reactor &reactor);

} // namespace QtInterprocess
