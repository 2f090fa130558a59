// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/operation.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <optional>

namespace QtInterprocess::os {

// Which way the bytes go, as the end sees it that this process has.
enum class PipeAccess { Read = 1, Write = 2, ReadWrite = 3 };

constexpr bool canRead(PipeAccess access) noexcept
{
    return int(access) & int(PipeAccess::Read);
}

constexpr bool canWrite(PipeAccess access) noexcept
{
    return int(access) & int(PipeAccess::Write);
}

// What an instance of a named pipe is made with.
struct PipeSpec
{
    static constexpr int Unlimited = 255; // PIPE_UNLIMITED_INSTANCES

    QString path;
    QString security; // SDDL; empty: what the token of the process has
    PipeAccess access = PipeAccess::ReadWrite; // of the server's end
    bool messages = false;
    bool firstInstance = true;
    bool remoteClients = false;
    bool writeThrough = false;
    bool inheritable = false;
    int maximumInstances = Unlimited;
    quint32 inputBuffer = 64 * 1024; // hints, bytes
    quint32 outputBuffer = 64 * 1024;
    quint32 waitTimeout = 0; // of WaitNamedPipe() with its default, milliseconds; 0: 50 ms, NMPWAIT_WAIT_FOREVER
};

// The length of a path, the \\.\pipe\ with it, that the system takes.
constexpr int MaximumPipePathLength = 256;

// Whether path can be that of a pipe: \\host\pipe\name.
Error checkPipePath(const QString &path);
bool isRemotePath(const QString &path);

// Whether anybody has made that pipe, on this machine.
bool pipeExists(const QString &path);

Result<OwnedHandle> createPipeInstance(const PipeSpec &spec);

// What a server may do with the identity of its client.
enum class PipeImpersonation { Anonymous, Identification, Impersonation };

// The client's end; overlapped unless told otherwise, and set to read messages if that is what the pipe carries. Unless told otherwise it lets the
// server find out who we are, but not act in our name. Blocks only if path names another machine.
Result<OwnedHandle> openPipe(const QString &path, PipeAccess access,
                             PipeImpersonation impersonation = PipeImpersonation::Identification,
                             bool overlapped = true);

// The two ends of an unnamed pipe, neither inheritable. The first one is overlapped and for the given access, Read or Write;
// the second one has the other direction, and its calls block unless it is overlapped too.
Result<std::pair<OwnedHandle, OwnedHandle>> createPipePair(quint32 bufferSize, PipeAccess access, bool bothOverlapped);
// The two ends of a pipe for both directions, both overlapped and neither inheritable. The first one is the server's.
Result<std::pair<OwnedHandle, OwnedHandle>> createDuplexPair(bool messages);

struct PipeInfo
{
    bool isServerEnd = false;
    bool keepsMessages = false; // of how it is written
    PipeAccess access = PipeAccess::ReadWrite;
};
// Fails if the handle is none of a pipe, or does not let itself be asked: that of a server that only writes does not.
Result<PipeInfo> pipeInfo(qintptr handle);

// What the handle lets its owner do; every handle tells that.
PipeAccess pipeAccess(qintptr handle);

// Whether operations on the handle do not block the caller.
bool isOverlapped(qintptr handle);

Error setMessageReadMode(qintptr handle);
// Of a handle with PIPE_NOWAIT, whose calls return at once: from now on they wait, as all others do.
Error setWaiting(qintptr handle);

void beginConnect(Operation &operation, qintptr handle);
// Is over when there is something to read, and reads nothing.
void beginWaiting(Operation &operation, qintptr handle);
// Reads what is there, and does not wait for more.
Operation::Outcome readNow(Operation &operation, qintptr handle, char *data, quint32 size);
// Of the bytes of the buffer from the offset on.
// Fills the buffer, of which the caller keeps a copy.
void beginRead(Operation &operation, qintptr handle, const QByteArray &buffer);
void beginWrite(Operation &operation, qintptr handle, const QByteArray &buffer, qsizetype offset, quint32 size);

// Throws away what the peer has not read, and ends the connection of a server's end.
Error disconnectPipe(qintptr handle);

struct Peeked
{
    quint32 error = 0; // as GetLastError() has it
    quint32 available = 0; // bytes, of all messages
    quint32 messageLeft = 0; // bytes of the first message
};
Peeked peekPipe(qintptr handle) noexcept;

// Whether the other end has been closed. False if the handle does not let itself be asked: it needs FILE_READ_ATTRIBUTES.
bool isClosing(qintptr handle);

enum class PipeEnd { Client, Server };
// Whether the peer, which is that end, is on another machine.
bool isRemote(qintptr handle, PipeEnd peer);
std::optional<quint32> pipeProcess(qintptr handle, PipeEnd which);
std::optional<quint32> pipeSession(qintptr handle, PipeEnd which);

} // namespace QtInterprocess::os
