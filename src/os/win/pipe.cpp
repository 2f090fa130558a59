// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/pipe.h"

#include "os/win/errormap.h"
#include "os/win/security.h"
#include "support/errortext.h"

#include <QtCore/qstringlist.h>
#include <QtCore/quuid.h>

#include <algorithm>
#include <utility>

#include <winternl.h>

namespace QtInterprocess::os {

namespace {

DWORD openMode(const PipeSpec &spec)
{
    DWORD mode = FILE_FLAG_OVERLAPPED;
    if (canRead(spec.access))
        mode |= PIPE_ACCESS_INBOUND;
    if (canWrite(spec.access))
        mode |= PIPE_ACCESS_OUTBOUND;
    if (spec.firstInstance)
        mode |= FILE_FLAG_FIRST_PIPE_INSTANCE;
    if (spec.writeThrough)
        mode |= FILE_FLAG_WRITE_THROUGH;
    return mode;
}

DWORD pipeMode(const PipeSpec &spec)
{
    DWORD mode = PIPE_WAIT;
    if (spec.messages)
        mode |= PIPE_TYPE_MESSAGE | (canRead(spec.access) ? PIPE_READMODE_MESSAGE : PIPE_READMODE_BYTE);
    if (!spec.remoteClients)
        mode |= PIPE_REJECT_REMOTE_CLIENTS;
    return mode;
}

Error invalidPath(Error::Code code, const QString &path, const ErrorText &why)
{
    return Error(code, 0, QString(), path, why);
}

} // namespace

Error checkPipePath(const QString &path)
{
    const qsizetype host = path.startsWith(QLatin1String("\\\\")) ? path.indexOf(QLatin1Char('\\'), 2) : -1;
    const QLatin1String pipe("\\pipe\\");
    if (host <= 2 || path.mid(host, pipe.size()).compare(pipe, Qt::CaseInsensitive) != 0)
        return invalidPath(Error::InvalidName, path, ErrorText::tr("a pipe path has the form \\\\.\\pipe\\name"));
    const QString name = path.mid(host + pipe.size());
    if (name.isEmpty())
        return invalidPath(Error::InvalidName, path, ErrorText::tr("the name is empty"));
    if (name.contains(QChar(0)))
        return invalidPath(Error::InvalidName, path, ErrorText::tr("the name of a pipe cannot contain a zero"));
    if (name.split(QLatin1Char('\\')).contains(QString())) // LOCAL\name has two parts
        return invalidPath(Error::InvalidName, path, ErrorText::tr("a part of the name is empty"));
    if (path.size() > MaximumPipePathLength) {
        return invalidPath(Error::NameTooLong, path,
                           ErrorText::tr("the path has %1 characters, the limit here is %2")
                               .arg(path.size())
                               .arg(MaximumPipePathLength));
    }
    return {};
}

bool isRemotePath(const QString &path)
{
    return !path.startsWith(QLatin1String("\\\\.\\"));
}

bool pipeExists(const QString &path)
{
    // 1 ms is the shortest timeout; 0 would be the default of the pipe.
    return systemCall(Call::WaitForPipe, [&] { return ::WaitNamedPipeW(toWide(path), 1); })
        || ::GetLastError() != ERROR_FILE_NOT_FOUND;
}

Result<OwnedHandle> createPipeInstance(const PipeSpec &spec)
{
    const auto descriptor = SecurityDescriptor::fromSddl(spec.security);
    if (!descriptor)
        return descriptor.error();
    SECURITY_ATTRIBUTES attributes = { sizeof attributes, descriptor->get(), spec.inheritable };
    const auto create = [&] {
        return ::CreateNamedPipeW(toWide(spec.path), openMode(spec), pipeMode(spec), DWORD(spec.maximumInstances),
                                  spec.outputBuffer, spec.inputBuffer, spec.waitTimeout, &attributes);
    };
    const HANDLE handle = systemCall(Call::CreatePipe, create, INVALID_HANDLE_VALUE);
    if (handle == INVALID_HANDLE_VALUE)
        return lastError("create the pipe", spec.path);
    return OwnedHandle(toNative(handle));
}

static DWORD qualityOfService(PipeImpersonation impersonation)
{
    switch (impersonation) {
    case PipeImpersonation::Anonymous: return SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS;
    case PipeImpersonation::Impersonation: return SECURITY_SQOS_PRESENT | SECURITY_IMPERSONATION;
    case PipeImpersonation::Identification: break;
    }
    return SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION;
}

Result<OwnedHandle> openPipe(const QString &path, PipeAccess access, PipeImpersonation impersonation, bool overlapped)
{
    // An end that only reads needs the right to change its read mode. An end that only writes
    // needs the right to query the pipe.
    DWORD rights = 0;
    if (canRead(access))
        rights |= GENERIC_READ | FILE_WRITE_ATTRIBUTES;
    if (canWrite(access))
        rights |= GENERIC_WRITE | FILE_READ_ATTRIBUTES;
    // Without the second flag, a server could act in the name of its client.
    const DWORD flags = (overlapped ? FILE_FLAG_OVERLAPPED : 0) | qualityOfService(impersonation);
    const auto open = [&] { return ::CreateFileW(toWide(path), rights, 0, nullptr, OPEN_EXISTING, flags, nullptr); };
    HANDLE handle = systemCall(Call::OpenFile, open, INVALID_HANDLE_VALUE);
    if (handle == INVALID_HANDLE_VALUE && ::GetLastError() == ERROR_ACCESS_DENIED && !canWrite(access)) {
        rights = GENERIC_READ; // a server may grant only this; for bytes it is enough
        handle = systemCall(Call::OpenFile, open, INVALID_HANDLE_VALUE);
    }
    if (handle == INVALID_HANDLE_VALUE)
        return lastError("connect to", path);
    OwnedHandle pipe(toNative(handle));
    if (canRead(access)) {
        const auto info = pipeInfo(pipe.get());
        if (!info)
            return info.error();
        if (info->keepsMessages) {
            if (const Error error = setMessageReadMode(pipe.get()))
                return error;
        }
    }
    return pipe;
}

// Creates a pair under a random name that must be new, so that no other process can open it.
static Result<std::pair<OwnedHandle, OwnedHandle>> createPair(PipeSpec spec, PipeAccess ofClient, bool overlappedClient)
{
    spec.path = QStringLiteral("\\\\.\\pipe\\qtinterprocess-%1")
                    .arg(QUuid::createUuid().toString(QUuid::WithoutBraces));
    const auto security = sddlFor(Access::User);
    if (!security)
        return security.error();
    spec.security = *security;
    spec.maximumInstances = 1;
    auto first = createPipeInstance(spec);
    if (!first)
        return first.error();
    auto second = openPipe(spec.path, ofClient, PipeImpersonation::Identification, overlappedClient);
    if (!second)
        return second.error();
    return std::pair(std::move(*first), std::move(*second));
}

Result<std::pair<OwnedHandle, OwnedHandle>> createPipePair(quint32 bufferSize, PipeAccess access, bool bothOverlapped)
{
    PipeSpec spec; // CreatePipe() makes ends that block
    // An end that only writes could not query whether the other end was closed.
    spec.access = canRead(access) ? access : PipeAccess::ReadWrite;
    spec.inputBuffer = spec.outputBuffer = bufferSize;
    return createPair(spec, canRead(access) ? PipeAccess::Write : PipeAccess::Read, bothOverlapped);
}

Result<std::pair<OwnedHandle, OwnedHandle>> createDuplexPair(bool messages)
{
    PipeSpec spec;
    spec.messages = messages;
    return createPair(spec, PipeAccess::ReadWrite, true);
}

PipeAccess pipeAccess(qintptr handle)
{
    // This queries the handle itself, because it may come from any program.
    using QueryObject = NTSTATUS(NTAPI *)(HANDLE, OBJECT_INFORMATION_CLASS, PVOID, ULONG, PULONG);
    static const auto query = reinterpret_cast<QueryObject>(
        reinterpret_cast<void *>(::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQueryObject")));
    PUBLIC_OBJECT_BASIC_INFORMATION info = {};
    if (!query || query(toHandle(handle), ObjectBasicInformation, &info, sizeof info, nullptr) < 0)
        return PipeAccess::ReadWrite;
    const int read = info.GrantedAccess & FILE_READ_DATA ? int(PipeAccess::Read) : 0;
    const int write = info.GrantedAccess & FILE_WRITE_DATA ? int(PipeAccess::Write) : 0;
    return PipeAccess(read | write);
}

Result<PipeInfo> pipeInfo(qintptr handle)
{
    DWORD flags = 0;
    const auto ask = [&] { return ::GetNamedPipeInfo(toHandle(handle), &flags, nullptr, nullptr, nullptr); };
    if (!systemCall(Call::InspectPipe, ask))
        return lastError("query the pipe");
    PipeInfo info;
    info.isServerEnd = flags & PIPE_SERVER_END;
    info.keepsMessages = flags & PIPE_TYPE_MESSAGE;
    info.access = pipeAccess(handle);
    return info;
}

static bool queryFile(qintptr handle, void *info, ULONG size, int which)
{
    // The enumeration of the SDK lacks these classes, and a constant outside its range is
    // ill-formed. An int is passed in the same way.
    using QueryFile = NTSTATUS(NTAPI *)(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, int);
    static const auto query = reinterpret_cast<QueryFile>(
        reinterpret_cast<void *>(::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQueryInformationFile")));
    IO_STATUS_BLOCK status = {};
    return query && query(toHandle(handle), &status, info, size, which) >= 0;
}

bool isOverlapped(qintptr handle)
{
    constexpr int FileModeInformation = 16;
    constexpr ULONG Synchronous = 0x10 | 0x20; // FILE_SYNCHRONOUS_IO_ALERT, FILE_SYNCHRONOUS_IO_NONALERT
    ULONG mode = Synchronous;
    return queryFile(handle, &mode, sizeof mode, FileModeInformation) && !(mode & Synchronous);
}

bool isClosing(qintptr handle)
{
    // This is FILE_PIPE_LOCAL_INFORMATION of ntifs.h; the state is FILE_PIPE_CLOSING_STATE after
    // the close.
    struct LocalInformation
    {
        ULONG type, configuration, maximumInstances, currentInstances;
        ULONG inboundQuota, readDataAvailable, outboundQuota, writeQuotaAvailable;
        ULONG state, end;
    };
    constexpr int FilePipeLocalInformation = 24;
    constexpr ULONG Connected = 3;
    LocalInformation info = {};
    return queryFile(handle, &info, sizeof info, FilePipeLocalInformation) && info.state != Connected;
}

Error setMessageReadMode(qintptr handle)
{
    DWORD mode = PIPE_READMODE_MESSAGE | PIPE_WAIT;
    const auto change = [&] { return ::SetNamedPipeHandleState(toHandle(handle), &mode, nullptr, nullptr); };
    if (!systemCall(Call::ChangePipe, change))
        return lastError("read whole messages from the pipe");
    return {};
}

Error setWaiting(qintptr handle)
{
    DWORD mode = 0;
    const auto ask = [&] {
        return ::GetNamedPipeHandleStateW(toHandle(handle), &mode, nullptr, nullptr, nullptr, nullptr, 0);
    };
    const bool isKnown = systemCall(Call::InspectPipe, ask); // an end that only writes cannot be queried
    if (isKnown && !(mode & PIPE_NOWAIT))
        return {};
    mode &= PIPE_READMODE_MESSAGE;
    const auto change = [&] { return ::SetNamedPipeHandleState(toHandle(handle), &mode, nullptr, nullptr); };
    if (systemCall(Call::ChangePipe, change) || !isKnown)
        return {};
    const Error error = lastError("use the handle");
    return Error(error.code(), error.nativeCode(), error.operation(), QString(),
                 ErrorText::tr("the handle is in PIPE_NOWAIT mode, and its access rights do not allow to change that"));
}

void beginConnect(Operation &operation, qintptr handle)
{
    operation.begin(Call::ConnectPipe, handle,
                    [&](OVERLAPPED *overlapped) { return ::ConnectNamedPipe(toHandle(handle), overlapped); });
}

void beginWaiting(Operation &operation, qintptr handle)
{
    static char s_nothing; // static, because the system may use the address later
    operation.begin(Call::Read, handle, [&](OVERLAPPED *overlapped) {
        return ::ReadFile(toHandle(handle), &s_nothing, 0, nullptr, overlapped);
    });
}

Operation::Outcome readNow(Operation &operation, qintptr handle, char *data, quint32 size)
{
    operation.begin(Call::Read, handle, [&](OVERLAPPED *overlapped) {
        return ::ReadFile(toHandle(handle), data, size, nullptr, overlapped);
    });
    return operation.finish();
}

void beginRead(Operation &operation, qintptr handle, const QByteArray &buffer)
{
    const auto start = [&](OVERLAPPED *overlapped) {
        return ::ReadFile(toHandle(handle), const_cast<char *>(buffer.constData()), DWORD(buffer.size()), nullptr,
                          overlapped);
    };
    operation.begin(Call::Read, handle, start, buffer);
}

void beginWrite(Operation &operation, qintptr handle, const QByteArray &buffer, qsizetype offset, quint32 size)
{
    const auto start = [&](OVERLAPPED *overlapped) {
        return ::WriteFile(toHandle(handle), buffer.constData() + offset, size, nullptr, overlapped);
    };
    operation.begin(Call::Write, handle, start, buffer);
}

Error disconnectPipe(qintptr handle)
{
    const bool isDone = systemCall(Call::DisconnectPipe, [&] { return ::DisconnectNamedPipe(toHandle(handle)); });
    return isDone ? Error() : lastError("disconnect");
}

Peeked peekPipe(qintptr handle) noexcept
{
    DWORD available = 0;
    DWORD left = 0;
    const auto peek = [&] { return ::PeekNamedPipe(toHandle(handle), nullptr, 0, nullptr, &available, &left); };
    if (!systemCall(Call::PeekPipe, peek))
        return { ::GetLastError(), 0, 0 };
    return { ERROR_SUCCESS, available, left };
}

bool isRemote(qintptr handle, PipeEnd peer)
{
    if (peer == PipeEnd::Server) {
        FILE_REMOTE_PROTOCOL_INFO info = {};
        return systemCall(Call::AskRemote, [&] {
            return ::GetFileInformationByHandleEx(toHandle(handle), FileRemoteProtocolInfo, &info, sizeof info);
        });
    }
    // Wine has no clients on other machines, and this call ends the program there.
    static const bool isWine = ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version");
    wchar_t computer[256];
    const auto ask = [&] {
        ::SetLastError(ERROR_PIPE_LOCAL);
        return !isWine && ::GetNamedPipeClientComputerNameW(toHandle(handle), computer, sizeof computer);
    };
    return systemCall(Call::AskRemote, ask) || ::GetLastError() != ERROR_PIPE_LOCAL;
}

std::optional<quint32> pipeProcess(qintptr handle, PipeEnd which)
{
    ULONG id = 0;
    const auto ask = which == PipeEnd::Client ? ::GetNamedPipeClientProcessId : ::GetNamedPipeServerProcessId;
    return systemCall(Call::PeerProcess, [&] { return ask(toHandle(handle), &id); }) ? std::optional<quint32>(id)
                                                                                     : std::nullopt;
}

std::optional<quint32> pipeSession(qintptr handle, PipeEnd which)
{
    ULONG id = 0;
    const auto ask = which == PipeEnd::Client ? ::GetNamedPipeClientSessionId : ::GetNamedPipeServerSessionId;
    return systemCall(Call::PeerSession, [&] { return ask(toHandle(handle), &id); }) ? std::optional<quint32>(id)
                                                                                     : std::nullopt;
}

} // namespace QtInterprocess::os
