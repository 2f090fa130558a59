// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connector.h"
#include "os/unix/fifo.h"

#include <QtCore/qbytearray.h>

#include <memory>

namespace QtInterprocess {

// How to open a FIFO, and how long to wait for its other side.
struct FifoTarget
{
    QByteArray path;
    os::FifoEnd end = os::FifoEnd::Reader;
    int timeout = -1; // in ms; -1 is forever
};

/*
    Opens a FIFO without blocking, and finishes when the other side is open too.

    A reader has the file open already. It waits for bytes, for the hang-up of a silent writer, or
    for an inotify event of an opened file. A writer gets ENXIO until there is a reader. No event
    reports one: a reader that waits for a writer is still inside open(), and inotify counts it
    later. So the writer tries again with growing delays.
*/
std::unique_ptr<Connector> makeFifoConnector(const FifoTarget &target, ConnectObserver &observer);

} // namespace QtInterprocess
