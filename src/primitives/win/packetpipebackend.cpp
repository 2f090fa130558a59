// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/packetpipebackend.h"

#include "support/errortext.h"

// Unnamed pipes of Windows are made of bytes; NamedPipeSocket carries messages.
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
    Q_UNREACHABLE(); // nothing passes checkPackets()
    return nullptr;
}

} // namespace QtInterprocess::pipe
