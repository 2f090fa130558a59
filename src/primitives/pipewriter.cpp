// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/pipewriter.h>

#include "primitives/pipedevice_p.h"

namespace QtInterprocess {

PipeWriter::PipeWriter(QObject *parent) : Device(std::make_unique<PipeDevicePrivate>(Flow::Out), parent) { }

PipeWriter::~PipeWriter() = default;

OwnedHandle PipeWriter::createPipe(const PipeOptions &options)
{
    return toPipe(priv())->createPipe(options);
}

bool PipeWriter::adopt(OwnedHandle handle)
{
    return toPipe(priv())->adoptAny(std::move(handle));
}

std::unique_ptr<PipeWriter> PipeWriter::standardOutput()
{
    auto writer = std::make_unique<PipeWriter>();
    toPipe(writer->priv())->openStandard(pipe::Standard::Output, QStringLiteral("the standard output"));
    return writer;
}

std::unique_ptr<PipeWriter> PipeWriter::standardError()
{
    auto writer = std::make_unique<PipeWriter>();
    toPipe(writer->priv())->openStandard(pipe::Standard::Error, QStringLiteral("the standard error"));
    return writer;
}

} // namespace QtInterprocess
