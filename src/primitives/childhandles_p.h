// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "primitives/namedhandles.h"
#include "support/errortext.h"

#include <QtInterprocess/childhandles.h>

#include <algorithm>
#include <vector>

namespace QtInterprocess {

class ChildHandlesPrivate
{
public:
    struct Entry
    {
        OwnedHandle handle;
        int number; // in the child; on Windows AnyNumber stands for the value of the handle
        int inChild = -1; // the descriptor there; stored here, because a forked child must not allocate memory
    };

    bool has(int number) const
    {
        return std::any_of(entries.begin(), entries.end(), [=](const Entry &entry) { return entry.number == number; });
    }

    qintptr refuse(const ErrorText &why)
    {
        error = Error(Error::InvalidOperation, 0, QStringLiteral("pass to a child"), QString(), why);
        return OwnedHandle::Invalid;
    }

    std::vector<Entry> entries;
    NamedHandles names;
    Error error;
};

} // namespace QtInterprocess
