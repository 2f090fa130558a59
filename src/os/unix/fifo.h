// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/file.h"
#include "os/unix/pipe.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

namespace QtInterprocess::os {

// Creates a FIFO; the umask applies. Fails if the path exists.
Error makeFifo(const QByteArray &path, quint32 mode);
// Creates a FIFO with exactly these permissions, regardless of the umask.
Error makeExactFifo(const QByteArray &path, quint32 mode);

enum class FifoEnd {
    Reader,
    Writer, // fails with ENXIO as long as there is no reader
    KeptOpen, // a reader that is also a writer, so that it never gets the end
};
// Opens one end, close-on-exec and non-blocking. It never blocks, and fails with InvalidName for
// other files, which it does not open.
Result<OwnedHandle> openFifo(const QByteArray &path, FifoEnd end);

// Returns whether a process has the FIFO open for writing, before anything is written. Returns
// false where the system does not report it.
bool hasWriter(int fd);

// Returns a descriptor that is readable after a process has opened the file of fd. Fails on
// systems without such a notice.
Result<OwnedHandle> watchForOpening(int fd);
void drainOpenEvents(int fd) noexcept;

int atomicPipeSize() noexcept;

} // namespace QtInterprocess::os
