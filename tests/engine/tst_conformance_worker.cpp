// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The conformance suite over devices whose calls block, so that a thread makes them.

#include "device/device_p.h"
#include "engine/duplexport.h"
#include "primitives/pipebackend.h"
#include "testsupport/conformance.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeSocket>
#include <QtInterprocess/PipeWriter>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

class ThreadServedPrivate final : public DevicePrivate
{
public:
    explicit ThreadServedPrivate(Flow direction) : flow(direction) { }

protected:
    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle) override
    {
        return pipe::makeEngine(std::move(handle), flow, pipe::Service::Thread, input, *this);
    }

private:
    const Flow flow;
};

class ThreadServed final : public Device
{
public:
    ThreadServed(Flow flow, OwnedHandle handle) : Device(std::make_unique<ThreadServedPrivate>(flow), nullptr)
    {
        priv()->adopt(std::move(handle), flow == Flow::In ? ReadOnly : WriteOnly);
    }
};

DevicePair readByAThread()
{
    auto writer = std::make_unique<PipeWriter>();
    auto reader = std::make_unique<ThreadServed>(Flow::In, writer->createPipe());
    return { std::move(writer), std::move(reader), {} };
}

DevicePair writtenByAThread()
{
    auto reader = std::make_unique<PipeReader>();
    auto writer = std::make_unique<ThreadServed>(Flow::Out, reader->createPipe());
    return { std::move(writer), std::move(reader), {} };
}

class TwoThreadsPrivate final : public DevicePrivate
{
public:
    bool open(pipe::Ends ends)
    {
        m_writer = std::move(ends.writer);
        return adopt(std::move(ends.reader), QIODevice::ReadWrite);
    }

protected:
    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle) override
    {
        auto reader = pipe::makePort(std::move(handle), Flow::In, pipe::Service::Thread, input);
        auto writer = pipe::makePort(std::move(m_writer), Flow::Out, pipe::Service::Thread, input);
        return std::make_unique<Connection>(std::make_unique<DuplexPort>(std::move(reader), std::move(writer), input),
                                            *this);
    }

private:
    OwnedHandle m_writer;
};

// One end of two pipes, served by threads; events serve the other end.
class ServedByTwoThreads final : public Device
{
public:
    explicit ServedByTwoThreads(PipeHandles peer) : Device(std::make_unique<TwoThreadsPrivate>(), nullptr)
    {
        static_cast<TwoThreadsPrivate *>(priv())->open({ std::move(peer.reader), std::move(peer.writer) });
    }
};

DevicePair twoPipesByThreads()
{
    auto socket = std::make_unique<PipeSocket>();
    auto peer = std::make_unique<ServedByTwoThreads>(socket->createPeer());
    return { std::move(peer), std::move(socket), {} };
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    ConformanceTest test;
    const Capabilities duplex { .reportsClosedReader = pipesReportClosedReader() };
    Capabilities capabilities { .twoWay = false, .halfClose = false, .reportsClosedReader = pipesReportClosedReader() };
    test.add("a pipe that is read by a thread", readByAThread, capabilities);
    capabilities.reportsClosedReader = false;
    test.add("a pipe that is written by a thread", writtenByAThread, capabilities);
    test.add("two pipes that threads serve", twoPipesByThreads, duplex);
    return QTest::qExec(&test, argc, argv);
}
