// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/pipereader.h>

#include "primitives/pipedevice_p.h"

namespace QtInterprocess {

PipeReader::PipeReader(QObject *parent) : Device(std::make_unique<PipeDevicePrivate>(Flow::In), parent) { }

PipeReader::~PipeReader() = default;

OwnedHandle PipeReader::createPipe(const PipeOptions &options)
{
    return toPipe(priv())->createPipe(options);
}

bool PipeReader::adopt(OwnedHandle handle)
{
    return toPipe(priv())->adoptAny(std::move(handle));
}

std::unique_ptr<PipeReader> PipeReader::standardInput()
{
    auto reader = std::make_unique<PipeReader>();
    toPipe(reader->priv())->openStandard(pipe::Standard::Input, QStringLiteral("the standard input"));
    return reader;
}

} // namespace QtInterprocess
