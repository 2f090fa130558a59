// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The conformance suite over Unix domain sockets.

#include "support/conformance.h"
#include "support/testsupport.h"

#include <QtInterprocess/Fifo>
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
    test.add("a FIFO",
             [&] {
                 const QString path = runtime.path() + QLatin1Char('/') + uniqueName();
                 auto reader = std::make_unique<Fifo>(path);
                 auto writer = std::make_unique<Fifo>(path);
                 if (Fifo::create(path) || !reader->open(Fifo::ReadOnly) || !writer->open(Fifo::WriteOnly))
                     return DevicePair();
                 if (!writer->waitForConnected(5000))
                     return DevicePair();
                 writer->write("+"); // the portable build is told by this
                 while (writer->bytesToWrite() > 0)
                     writer->waitForBytesWritten(5000);
                 if (!reader->waitForConnected(5000) || !reader->waitForReadyRead(5000) || reader->readAll() != "+")
                     return DevicePair();
                 return DevicePair { std::move(writer), std::move(reader), {} };
             },
             { .twoWay = false, .halfClose = false });
    return QTest::qExec(&test, argc, argv);
}
