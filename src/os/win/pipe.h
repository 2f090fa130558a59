// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/operation.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <optional>

namespace QtInterprocess::os {

// Names the directions of a pipe, as seen from the end of this process.
enum class PipeAccess { Read = 1, Write = 2, ReadWrite = 3 };

constexpr bool canRead(PipeAccess access) noexcept
{
    return int(access) & int(PipeAccess::Read);
}

constexpr bool canWrite(PipeAccess access) noexcept
{
    return int(access) & int(PipeAccess::Write);
}

// Holds the parameters of a named pipe instance.
struct PipeSpec
{
    static constexpr int Unlimited = 255; // PIPE_UNLIMITED_INSTANCES

    QString path;
    QString security; // SDDL; empty: the default of the process token
    PipeAccess access = PipeAccess::ReadWrite; // access of the server's end
    bool messages = false;
    bool firstInstance = true;
    bool remoteClients = false;
    bool writeThrough = false;
    bool inheritable = false;
    int maximumInstances = Unlimited;
    quint32 inputBuffer = 64 * 1024; // bytes; the buffer sizes are hints
    quint32 outputBuffer = 64 * 1024;
    quint32 waitTimeout = 0; // milliseconds, default of WaitNamedPipe(); 0: 50 ms
};

// Is the longest path that the system takes, with \\.\pipe\ included.
constexpr int MaximumPipePathLength = 256;

// Checks that a path has the form \\host\pipe\name.
Error checkPipePath(const QString &path);
bool isRemotePath(const QString &path);

// Returns whether a pipe of this name exists on this machine.
bool pipeExists(const QString &path);

Result<OwnedHandle> createPipeInstance(const PipeSpec &spec);

// Names what a server may do with the identity of its client.
enum class PipeImpersonation { Anonymous, Identification, Impersonation };

// Opens the client's end. It reads messages if the pipe carries messages. Blocks only if the path
// names another machine.
//
// By default the end is overlapped, and the server may identify this process but not act in its
// name.
Result<OwnedHandle> openPipe(const QString &path, PipeAccess access,
                             PipeImpersonation impersonation = PipeImpersonation::Identification,
                             bool overlapped = true);

// Creates the two ends of an unnamed pipe, neither inheritable.
//
// The first end is overlapped and has the given access, Read or Write. The second end has the
// other direction, and blocks unless both are overlapped.
Result<std::pair<OwnedHandle, OwnedHandle>> createPipePair(quint32 bufferSize, PipeAccess access, bool bothOverlapped);
// Creates the two ends of a duplex pipe, both overlapped and neither inheritable. The first one
// is the server's.
Result<std::pair<OwnedHandle, OwnedHandle>> createDuplexPair(bool messages);

struct PipeInfo
{
    bool isServerEnd = false;
    bool keepsMessages = false; // PIPE_TYPE_MESSAGE; the read mode may differ
    PipeAccess access = PipeAccess::ReadWrite;
};
// Queries a pipe. Fails if the handle is not a pipe, or if it cannot be queried. The end of a
// server that only writes cannot be queried.
Result<PipeInfo> pipeInfo(qintptr handle);

// Returns the access of the handle, which every handle reports.
PipeAccess pipeAccess(qintptr handle);

// Returns whether operations on the handle do not block the caller.
bool isOverlapped(qintptr handle);

Error setMessageReadMode(qintptr handle);
// Clears PIPE_NOWAIT, so that calls wait for data.
Error setWaiting(qintptr handle);

void beginConnect(Operation &operation, qintptr handle);
// Begins an operation that completes when there is data, without reading it.
void beginWaiting(Operation &operation, qintptr handle);
// Reads what is there, without waiting for more.
Operation::Outcome readNow(Operation &operation, qintptr handle, char *data, quint32 size);
// Begin a read or write; the operation keeps a reference to the buffer.
//
// - beginRead() fills the buffer, of which the caller keeps a shared copy.
// - beginWrite() sends size bytes from the offset on.
void beginRead(Operation &operation, qintptr handle, const QByteArray &buffer);
void beginWrite(Operation &operation, qintptr handle, const QByteArray &buffer, qsizetype offset, quint32 size);

// Disconnects the server's end. Data that the peer has not read is lost.
Error disconnectPipe(qintptr handle);

struct Peeked
{
    quint32 error = 0; // code of GetLastError()
    quint32 available = 0; // bytes, of all messages
    quint32 messageLeft = 0; // bytes of the first message
};
Peeked peekPipe(qintptr handle) noexcept;

// Returns whether the other end was closed. Returns false if the handle lacks
// FILE_READ_ATTRIBUTES, and so cannot be queried.
bool isClosing(qintptr handle);

enum class PipeEnd { Client, Server };
// Returns whether the peer is on another machine. peer says which end it is.
bool isRemote(qintptr handle, PipeEnd peer);
std::optional<quint32> pipeProcess(qintptr handle, PipeEnd which);
std::optional<quint32> pipeSession(qintptr handle, PipeEnd which);

} // namespace QtInterprocess::os
