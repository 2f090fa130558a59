// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/packetpipebackend.h"

#include "engine/connection.h"
#include "engine/unix/messageport.h"
#include "os/unix/pipe.h"
#include "primitives/unix/pipeends.h"
#include "support/errortext.h"

namespace QtInterprocess::pipe {

Result<Ends> createPackets(const PipeOptions &options, UsedHere usedHere)
{
    return finish(os::createPacketPipe(), options, usedHere);
}

Error checkPackets(qintptr handle)
{
    if (!os::hasPacketPipes())
        return Error(Error::Unsupported, 0, QStringLiteral("use the handle"), QString(),
                     ErrorText::tr("pipes of this system do not preserve messages"));
    if (!os::isPacketPipe(int(handle)))
        return Error(Error::InvalidOperation, 0, QStringLiteral("use the handle"), QString(),
                     ErrorText::tr("not a pipe in packet mode"));
    return {};
}

std::unique_ptr<StreamEngine> makePacketEngine(OwnedHandle handle, Flow flow, ByteQueue &input, MessageBounds &bounds,
                                               StreamObserver &observer)
{
    const MessageInput to { input, bounds, nullptr };
    auto port = std::make_unique<PacketPort>(std::move(handle), to, std::nullopt, flow);
    return std::make_unique<Connection>(std::move(port), observer);
}

} // namespace QtInterprocess::pipe
