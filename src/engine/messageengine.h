// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/streamengine.h"

namespace QtInterprocess {

// A stream engine of a handle that keeps messages: every write() is one, and where those that were read end is told to
// the MessageBounds that it was made with.
class MessageEngine : public StreamEngine
{
public:
    // A larger one of the peer ends the connection with MessageTooLarge, before there is memory for it. 0: unlimited.
    virtual void setMaximumMessageSize(qint64 size) = 0;

    // Why a message of that size cannot be sent, if that is so: asked before it is accepted.
    virtual Error check(qint64 size)
    {
        Q_UNUSED(size)
        return {};
    }
};

} // namespace QtInterprocess
