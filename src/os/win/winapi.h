// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qstring.h>

#ifndef WIN32_LEAN_AND_MEAN
#    define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#    define NOMINMAX
#endif
#include <windows.h>
#undef near // of 16-bit times
#undef far

namespace QtInterprocess::os {

// Convert a handle. Outside of os/win a handle is a qintptr, so that no other file includes
// <windows.h>.
inline HANDLE toHandle(qintptr native) noexcept
{
    return reinterpret_cast<HANDLE>(native);
}

inline qintptr toNative(HANDLE handle) noexcept
{
    return reinterpret_cast<qintptr>(handle);
}

inline const wchar_t *toWide(const QString &string) noexcept
{
    return reinterpret_cast<const wchar_t *>(string.utf16());
}

} // namespace QtInterprocess::os
