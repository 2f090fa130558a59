// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the conformance suite over Unix domain sockets and pipes that keep message boundaries.

#include "testsupport/conformance.h"
#include "testsupport/unix/messagepairs.h"

#include <QtInterprocess/PacketPipe>
#include <QtInterprocess/PacketPipeReader>
#include <QtInterprocess/PacketPipeWriter>

using namespace QtInterprocess;
using namespace TestSupport;

static DevicePair toDevices(SeqPacketPair pair)
{
    return { std::move(pair.near), std::move(pair.far), pair.server };
}

static void addPacketSockets(ConformanceTest &test, const PrivateRuntimeDirectory &runtime)
{
    const Capabilities packets { .messages = true, .largestMessage = 64 * 1024 };
    const auto byPath = [&runtime] {
        return toDevices(SeqPacketPair(UnixAddress::fromPath(runtime.path() + QLatin1Char('/') + uniqueName())));
    };
    test.add("UnixSeqPacketSocket by a path", byPath, packets);
    if (UnixAddress::maximumAbstractLength() > 0) {
        const auto byName = [] { return toDevices(SeqPacketPair(UnixAddress::abstract(uniqueName().toUtf8()))); };
        test.add("UnixSeqPacketSocket by an abstract name", byName, packets);
    }
    test.add(
        "a pair of UnixSeqPacketSockets", [] { return toDevices(SeqPacketPair()); }, packets);
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const PrivateRuntimeDirectory runtime;
    ConformanceTest test;
    if (hasPacketSockets())
        addPacketSockets(test, runtime);
    else
        qInfo("Unsupported: this system has no SOCK_SEQPACKET sockets");
    const auto datagrams = [] {
        auto pair = UnixDatagramSocket::createPair();
        return DevicePair { std::move(pair.first), std::move(pair.second), {} };
    };
    test.add("a pair of UnixDatagramSockets", datagrams,
             { .halfClose = false, .messages = true, .largestMessage = 64 * 1024, .reportsPeerClose = false });
    if (createPacketPipe()) {
        const auto pipes = [] {
            PacketPipe pipe = createPacketPipe();
            return DevicePair { std::move(pipe.writer), std::move(pipe.reader), {} };
        };
        test.add("PacketPipe", pipes,
                 { .twoWay = false, .halfClose = false, .messages = true, .largestMessage = 4096 });
    }
    return QTest::qExec(&test, argc, argv);
}
