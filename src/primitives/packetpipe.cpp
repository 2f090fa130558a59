// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/packetpipe.h>

#include "device/messagedevice_p.h"
#include "primitives/packetpipebackend.h"
#include "support/errortext.h"

#include <utility>

namespace QtInterprocess {

namespace {

// The implementation of PacketPipeReader (In) and PacketPipeWriter (Out).
class PacketPipePrivate final : public MessageDevicePrivate
{
public:
    explicit PacketPipePrivate(Flow direction) : flow(direction) { }

    bool open(OwnedHandle handle)
    {
        return DevicePrivate::adopt(std::move(handle), flow == Flow::In ? QIODevice::ReadOnly : QIODevice::WriteOnly);
    }

    bool adoptPackets(OwnedHandle handle)
    {
        if (!canBegin("use the handle"))
            return false;
        Error why = pipe::checkPackets(handle.get());
        if (!why) {
            if (const auto how = pipe::prepare(handle.get(), flow); !how)
                why = how.error();
        }
        if (why) {
            refuse(why);
            return false;
        }
        return open(std::move(handle));
    }

    // Opens this end of a new pipe, and returns the other one.
    OwnedHandle createPipe(const PipeOptions &options)
    {
        if (!canBegin("create a pipe"))
            return {};
        auto ends = pipe::createPackets(options, flow == Flow::In ? pipe::UsedHere::Reader : pipe::UsedHere::Writer);
        if (!ends) {
            refuse(ends.error());
            return {};
        }
        if (flow == Flow::Out)
            std::swap(ends->reader, ends->writer);
        return open(std::move(ends->reader)) ? std::move(ends->writer) : OwnedHandle();
    }

protected:
    Error check(qint64 size) const override
    {
        if (size == 0)
            return Error(Error::Unsupported, 0, QString(), QString(),
                         ErrorText::tr("a pipe cannot carry an empty message"));
        if (size > pipe::LargestPacket)
            return Error(Error::MessageTooLarge, 0, QString(), QString(),
                         ErrorText::tr("the message has %1 bytes, a pipe carries at most %2 in one piece")
                             .arg(size)
                             .arg(pipe::LargestPacket));
        return {};
    }

    std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle handle, MessageBounds *bounds) override
    {
        return pipe::makePacketEngine(std::move(handle), flow, input, *bounds, *this);
    }

private:
    const Flow flow;
};

PacketPipePrivate *toPacketPipe(DevicePrivate *priv)
{
    return static_cast<PacketPipePrivate *>(priv);
}

} // namespace

// Defined here, where the device classes are complete.
PacketPipe::PacketPipe() = default;
PacketPipe::PacketPipe(PacketPipe &&other) noexcept = default;
PacketPipe &PacketPipe::operator=(PacketPipe &&other) noexcept = default;
PacketPipe::~PacketPipe() = default;

PacketPipe::PacketPipe(const PipeOptions &options)
{
    auto ends = pipe::createPackets(options, pipe::UsedHere::Both);
    if (!ends) {
        error = ends.error();
        return;
    }
    reader = std::make_unique<PacketPipeReader>();
    writer = std::make_unique<PacketPipeWriter>();
    toPacketPipe(reader->priv())->open(std::move(ends->reader));
    toPacketPipe(writer->priv())->open(std::move(ends->writer));
}

PacketPipe createPacketPipe(const PipeOptions &options)
{
    return PacketPipe(options);
}

PacketPipeReader::PacketPipeReader(QObject *parent)
    : MessageDevice(std::make_unique<PacketPipePrivate>(Flow::In), parent)
{ }

PacketPipeReader::~PacketPipeReader() = default;

OwnedHandle PacketPipeReader::createPipe(const PipeOptions &options)
{
    return toPacketPipe(priv())->createPipe(options);
}

bool PacketPipeReader::adopt(OwnedHandle handle)
{
    return toPacketPipe(priv())->adoptPackets(std::move(handle));
}

PacketPipeWriter::PacketPipeWriter(QObject *parent)
    : MessageDevice(std::make_unique<PacketPipePrivate>(Flow::Out), parent)
{ }

PacketPipeWriter::~PacketPipeWriter() = default;

OwnedHandle PacketPipeWriter::createPipe(const PipeOptions &options)
{
    return toPacketPipe(priv())->createPipe(options);
}

bool PacketPipeWriter::adopt(OwnedHandle handle)
{
    return toPacketPipe(priv())->adoptPackets(std::move(handle));
}

} // namespace QtInterprocess
