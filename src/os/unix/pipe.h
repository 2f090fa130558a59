// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socket.h"

namespace QtInterprocess::os {

// All pipes made here are close-on-exec, and block until makeNonBlocking().

// The read end and the write end.
Result<std::pair<OwnedHandle, OwnedHandle>> createPipe();

// The same of one in packet mode: each write() of at most 4096 bytes is read by one read(), and by no more than one. Unsupported
// elsewhere than on Linux.
Result<std::pair<OwnedHandle, OwnedHandle>> createPacketPipe();
bool hasPacketPipes() noexcept;
bool isPacketPipe(int fd);

Error makeCloseOnExec(int fd);
Error makeNonBlocking(int fd);
Error makeBlocking(int fd);

// A pipe that only wakes up: both ends do not block.
Result<std::pair<OwnedHandle, OwnedHandle>> createWakePipe();
void writeWakeUp(int fd) noexcept;
void takeWakeUps(int fd) noexcept;

// A hint: the kernel rounds it up, has a limit, and may have no say in it at all.
void setPipeCapacity(int fd, qint64 bytes);

// As receive() and send() of a socket, for every descriptor. Writing to a pipe that nobody reads is an error and no signal:
// neither is one raised, nor is the disposition of SIGPIPE touched.
Result<Transfer> readFrom(int fd, char *data, qint64 size);
Result<Transfer> writeTo(int fd, const ByteQueue::View *views, int count);

// Whether the descriptor lets itself be read, or written, by how it was opened.
enum class FileAccess { Read, Write };
Result<bool> allows(int fd, FileAccess access);

bool isDirectory(int fd);

// Whether the descriptor was closed when the program began, or is not open now. One that is inherited never closes on exec; one
// that has taken the number of a closed one does, as everything of Qt and of this library.
bool isNotInherited(int fd);

// Whether poll() tells when there is something to be done. It says "now" of a file, whose reads block all the same, and of a folder.
bool canBePolled(int fd);

// The same file once more, by an open file description of its own: what is set there concerns nobody else. Fails where a
// system has no way to do that, and for what cannot be opened by name, a socket say.
Result<OwnedHandle> reopen(int fd, FileAccess access);

// The same open file description. The number is minimum or larger: by default that of no standard stream.
Result<OwnedHandle> duplicate(int fd, int minimum = 3);

} // namespace QtInterprocess::os
