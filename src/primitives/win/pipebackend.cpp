// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/pipebackend.h"

#include "engine/win/pipeport.h"
#include "engine/workerport.h"
#include "os/win/handle.h"
#include "os/win/handletraits.h"
#include "os/win/pipe.h"
#include "support/errortext.h"

#include <utility>

namespace QtInterprocess::pipe {

static Error refusal(const ErrorText &why, int nativeCode = 0)
{
    return Error(Error::InvalidOperation, nativeCode, QStringLiteral("use the handle"), QString(), why);
}

Result<Ends> create(const PipeOptions &options, UsedHere usedHere)
{
    constexpr int DefaultCapacity = 64 * 1024;
    const auto access = usedHere == UsedHere::Writer ? os::PipeAccess::Write : os::PipeAccess::Read;
    auto pair = os::createPipePair(quint32(options.capacity() > 0 ? options.capacity() : DefaultCapacity), access,
                                   usedHere == UsedHere::Both);
    if (!pair)
        return pair.error();
    if (usedHere == UsedHere::Writer)
        return Ends { std::move(pair->second), std::move(pair->first) };
    return Ends { std::move(pair->first), std::move(pair->second) };
}

Result<Service> prepare(qintptr handle, Flow flow)
{
    const auto traits = os::handleTraits(handle);
    if (!traits)
        return refusal(ErrorText::tr("not an open handle"), traits.error().nativeCode());
    const auto access = os::pipeAccess(handle);
    if (flow == Flow::In ? !os::canRead(access) : !os::canWrite(access))
        return refusal(flow == Flow::In ? ErrorText::tr("the handle is not open for reading")
                                        : ErrorText::tr("the handle is not open for writing"));
    if (traits->isOverlapped && traits->kind != os::HandleKind::Pipe)
        return refusal(ErrorText::tr("the handle was opened with FILE_FLAG_OVERLAPPED; only pipes can be"));
    if (const Error error = traits->isOverlapped ? os::setWaiting(handle) : Error()) // otherwise the thread does that
        return error;
    if (const Error error = os::setInheritable(handle, false))
        return error;
    return traits->isOverlapped ? Service::Events : Service::Thread;
}

std::unique_ptr<Port> makePort(OwnedHandle handle, Flow flow, Service service, ByteQueue &input)
{
    if (service == Service::Thread)
        return std::make_unique<WorkerPort>(std::move(handle), flow, input);
    return std::make_unique<PipePort>(std::move(handle), flow, input);
}

Result<Shared> openStandard(Standard which)
{
    auto copy = os::duplicateStandard(int(which));
    if (!copy)
        return refusal(ErrorText::tr("this process has no such stream"), copy.error().nativeCode());
    const auto service = prepare(copy->get(), which == Standard::Input ? Flow::In : Flow::Out);
    if (!service)
        return service.error();
    return Shared { std::move(*copy), *service };
}

} // namespace QtInterprocess::pipe
