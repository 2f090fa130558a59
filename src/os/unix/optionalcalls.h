// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/call.h"

namespace QtInterprocess::os {

/*
    Handles calls that the library prefers but can replace.

    Older kernels, other systems and sandboxes (seccomp, containers, snaps) refuse them. The table
    in the source lists the error codes and the substitutes.
*/

// Returns whether this error of an optional call means that the system does not have the call.
bool isMissing(Call call, int error) noexcept;

// Returns whether isMissing() was true before, and the substitute worked.
bool isKnownMissing(Call call) noexcept;
void noteMissing(Call call) noexcept;

// Makes the preferred call, or the substitute if the preferred one is missing. If both fail,
// errno is that of the substitute.
template <typename Preferred, typename Substitute>
auto callOr(Call call, Preferred preferred, Substitute substitute) -> decltype(preferred())
{
    if (isKnownMissing(call))
        return substitute();
    const auto result = systemCall(call, preferred);
    if (result != -1 || !isMissing(call, errno))
        return result;
    const auto replaced = substitute();
    if (replaced != -1)
        noteMissing(call);
    return replaced;
}

#ifdef QTINTERPROCESS_FAULT_POINTS
void forgetMissing() noexcept;
#endif

} // namespace QtInterprocess::os
