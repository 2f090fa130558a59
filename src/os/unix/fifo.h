// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/file.h"
#include "os/unix/pipe.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

namespace QtInterprocess::os {

// The umask takes its part. Fails if there is anything at that path.
Error makeFifo(const QByteArray &path, quint32 mode);
// These permissions and no others, whatever the umask.
Error makeExactFifo(const QByteArray &path, quint32 mode);

enum class FifoEnd {
    Reader,
    Writer, // fails with ENXIO as long as there is no reader
    KeptOpen, // a reader that is a writer too, so that there is no end
};
// Does not block. Close-on-exec and not blocking. Nothing that is not a FIFO is ever opened: InvalidName.
Result<OwnedHandle> openFifo(const QByteArray &path, FifoEnd end);

// Whether somebody has the FIFO open for writing, as long as nothing has been written. Where that cannot be found out: no.
bool hasWriter(int fd);

// A descriptor that is readable after somebody has opened the file that fd is. Fails where there is nothing like that.
Result<OwnedHandle> watchForOpening(int fd);
void takeNotices(int fd) noexcept;

int atomicPipeSize() noexcept;

} // namespace QtInterprocess::os
