// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/unix/poller_notifier.h"

namespace QtInterprocess {

std::unique_ptr<Poller> makePoller(Reactor &reactor)
{
    return makeNotifierPoller(reactor);
}

} // namespace QtInterprocess
