// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Handles that a test can tell apart.

#pragma once

#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

#include <algorithm>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace Handles {

using QtInterprocess::OwnedHandle;

// Returns the reading end of a pipe that holds a number. The number can be read once, by any
// owner.
inline OwnedHandle numbered(int number)
{
    int ends[2] = { -1, -1 };
    if (!Raw::pipe(ends))
        return {};
    const OwnedHandle writing(ends[1]);
    OwnedHandle reading(ends[0]);
    return ::write(ends[1], &number, sizeof number) == sizeof number ? std::move(reading) : OwnedHandle();
}

inline int numberOf(const OwnedHandle &handle)
{
    int number = -1;
    return ::read(int(handle.get()), &number, sizeof number) == sizeof number ? number : -1;
}

// Returns count handles, numbered from first on.
inline std::vector<OwnedHandle> numbered(int first, int count)
{
    std::vector<OwnedHandle> handles;
    for (int i = 0; i < count; ++i)
        handles.push_back(numbered(first + i));
    return handles;
}

inline std::vector<OwnedHandle> one(int number)
{
    return numbered(number, 1);
}

template <typename Handles>
bool areNumbered(const Handles &handles, int first, int count)
{
    if (int(handles.size()) != count)
        return false;
    return std::all_of(handles.begin(), handles.end(),
                       [&](const OwnedHandle &handle) { return numberOf(handle) == first++; });
}

inline bool closesOnExec(const OwnedHandle &handle)
{
    return (::fcntl(int(handle.get()), F_GETFD) & FD_CLOEXEC) != 0;
}

} // namespace Handles
