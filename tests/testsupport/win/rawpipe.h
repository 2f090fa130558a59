// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#ifndef WIN32_LEAN_AND_MEAN
#    define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#    define NOMINMAX
#endif
#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

// Pipes as other programs use them: blocking Windows calls, without this library. Calls that
// block belong in a thread.
namespace Raw {

using QtInterprocess::OwnedHandle;

inline HANDLE native(const OwnedHandle &handle)
{
    return reinterpret_cast<HANDLE>(handle.get());
}

inline HANDLE native(qintptr handle)
{
    return reinterpret_cast<HANDLE>(handle);
}

inline OwnedHandle own(HANDLE handle)
{
    return OwnedHandle(reinterpret_cast<qintptr>(handle)); // INVALID_HANDLE_VALUE is -1 too
}

inline const wchar_t *wide(const QString &string)
{
    return reinterpret_cast<const wchar_t *>(string.utf16());
}

inline QString path(const QString &name)
{
    return QStringLiteral("\\\\.\\pipe\\") + name;
}

// Opens a client's end without waiting for a free instance. Invalid on failure, with the reason
// in GetLastError().
inline OwnedHandle open(const QString &path, DWORD rights = GENERIC_READ | GENERIC_WRITE, DWORD flags = 0)
{
    return own(::CreateFileW(wide(path), rights, 0, nullptr, OPEN_EXISTING, flags, nullptr));
}

// Opens a client's end, and waits for a free instance.
inline OwnedHandle openPatiently(const QString &path, DWORD rights = GENERIC_READ | GENERIC_WRITE, DWORD flags = 0)
{
    for (int i = 0; i < 100; ++i) {
        OwnedHandle handle = open(path, rights, flags);
        if (handle || ::GetLastError() != ERROR_PIPE_BUSY)
            return handle;
        ::WaitNamedPipeW(wide(path), 200);
    }
    return {};
}

inline OwnedHandle serve(const QString &path, DWORD openMode = PIPE_ACCESS_DUPLEX, DWORD pipeMode = PIPE_TYPE_BYTE,
                         DWORD instances = PIPE_UNLIMITED_INSTANCES)
{
    return own(::CreateNamedPipeW(wide(path), openMode, pipeMode, instances, 4096, 4096, 0, nullptr));
}

// Blocks until a client connects.
inline bool accept(const OwnedHandle &server)
{
    return ::ConnectNamedPipe(native(server), nullptr) || ::GetLastError() == ERROR_PIPE_CONNECTED;
}

inline bool setReadMode(const OwnedHandle &handle, DWORD mode)
{
    return ::SetNamedPipeHandleState(native(handle), &mode, nullptr, nullptr);
}

// Writes once; on a message pipe that is one message.
inline bool write(const OwnedHandle &handle, const QByteArray &data)
{
    DWORD written = 0;
    return ::WriteFile(native(handle), data.constData(), DWORD(data.size()), &written, nullptr)
        && written == DWORD(data.size());
}

struct Piece
{
    DWORD error; // ERROR_MORE_DATA: the message continues
    QByteArray data;
};

// Reads once.
inline Piece read(const OwnedHandle &handle, int size = 4096)
{
    QByteArray data(size, Qt::Uninitialized);
    DWORD count = 0;
    const DWORD error = ::ReadFile(native(handle), data.data(), DWORD(size), &count, nullptr) ? ERROR_SUCCESS
                                                                                              : ::GetLastError();
    data.truncate(int(count));
    return { error, data };
}

// Reads one whole message, through a buffer that may be smaller.
inline Piece readMessage(const OwnedHandle &handle, int bufferSize = 4096)
{
    QByteArray message;
    for (;;) {
        const Piece piece = read(handle, bufferSize);
        message += piece.data;
        if (piece.error != ERROR_MORE_DATA)
            return { piece.error, message };
    }
}

// Reads everything until the other end is closed. The error tells how it was closed.
inline Piece readToEnd(const OwnedHandle &handle)
{
    QByteArray all;
    for (;;) {
        const Piece piece = read(handle, 64 * 1024);
        all += piece.data;
        if (piece.error != ERROR_SUCCESS)
            return { piece.error, all };
    }
}

inline bool isInheritable(qintptr handle)
{
    DWORD flags = 0;
    return ::GetHandleInformation(native(handle), &flags) && (flags & HANDLE_FLAG_INHERIT);
}

// Returns the owner and the access list as SDDL.
inline QString securityOf(qintptr handle)
{
    constexpr SECURITY_INFORMATION What = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    wchar_t *text = nullptr;
    if (::GetSecurityInfo(native(handle), SE_KERNEL_OBJECT, What, nullptr, nullptr, nullptr, nullptr, &descriptor)
        != ERROR_SUCCESS)
        return {};
    ::ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, SDDL_REVISION_1, What, &text, nullptr);
    const QString result = QString::fromWCharArray(text);
    ::LocalFree(text);
    ::LocalFree(descriptor);
    return result;
}

// Returns the user of this process as SDDL.
inline QString user()
{
    HANDLE token = nullptr;
    ::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token);
    const OwnedHandle owned = own(token);
    char buffer[256];
    DWORD size = 0;
    wchar_t *text = nullptr;
    if (!::GetTokenInformation(token, TokenUser, buffer, sizeof buffer, &size)
        || !::ConvertSidToStringSidW(reinterpret_cast<TOKEN_USER *>(buffer)->User.Sid, &text))
        return {};
    const QString result = QString::fromWCharArray(text);
    ::LocalFree(text);
    return result;
}

// Returns the name of the user or group with that SID, in the language of the system.
inline QString nameOf(const QString &sid)
{
    PSID binary = nullptr;
    wchar_t name[256] = {};
    wchar_t domain[256] = {};
    DWORD nameSize = 256;
    DWORD domainSize = 256;
    SID_NAME_USE use = SidTypeUnknown;
    if (::ConvertStringSidToSidW(reinterpret_cast<const wchar_t *>(sid.utf16()), &binary))
        ::LookupAccountSidW(nullptr, binary, name, &nameSize, domain, &domainSize, &use);
    ::LocalFree(binary);
    return QString::fromWCharArray(name);
}

} // namespace Raw
