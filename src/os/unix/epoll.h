// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <sys/epoll.h>

namespace QtInterprocess::os {

Result<OwnedHandle> createEpoll();

enum class EpollChange { Add, Modify, Remove };
Error changeEpoll(int epoll, EpollChange change, int fd, quint32 events, quint64 data);

// Does not wait. Returns the number of events filled in.
Result<int> takeEpollEvents(int epoll, epoll_event *events, int count);

} // namespace QtInterprocess::os
