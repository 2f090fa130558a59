// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socket.h"

namespace QtInterprocess::os {

// All pipes made here are close-on-exec, and block until makeNonBlocking().

// Creates a pipe: the read end and the write end.
Result<std::pair<OwnedHandle, OwnedHandle>> createPipe();

// Creates a pipe in packet mode: one read() returns the bytes of exactly one write() of at most
// 4096 bytes. Fails with Unsupported on systems other than Linux.
Result<std::pair<OwnedHandle, OwnedHandle>> createPacketPipe();
bool hasPacketPipes() noexcept;
bool isPacketPipe(int fd);

Error makeCloseOnExec(int fd);
Error makeNonBlocking(int fd);
Error makeBlocking(int fd);

// Creates a pipe that only wakes a thread; both ends are non-blocking.
Result<std::pair<OwnedHandle, OwnedHandle>> createWakePipe();
void writeWakeUp(int fd) noexcept;
void takeWakeUps(int fd) noexcept;

// Requests a capacity. The kernel rounds it up and limits it, and may ignore it.
void setPipeCapacity(int fd, qint64 bytes);

// Read and write any descriptor, like receive() and send() of a socket.
//
// Writing to a pipe without a reader is an error. It raises no signal, and the disposition of
// SIGPIPE does not change.
Result<Transfer> readFrom(int fd, char *data, qint64 size);
Result<Transfer> writeTo(int fd, const ByteQueue::View *views, int count);

// Returns whether the descriptor was opened for reading, or for writing.
enum class FileAccess { Read, Write };
Result<bool> allows(int fd, FileAccess access);

bool isDirectory(int fd);

// Returns whether the descriptor is not open, or was not open when the program began.
//
// An inherited descriptor does not have close-on-exec set. A descriptor that reuses the number of
// a closed one does, if Qt or this library made it.
bool isNotInherited(int fd);

// Returns whether poll() reports when the descriptor is ready. For folders and files it always
// reports "ready", although reads of files block.
bool canBePolled(int fd);

// Opens the same file again with its own open file description, so that flags set there affect no
// other process. Fails where the system cannot do that, and for files without a name to open,
// such as sockets.
Result<OwnedHandle> reopen(int fd, FileAccess access);

// Duplicates the descriptor, with the same open file description. The number is at least minimum;
// the default avoids the standard streams.
Result<OwnedHandle> duplicate(int fd, int minimum = 3);

} // namespace QtInterprocess::os
