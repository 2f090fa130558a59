// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socketname.h"
#include "os/unix/transfer.h"
#include "support/bytequeue.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <utility>

namespace QtInterprocess::os {

// All sockets made here are non-blocking and close-on-exec.

Result<OwnedHandle> createStreamSocket();
Result<std::pair<OwnedHandle, OwnedHandle>> createStreamPair();

Error bindSocket(int fd, const SocketAddress &address);
Error listenOn(int fd, int backlog);

enum class Connecting { Done, BacklogFull };
Result<Connecting> connectSocket(int fd, const SocketAddress &address);

// An invalid handle means that nobody is waiting. Connections that were aborted meanwhile are passed over.
Result<OwnedHandle> acceptFrom(int fd);

Result<Transfer> receive(int fd, char *data, qint64 size);
Result<Transfer> send(int fd, const ByteQueue::View *views, int count);

enum class Half { Writing, Both };
Error shutdownSocket(int fd, Half half);

// Checks that a handle from outside is a Unix stream socket, connected or listening as asked.
enum class Role { Connected, Listening };
Error checkStreamSocket(int fd, Role role);

Result<SocketName> localName(int fd);
Result<SocketName> peerName(int fd);

} // namespace QtInterprocess::os
