// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <cerrno>

#include <sys/socket.h>

namespace QtInterprocess::os {

// Holds the result of one read or write.
struct Transfer
{
    enum Outcome { Progress, WouldBlock, End };
    Outcome outcome;
    qint64 bytes;
    bool handlesRefused = false; // the bytes were sent, but the receiver refuses handles
};

inline bool wouldBlock(int error) noexcept
{
    return error == EAGAIN || error == EWOULDBLOCK;
}

#if defined(MSG_NOSIGNAL)
constexpr int SendFlags = MSG_NOSIGNAL;
#else
constexpr int SendFlags = 0; // SO_NOSIGPIPE is set instead
#endif

} // namespace QtInterprocess::os
