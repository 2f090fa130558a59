// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/pipebackend.h"

#include "engine/unix/streamport.h"
#include "engine/workerport.h"
#include "os/unix/descriptor.h"
#include "os/unix/passrights.h"
#include "os/unix/pipe.h"
#include "os/unix/socket.h"
#include "primitives/unix/pipeends.h"
#include "support/errortext.h"

#include <utility>

namespace QtInterprocess::pipe {

namespace {

os::FileAccess toAccess(Flow flow)
{
    return flow == Flow::In ? os::FileAccess::Read : os::FileAccess::Write;
}

Error refusal(const ErrorText &why, int nativeCode = 0)
{
    return Error(Error::InvalidOperation, nativeCode, QStringLiteral("use the handle"), QString(), why);
}

} // namespace

Result<Ends> create(const PipeOptions &options, UsedHere usedHere)
{
    return finish(os::createPipe(), options, usedHere);
}

Result<Ends> finish(Result<std::pair<OwnedHandle, OwnedHandle>> handles, const PipeOptions &options, UsedHere usedHere)
{
    if (!handles)
        return handles.error();
    Ends ends { std::move(handles->first), std::move(handles->second) };
    if (options.capacity() > 0)
        os::setPipeCapacity(int(ends.writer.get()), options.capacity());
    Error error;
    if (usedHere != UsedHere::Writer)
        error = os::makeNonBlocking(int(ends.reader.get()));
    if (usedHere != UsedHere::Reader && !error)
        error = os::makeNonBlocking(int(ends.writer.get()));
    if (error)
        return error;
    return ends;
}

Result<Service> prepare(qintptr handle, Flow flow)
{
    const int fd = int(handle);
    const auto allowed = os::allows(fd, toAccess(flow));
    if (!allowed)
        return refusal(ErrorText::tr("not an open descriptor"), allowed.error().nativeCode());
    if (!*allowed)
        return refusal(flow == Flow::In ? ErrorText::tr("the handle is not open for reading")
                                        : ErrorText::tr("the handle is not open for writing"));
    if (os::isDirectory(fd))
        return refusal(ErrorText::tr("the handle is that of a directory"));
    if (const Error error = os::makeCloseOnExec(fd))
        return error;
    if (!os::canBePolled(fd))
        return Service::Thread;
    if (const Error error = os::makeNonBlocking(fd))
        return error;
    return Service::Events;
}

std::unique_ptr<Port> makePort(OwnedHandle handle, Flow flow, Service service, ByteQueue &input)
{
    const bool isSocket = os::isUnixSocket(int(handle.get()));
    if (isSocket) { // as a supervisor may pass; a stranger may be at the other end
        os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
        os::readUrgentBytesInLine(int(handle.get()));
    }
    if (service == Service::Thread)
        return std::make_unique<WorkerPort>(std::move(handle), flow, input);
    const ByteCalls &calls = isSocket ? SocketEndCalls : PipeCalls;
    return std::make_unique<StreamPort>(std::move(handle), input, calls, flow);
}

Result<Shared> openStandard(Standard which)
{
    const int fd = int(which);
    const Flow flow = which == Standard::Input ? Flow::In : Flow::Out;
    if (os::isNotInherited(fd))
        return refusal(ErrorText::tr("the stream is closed"));
    if (const auto allowed = os::allows(fd, toAccess(flow)); !allowed || !*allowed)
        return refusal(ErrorText::tr("the stream is open for the other direction only"));
    // O_NONBLOCK belongs to the open file description, which the shell and others share. A new
    // description can have it. A file is copied instead: its description has the position, and its
    // end never blocks.
    if (os::canBePolled(fd)) {
        if (auto own = os::reopen(fd, toAccess(flow)))
            return Shared { std::move(*own), Service::Events };
    }
    auto copy = os::duplicate(fd);
    if (!copy)
        return copy.error();
    return Shared { std::move(*copy), Service::Thread };
}

} // namespace QtInterprocess::pipe
