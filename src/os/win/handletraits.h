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
    Busy, // a call of somebody blocks on it, and it answers no question until then
};

struct HandleTraits
{
    HandleKind kind = HandleKind::Busy;
    bool isOverlapped = false; // operations on it do not block the caller; never if it is busy
};

// Fails if the handle is none of anything that is read or written. Never waits for a call of somebody else.
Result<HandleTraits> handleTraits(qintptr handle);

/*
    Asks in a thread of its own, and waits a moment for the answer.

    Windows lets one call at a time use a file object that is not overlapped, and every question about it is such a call. While
    another thread or process waits in ReadFile(), the question waits as well: GetFileType(), GetConsoleMode(),
    GetNamedPipeInfo(), NtQueryInformationFile().
*/
std::optional<Result<HandleTraits>> askAside(std::function<Result<HandleTraits>()> question);

#ifdef QTINTERPROCESS_FAULT_POINTS
// Called before each question of handleTraits(), in the thread that asks; null: no more. For tests: under Wine no question waits.
void beforeQuestions(std::function<void()> action);
#endif

} // namespace QtInterprocess::os
