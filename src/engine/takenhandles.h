// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/errortext.h"

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <vector>

namespace QtInterprocess {

// Handles that came with a message, and the reason if some of them were lost.
struct TakenHandles
{
    std::vector<OwnedHandle> handles;
    Error loss;
};

// Makes the error of handles that were closed because a message had more than limit.
inline Error tooManyHandles(int limit)
{
    return Error(Error::ResourceExhausted, 0, QStringLiteral("receive handles from"), QString(),
                 ErrorText::tr("more than %1 handles came with a message; the rest was closed").arg(limit));
}

} // namespace QtInterprocess
