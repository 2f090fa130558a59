// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"
#include "primitives/pipebackend.h"

#include <utility>

namespace QtInterprocess {

// The implementation of PipeReader (In) and PipeWriter (Out).
class PipeDevicePrivate final : public DevicePrivate
{
public:
    explicit PipeDevicePrivate(Flow direction) : flow(direction) { }

    bool open(OwnedHandle handle, pipe::Service how, const QString &called)
    {
        service = how;
        name = called;
        return adopt(std::move(handle), flow == Flow::In ? QIODevice::ReadOnly : QIODevice::WriteOnly);
    }

    bool adoptAny(OwnedHandle handle)
    {
        if (!canBegin("use the handle"))
            return false;
        const auto how = pipe::prepare(handle.get(), flow);
        if (!how) {
            refuse(how.error());
            return false;
        }
        return open(std::move(handle), *how, {});
    }

    // Opens this end of a new pipe, and returns the other one.
    OwnedHandle createPipe(const PipeOptions &options)
    {
        if (!canBegin("create a pipe"))
            return {};
        auto ends = pipe::create(options, flow == Flow::In ? pipe::UsedHere::Reader : pipe::UsedHere::Writer);
        if (!ends) {
            refuse(ends.error());
            return {};
        }
        if (flow == Flow::Out)
            std::swap(ends->reader, ends->writer);
        return open(std::move(ends->reader), pipe::Service::Events, {}) ? std::move(ends->writer) : OwnedHandle();
    }

    void openStandard(pipe::Standard which, const QString &called)
    {
        auto shared = pipe::openStandard(which);
        if (shared)
            open(std::move(shared->handle), shared->service, called);
        else
            refuse(shared.error().withSubject(called));
    }

protected:
    QString subject() const override { return name; }

    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle) override
    {
        return pipe::makeEngine(std::move(handle), flow, service, input, *this);
    }

private:
    const Flow flow;
    pipe::Service service = pipe::Service::Events;
    QString name;
};

inline PipeDevicePrivate *toPipe(DevicePrivate *priv)
{
    return static_cast<PipeDevicePrivate *>(priv);
}

} // namespace QtInterprocess
