// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/call.h"

namespace QtInterprocess::os {

/*
    Calls that this library prefers and can do without. Older kernels, other systems and sandboxes (seccomp, containers, snaps)
    refuse them; the table in the source says by which errors, and what takes their place.
*/

// Whether the error of an optional call means that this system does not have it.
bool isMissing(Call call, int error) noexcept;

// Whether isMissing() was true before, and the substitute worked.
bool isKnownMissing(Call call) noexcept;
void noteMissing(Call call) noexcept;

// Makes the preferred call, or the substitute if the preferred one is missing. If both fail, the error of the substitute counts.
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
