// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the conformance suite over Unix domain sockets, FIFOs, standard streams and a terminal.

#include "testsupport/conformance.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

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

static DevicePair fifoPair(const QString &path)
{
    auto reader = std::make_unique<Fifo>(path);
    auto writer = std::make_unique<Fifo>(path);
    if (Fifo::create(path) || !reader->open(Fifo::ReadOnly) || !writer->open(Fifo::WriteOnly))
        return {};
    if (!writer->waitForConnected(5000))
        return {};
    writer->write("+"); // the portable build detects its writer by this byte
    while (writer->bytesToWrite() > 0)
        writer->waitForBytesWritten(5000);
    if (!reader->waitForConnected(5000) || !reader->waitForReadyRead(5000) || reader->readAll() != "+")
        return {};
    return { std::move(writer), std::move(reader), {} };
}

// Replaces a standard stream with a descriptor during its lifetime.
class StandInFor
{
public:
    StandInFor(int number, const OwnedHandle &handle) : m_number(number), m_before(::dup(number))
    {
        ::dup2(int(handle.get()), number);
    }
    ~StandInFor()
    {
        ::dup2(m_before, m_number);
        ::close(m_before);
    }

private:
    const int m_number;
    const int m_before;
};

static DevicePair standardInputPair()
{
    auto writer = std::make_unique<PipeWriter>();
    const OwnedHandle end = writer->createPipe();
    const StandInFor input(0, end);
    return { std::move(writer), PipeReader::standardInput(), {} };
}

static DevicePair standardErrorPair()
{
    auto reader = std::make_unique<PipeReader>();
    const OwnedHandle end = reader->createPipe();
    const StandInFor error(2, end);
    return { PipeWriter::standardError(), std::move(reader), {} };
}

// Creates a terminal without echo and without processing of the bytes.
static DevicePair terminalPair()
{
    OwnedHandle master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!master || ::grantpt(int(master.get())) != 0 || ::unlockpt(int(master.get())) != 0)
        return {};
    OwnedHandle slave(::open(::ptsname(int(master.get())), O_RDWR | O_NOCTTY | O_CLOEXEC));
    termios raw = {};
    if (!slave || ::tcgetattr(int(slave.get()), &raw) != 0)
        return {};
    ::cfmakeraw(&raw);
    ::tcsetattr(int(slave.get()), TCSANOW, &raw);
    auto writer = std::make_unique<PipeWriter>();
    auto reader = std::make_unique<PipeReader>();
    if (!writer->adopt(std::move(slave)) || !reader->adopt(std::move(master)))
        return {};
    return { std::move(writer), std::move(reader), {} };
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
    const Capabilities oneWay { .twoWay = false, .halfClose = false };
    test.add(
        "a FIFO", [&] { return fifoPair(runtime.path() + QLatin1Char('/') + uniqueName()); }, oneWay);
    test.add("the standard input", standardInputPair, oneWay);
    // If the system cannot open the descriptor again, a thread writes. It notices a gone reader
    // at the next write.
    Capabilities output = oneWay;
    output.reportsClosedReader = UnixAddress::maximumAbstractLength() > 0;
    test.add("the standard error", standardErrorPair, output);
    test.add("a terminal", terminalPair, oneWay);
    return QTest::qExec(&test, argc, argv);
}
