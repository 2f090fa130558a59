// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/pipe.h>

#include "primitives/pipedevice_p.h"

#include <QtInterprocess/pipereader.h>
#include <QtInterprocess/pipewriter.h>

namespace QtInterprocess {

// Defined here, where the device classes are complete.
Pipe::Pipe() = default;
Pipe::Pipe(Pipe &&other) noexcept = default;
Pipe &Pipe::operator=(Pipe &&other) noexcept = default;
Pipe::~Pipe() = default;

Pipe::Pipe(const PipeOptions &options)
{
    auto ends = pipe::create(options, pipe::UsedHere::Both);
    if (!ends) {
        error = ends.error();
        return;
    }
    reader = std::make_unique<PipeReader>();
    writer = std::make_unique<PipeWriter>();
    toPipe(reader->priv())->open(std::move(ends->reader), pipe::Service::Events, {});
    toPipe(writer->priv())->open(std::move(ends->writer), pipe::Service::Events, {});
}

Pipe createPipe(const PipeOptions &options)
{
    return Pipe(options);
}

} // namespace QtInterprocess
