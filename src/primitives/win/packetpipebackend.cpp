// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/packetpipebackend.h"

#include "support/errortext.h"

// Unnamed pipes of Windows carry bytes only; NamedPipeSocket carries messages.
namespace QtInterprocess::pipe {

static Error unsupported(const char *operation)
{
    return Error(Error::Unsupported, 0, QString::fromLatin1(operation), QString(),
                 ErrorText::tr("unnamed pipes of this system do not preserve messages"));
}

Result<Ends> createPackets(const PipeOptions &, UsedHere)
{
    return unsupported("create a pipe");
}

Error checkPackets(qintptr)
{
    return unsupported("use the handle");
}

std::unique_ptr<StreamEngine> makePacketEngine(OwnedHandle, Flow, ByteQueue &, MessageBounds &, StreamObserver &)
{
    Q_UNREACHABLE(); // checkPackets() accepts no handle
    return nullptr;
}

} // namespace QtInterprocess::pipe
