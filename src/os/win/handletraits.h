// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <functional>
#include <optional>

namespace QtInterprocess::os {

enum class HandleKind {
    Pipe,
    Disk,
    Character,
    Busy, // a call of another thread or process blocks on it and delays every query
};

struct HandleTraits
{
    HandleKind kind = HandleKind::Busy;
    bool isOverlapped = false; // operations do not block the caller; false if the kind is Busy
};

// Inspects a handle without waiting for a call of another process. Fails if the handle cannot be
// read or written.
Result<HandleTraits> handleTraits(qintptr handle);

/*
    Asks a question in a background thread, and waits a moment for the answer. Returns nothing if
    it does not come.

    If a file object is not overlapped, Windows runs one call at a time, and a query is a call.
    While another thread or process waits in ReadFile(), these queries wait as well:
    GetFileType(), GetConsoleMode(), GetNamedPipeInfo() and NtQueryInformationFile().
*/
std::optional<Result<HandleTraits>> queryInThread(std::function<Result<HandleTraits>()> question);

#ifdef QTINTERPROCESS_FAULT_POINTS
// Sets a function that each query of handleTraits() calls first, in its thread; null removes it.
// For tests: under Wine no query waits.
void setBeforeQuery(std::function<void()> action);
#endif

} // namespace QtInterprocess::os
