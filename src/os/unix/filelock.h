// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <functional>
#include <memory>

namespace QtInterprocess::os {

/*
    An open file whose lock ends with this process. The lock of flock() belongs to the open file, which a forked child shares;
    so each child closes its copy before fork() returns there. Children of clone() and vfork() keep theirs until exec().
*/
class FileLock
{
public:
    // No child is forked between opening the file and noting it here.
    static Result<FileLock> open(const std::function<Result<OwnedHandle>()> &open);

    FileLock() noexcept;
    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    ~FileLock();

    // −1 if there is no file, and in a forked child.
    int descriptor() const noexcept;
    explicit operator bool() const noexcept { return descriptor() != -1; }
    void reset();

    // An exclusive lock. Returns false if another open file has it. Never blocks.
    Result<bool> tryLock() const;
    // The process that has locked this file, as this pid namespace knows it; 0 if the system does not tell.
    qint64 holder() const;

private:
    Q_DISABLE_COPY(FileLock)

    struct Entry;
    std::unique_ptr<Entry> m_entry;
};

} // namespace QtInterprocess::os
