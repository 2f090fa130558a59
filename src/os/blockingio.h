// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qglobal.h>

#include <memory>

namespace QtInterprocess::os {

/*
    Reads or writes a handle by calls that may block, in a thread that does nothing else.

    It serves handles that do not report readiness: files, consoles and the anonymous pipes of
    Windows. Each platform defines it once.
*/
class BlockingIo
{
public:
    static std::shared_ptr<BlockingIo> make(OwnedHandle handle);
    virtual ~BlockingIo() = default;

    // Waits for input and returns it, at least one byte; 0 is the end. After cancel() the result
    // is undefined.
    virtual Result<qint64> read(char *data, qint64 size) = 0;
    // Writes at least one byte.
    virtual Result<qint64> write(const char *data, qint64 size) = 0;

    // Interrupts a call of another thread and makes every later call fail. Does not wait; some
    // calls of some systems cannot be interrupted.
    virtual void cancel() = 0;

    // Returns whether no reader is left. Returns false if the system does not report it.
    virtual bool isReaderGone() const { return false; }

    virtual qintptr handle() const noexcept = 0;
    // Gives up the handle without using it. For a forked child, because a thread of the parent
    // may be in a call.
    virtual OwnedHandle release() noexcept { return {}; }
};

} // namespace QtInterprocess::os
