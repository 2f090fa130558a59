// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/closing.h"
#include "os/unix/socketname.h"
#include "os/unix/transfer.h"
#include "support/bytequeue.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <utility>

namespace QtInterprocess::os {

// All sockets made here are non-blocking and close-on-exec. On close, their queue is checked
// (HandleClosing).

// Names the socket types: a byte stream, messages of a connection, or independent messages.
enum class SocketType { Stream, SeqPacket, Datagram };

// Prepares a socket from outside like those made here: non-blocking, close-on-exec, and without
// SIGPIPE.
Error prepareSocket(int fd);

Result<OwnedHandle> createSocket(SocketType type);
Result<std::pair<OwnedHandle, OwnedHandle>> createPair(SocketType type);
// Creates a pair whose second socket is for another program; it blocks, as other programs expect.
Result<std::pair<OwnedHandle, OwnedHandle>> createPairForPeer(SocketType type);
inline Result<std::pair<OwnedHandle, OwnedHandle>> createStreamPair()
{
    return createPair(SocketType::Stream);
}

Error bindSocket(int fd, const SocketAddress &address);
// Binds to a name that no other socket has. Fails with Unsupported on systems other than Linux.
Error bindToFreeName(int fd);
Error listenOn(int fd, int backlog);

enum class Connecting { Done, BacklogFull };
Result<Connecting> connectSocket(int fd, const SocketAddress &address);

// Removes the peer of a datagram socket.
Error dissolvePeer(int fd);

// Accepts a connection; an invalid handle means that none is waiting. Aborted connections are
// skipped. Pass Sealed for closing if the listener refuses handles, otherwise closingOf() its
// type.
Result<OwnedHandle> acceptFrom(int fd, HandleClosing::How closing);
HandleClosing::How closingOf(SocketType type) noexcept;

Result<Transfer> receive(int fd, char *data, qint64 size);
Result<Transfer> send(int fd, const ByteQueue::View *views, int count);

// Set and get the buffer size of the kernel in bytes. The kernel may choose a different size.
enum class Buffer { Send, Receive };
void setBufferSize(int fd, Buffer which, int bytes);
Result<int> bufferSize(int fd, Buffer which);

enum class Half { Writing, Both };
Error shutdownSocket(int fd, Half half);

// Checks that a handle from outside is a Unix domain socket of that type and role.
enum class Role { Any, Connected, Listening };
Error checkSocket(int fd, SocketType type, Role role);
inline Error checkStreamSocket(int fd, Role role)
{
    return checkSocket(fd, SocketType::Stream, role);
}

bool isUnixSocket(int fd);
Result<SocketName> localName(int fd);
Result<SocketName> peerName(int fd);

} // namespace QtInterprocess::os
