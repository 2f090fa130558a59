// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connector.h"
#include "os/unix/fifo.h"

#include <QtCore/qbytearray.h>

#include <memory>

namespace QtInterprocess {

// What a FIFO is opened for, and how long its other side is waited for.
struct FifoTarget
{
    QByteArray path;
    os::FifoEnd end = os::FifoEnd::Reader;
    int timeout = -1; // milliseconds, -1: for ever
};

/*
    Opens a FIFO without blocking, and is done when there is somebody at the other side.

    A reader has the file open already, and waits for bytes, for the hang-up of a writer that wrote nothing, or for a notice
    that somebody has opened the file. A writer gets ENXIO until there is a reader. Nothing tells of that: a reader that waits
    for a writer is still inside of open(), which is before inotify counts it. So it is tried with growing delays.
*/
std::unique_ptr<Connector> makeFifoConnector(const FifoTarget &target, ConnectObserver &observer);

} // namespace QtInterprocess
