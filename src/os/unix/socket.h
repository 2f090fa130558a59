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

// All sockets made here are non-blocking and close-on-exec, and closed with a look into their queue (HandleClosing).

// What a socket carries: a stream of bytes, messages of a connection, or messages that each go their own way.
enum class SocketType { Stream, SeqPacket, Datagram };

// Makes a socket from outside like those made here: non-blocking, close-on-exec, and without SIGPIPE.
Error prepareSocket(int fd);

Result<OwnedHandle> createSocket(SocketType type);
Result<std::pair<OwnedHandle, OwnedHandle>> createPair(SocketType type);
// The same with a second one for somebody else, whose calls block as other programs expect.
Result<std::pair<OwnedHandle, OwnedHandle>> createPairForPeer(SocketType type);
inline Result<std::pair<OwnedHandle, OwnedHandle>> createStreamPair()
{
    return createPair(SocketType::Stream);
}

Error bindSocket(int fd, const SocketAddress &address);
// Binds to a name that no other socket has. Linux; Unsupported elsewhere.
Error bindToFreeName(int fd);
Error listenOn(int fd, int backlog);

enum class Connecting { Done, BacklogFull };
Result<Connecting> connectSocket(int fd, const SocketAddress &address);

// Ends the connection of a datagram socket to its peer.
Error dissolvePeer(int fd);

// An invalid handle means that nobody is waiting. Connections that were aborted meanwhile are passed over. closing: Sealed if the
// listener refuses handles, else that of its type.
Result<OwnedHandle> acceptFrom(int fd, HandleClosing::How closing);
HandleClosing::How closingOf(SocketType type) noexcept;

Result<Transfer> receive(int fd, char *data, qint64 size);
Result<Transfer> send(int fd, const ByteQueue::View *views, int count);

// How much the kernel holds, in bytes; it makes of the wish what it likes.
enum class Buffer { Send, Receive };
void setBufferSize(int fd, Buffer which, int bytes);
Result<int> bufferSize(int fd, Buffer which);

enum class Half { Writing, Both };
Error shutdownSocket(int fd, Half half);

// Checks that a handle from outside is a Unix domain socket of that type, connected or listening as asked.
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
