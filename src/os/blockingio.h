// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qglobal.h>

#include <memory>

namespace QtInterprocess::os {

/*
    A handle that is read or written by calls that may block, in one thread that has nothing else to do: a file, a console, an
    anonymous pipe of Windows, whatever does not tell when it is ready. Defined once per platform.
*/
class BlockingIo
{
public:
    static std::shared_ptr<BlockingIo> make(OwnedHandle handle);
    virtual ~BlockingIo() = default;

    // What there is, at least one byte, once there is something. 0: the end. After cancel() whatever it likes.
    virtual Result<qint64> read(char *data, qint64 size) = 0;
    // At least one byte.
    virtual Result<qint64> write(const char *data, qint64 size) = 0;

    // From another thread: a call that is under way comes back soon, and every later one at once. Does not wait for that; some
    // calls of some systems do not let themselves be interrupted at all.
    virtual void cancel() = 0;

    // Whether nobody reads what is written any more. False if the system does not tell.
    virtual bool readerHasGone() const { return false; }

    virtual qintptr handle() const noexcept = 0;
    // In a forked child, whose parent's thread may be in a call: the handle, with which nothing else is done here.
    virtual OwnedHandle release() noexcept { return {}; }
};

} // namespace QtInterprocess::os
