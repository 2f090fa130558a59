// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/pipesocket.h>

#include "device/device_p.h"
#include "engine/connection.h"
#include "engine/duplexport.h"
#include "os/standardstreams.h"
#include "primitives/pipebackend.h"
#include "support/errortext.h"

#include <atomic>
#include <utility>

namespace QtInterprocess {

class PipeSocketPrivate final : public DevicePrivate
{
public:
    bool open(OwnedHandle reader, OwnedHandle writer, pipe::Service how, const QString &called = {})
    {
        m_writer = std::move(writer);
        m_service = how;
        m_name = called;
        return adopt(std::move(reader), QIODevice::ReadWrite);
    }

    bool adoptAny(OwnedHandle reader, OwnedHandle writer)
    {
        if (!canBegin("use the handles"))
            return false;
        const auto in = pipe::prepare(reader.get(), Flow::In);
        const auto out = in ? pipe::prepare(writer.get(), Flow::Out) : in.error();
        if (!out) {
            refuse(out.error());
            return false;
        }
        return open(std::move(reader), std::move(writer), common(*in, *out));
    }

    PipeHandles createPeer(const PipeOptions &options)
    {
        if (!canBegin("create pipes"))
            return {};
        auto in = pipe::create(options, pipe::UsedHere::Reader);
        auto out = in ? pipe::create(options, pipe::UsedHere::Writer) : in.error();
        if (!out) {
            refuse(out.error());
            return {};
        }
        if (!open(std::move(in->reader), std::move(out->writer), pipe::Service::Events))
            return {};
        return { std::move(out->reader), std::move(in->writer) };
    }

    PipeHandles takeBoth()
    {
        PipeHandles handles;
        if (engine)
            m_port->setTaken(&handles.writer);
        handles.reader = takeHandle();
        if (engine)
            m_port->setTaken(nullptr);
        return handles;
    }

    void openStandard()
    {
        static std::atomic<bool> s_isTaken { false };
        const QString called = QStringLiteral("the standard input and output");
        const auto isTaken = [&] {
            return Error(Error::InvalidOperation, 0, QStringLiteral("use the handles"), called,
                         ErrorText::tr("another object already uses the handles"));
        };
        Error why = s_isTaken.exchange(true) ? isTaken() : Error();
        if (why)
            return refuse(why);
        auto in = pipe::openStandard(pipe::Standard::Input);
        auto out = in ? pipe::openStandard(pipe::Standard::Output) : in.error();
        why = out ? os::detachStandardStreams() : out.error();
        if (why) {
            s_isTaken = false;
            return refuse(why.withSubject(called));
        }
        open(std::move(in->handle), std::move(out->handle), common(in->service, out->service), called);
    }

protected:
    QString subject() const override { return m_name; }

    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle) override
    {
        auto port = std::make_unique<DuplexPort>(pipe::makePort(std::move(handle), Flow::In, m_service, input),
                                                 pipe::makePort(std::move(m_writer), Flow::Out, m_service, input),
                                                 input);
        m_port = port.get();
        return std::make_unique<Connection>(std::move(port), *this);
    }

private:
    // Returns the service of both ends: without an event loop, one call waits for both.
    static pipe::Service common(pipe::Service one, pipe::Service other)
    {
        return one == other ? one : pipe::Service::Thread;
    }

    DuplexPort *m_port = nullptr; // owned by the engine
    OwnedHandle m_writer; // until the engine takes it
    pipe::Service m_service = pipe::Service::Events;
    QString m_name;
};

static PipeSocketPrivate *twoPipes(DevicePrivate *priv)
{
    return static_cast<PipeSocketPrivate *>(priv);
}

PipeSocket::PipeSocket(QObject *parent) : Device(std::make_unique<PipeSocketPrivate>(), parent) { }

PipeSocket::~PipeSocket() = default;

PipeHandles PipeSocket::createPeer(const PipeOptions &options)
{
    return twoPipes(priv())->createPeer(options);
}

bool PipeSocket::adopt(OwnedHandle reader, OwnedHandle writer)
{
    return twoPipes(priv())->adoptAny(std::move(reader), std::move(writer));
}

PipeHandles PipeSocket::takeHandles()
{
    return twoPipes(priv())->takeBoth();
}

std::pair<std::unique_ptr<PipeSocket>, std::unique_ptr<PipeSocket>> PipeSocket::createPair(Error *error)
{
    auto there = pipe::create({}, pipe::UsedHere::Both);
    auto back = there ? pipe::create({}, pipe::UsedHere::Both) : there.error();
    if (error)
        *error = back ? Error() : back.error();
    if (!back)
        return {};
    std::pair pair { std::make_unique<PipeSocket>(), std::make_unique<PipeSocket>() };
    constexpr auto Events = pipe::Service::Events;
    twoPipes(pair.first->priv())->open(std::move(back->reader), std::move(there->writer), Events);
    twoPipes(pair.second->priv())->open(std::move(there->reader), std::move(back->writer), Events);
    return pair;
}

std::unique_ptr<PipeSocket> PipeSocket::takeStandardInputOutput()
{
    auto socket = std::make_unique<PipeSocket>();
    twoPipes(socket->priv())->openStandard();
    return socket;
}

} // namespace QtInterprocess
