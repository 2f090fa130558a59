// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the conformance suite over the portable classes.

#include "testsupport/conformance.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeSocket>
#include <QtInterprocess/PipeWriter>

using namespace QtInterprocess;
using namespace TestSupport;

static DevicePair localPair(const LocalName &name)
{
    auto server = std::make_shared<LocalServer>();
    auto socket = std::make_unique<LocalSocket>();
    if (!server->listen(name))
        return {};
    socket->connectToServer(name);
    if (!server->waitForNewConnection(5000) || !socket->waitForConnected(5000))
        return {};
    std::unique_ptr<LocalSocket> accepted(server->nextPendingConnection());
    accepted->setParent(nullptr);
    return { std::move(socket), std::move(accepted), server };
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const PrivateRuntimeDirectory runtime;
    const Capabilities capabilities { .halfClose = localSocketTraits().halfClose };
    ConformanceTest test;
    test.add(
        "LocalSocket by a generic name", [] { return localPair(uniqueName()); }, capabilities);
    if (LocalName::isSupported(LocalName::Kind::Namespaced))
        test.add(
            "LocalSocket by a namespaced name", [] { return localPair(LocalName::namespaced(uniqueName())); },
            capabilities);
    test.add("a pipe",
             [] {
                 Pipe pipe = createPipe();
                 return DevicePair { std::move(pipe.writer), std::move(pipe.reader), {} };
             },
             { .twoWay = false, .halfClose = false, .reportsClosedReader = pipesReportClosedReader() });
    test.add("two pipes", [] {
        auto pair = PipeSocket::createPair();
        return DevicePair { std::move(pair.first), std::move(pair.second), {} };
    });
    return QTest::qExec(&test, argc, argv);
}
