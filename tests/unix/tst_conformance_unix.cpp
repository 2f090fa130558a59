// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The conformance suite over Unix domain sockets.

#include "support/conformance.h"
#include "support/testsupport.h"

#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

using namespace QtInterprocess;
using namespace TestSupport;

static DevicePair namedPair(const UnixAddress &address)
{
    auto server = std::make_shared<UnixServer>();
    auto socket = std::make_unique<UnixSocket>();
    if (!server->listen(address))
        return {};
    socket->connectToServer(address);
    if (!server->waitForNewConnection(5000) || !socket->waitForConnected(5000))
        return {};
    std::unique_ptr<UnixSocket> accepted(server->nextPendingConnection());
    accepted->setParent(nullptr);
    return { std::move(socket), std::move(accepted), server };
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const PrivateRuntimeDirectory runtime;
    ConformanceTest test;
    test.add("UnixSocket by a path",
             [&] { return namedPair(UnixAddress::fromPath(runtime.path() + QLatin1Char('/') + uniqueName())); });
    if (UnixAddress::maximumAbstractLength() > 0)
        test.add("UnixSocket by an abstract name",
                 [] { return namedPair(UnixAddress::abstract(uniqueName().toUtf8())); });
    test.add("a pair of UnixSockets", [] {
        auto pair = UnixSocket::createPair();
        return DevicePair { std::move(pair.first), std::move(pair.second), {} };
    });
    return QTest::qExec(&test, argc, argv);
}
