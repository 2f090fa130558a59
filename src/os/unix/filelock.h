// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <functional>
#include <memory>

namespace QtInterprocess::os {

/*
    Holds an open file with a lock that ends with this process.

    A lock of flock() belongs to the open file description, which a forked child shares. Therefore
    each child closes its copy before fork() returns there. Children of clone() and vfork() keep
    their copies until exec().
*/
class FileLock
{
public:
    // Opens and registers a file. No child is forked between the two steps.
    static Result<FileLock> open(const std::function<Result<OwnedHandle>()> &open);

    FileLock() noexcept;
    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    ~FileLock();

    // Returns −1 if there is no file, and in a forked child.
    int descriptor() const noexcept;
    explicit operator bool() const noexcept { return descriptor() != -1; }
    void reset();

    // Takes the exclusive lock without waiting. Returns false if another open file has it.
    Result<bool> tryLock() const;
    // Returns the process that holds the lock, as its ID in this PID namespace; 0 if it is
    // unknown.
    qint64 holder() const;

private:
    Q_DISABLE_COPY(FileLock)

    struct Entry;
    std::unique_ptr<Entry> m_entry;
};

} // namespace QtInterprocess::os
