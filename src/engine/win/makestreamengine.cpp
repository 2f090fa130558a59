// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeengine.h"

#include <utility>

namespace QtInterprocess {

std::unique_ptr<StreamEngine> makeStreamEngine(OwnedHandle handle, ByteQueue &input, StreamObserver &observer)
{
    return std::make_unique<PipeEngine>(std::move(handle), input, nullptr, observer);
}

} // namespace QtInterprocess
