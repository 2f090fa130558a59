// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The nth call fails, for each call and primitive, with and without an event loop. Nothing hangs
// and nothing leaks, and an incomplete transfer has an error.

#include "os/win/call.h"

#include "testsupport/testsupport.h"
#include "testsupport/win/namedpipepair.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/SingleInstance>

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

class tst_WinFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FaultPoint::disarmAll(); }
    void everyCallFailingOnce_isHandled_data();
    void everyCallFailingOnce_isHandled();
};

// The result of a scenario: the work is done, or there is an error.
struct Outcome
{
    bool isWhole = false;
    int errors = 0;
    bool hasEnded = false; // the receiver's input ended
};

using Scenario = std::function<Outcome(bool waiting)>;

static const QByteArray &payload()
{
    static const QByteArray data = pattern(100 * 1000);
    return data;
}

// Sends the payload from one device to the other, closes, and waits for both ends.
static Outcome transfer(Device &from, Device &to, bool waiting)
{
    Outcome result;
    QByteArray received;
    const auto count = [&](const Error &) { ++result.errors; };
    QObject context;
    QObject::connect(&from, &Device::errorOccurred, &context, count);
    QObject::connect(&to, &Device::errorOccurred, &context, count);
    for (const QByteArray &piece : { payload().left(1000), payload().mid(1000) }) {
        if (from.isWritable())
            from.write(piece);
    }
    const auto isOver = [&] {
        if (to.isReadable())
            received += to.readAll();
        return received.size() == payload().size() || result.errors > 0 || to.state() == Device::State::Closed;
    };
    const QDeadlineTimer deadline(10000);
    while (waiting && !isOver() && !deadline.hasExpired()) {
        while (from.waitForBytesWritten(0)) {
        }
        to.waitForReadyRead(20);
        if (from.state() == Device::State::Closed && from.error())
            break;
    }
    from.close();
    spinUntil([&] { return isOver() && from.state() == Device::State::Closed; }, 10000);
    result.hasEnded = to.state() == Device::State::Closed;
    to.close();
    if (!spinUntil([&] { return to.state() == Device::State::Closed; }, 10000))
        qWarning("one end does not close");
    result.isWhole = received == payload();
    return result;
}

template <typename Socket, typename Server, typename Listen, typename Connect>
static Outcome overServer(bool waiting, Listen listen, Connect connect)
{
    Server server;
    Socket client;
    Outcome result;
    QObject context;
    const auto count = [&](const Error &) { ++result.errors; };
    if (!listen(server))
        return { false, server.error() ? 1 : 0 };
    QObject::connect(&server, &QtInterprocess::Server::errorOccurred, &context, count);
    QObject::connect(&client, &Device::errorOccurred, &context, count);
    client.setConnectTimeout(2000);
    connect(client, server);
    if (waiting)
        (void)(client.waitForConnected(2000) && server.waitForNewConnection(2000));
    const bool hasOutcome = spinUntil(
        [&] {
            return result.errors > 0 || (server.hasPendingConnections() && client.state() != Device::State::Connecting);
        },
        10000);
    if (!hasOutcome)
        qWarning("neither a connection nor an error");
    const std::unique_ptr<Socket> accepted(server.nextPendingConnection());
    if (!accepted)
        return result;
    accepted->setParent(nullptr);
    const Outcome sent = transfer(client, *accepted, waiting);
    return { sent.isWhole, sent.errors + result.errors, sent.hasEnded };
}

static Outcome namedPipe(bool waiting, const NamedPipeOptions &options)
{
    return overServer<NamedPipeSocket, NamedPipeServer>(
        waiting, [&](NamedPipeServer &server) { return server.listen(uniqueName(), options); },
        [](NamedPipeSocket &client, const NamedPipeServer &server) {
            client.connectToServer(server.fullServerName());
        });
}

static Outcome localSocket(bool waiting)
{
    const QString name = uniqueName();
    return overServer<LocalSocket, LocalServer>(
        waiting, [&](LocalServer &server) { return server.listen(name); },
        [&](LocalSocket &client, const LocalServer &) { client.connectToServer(name); });
}

static Outcome unnamedPipe(bool waiting)
{
    const Pipe pipe = createPipe();
    if (!pipe)
        return { false, pipe.error ? 1 : 0 };
    return transfer(*pipe.writer, *pipe.reader, waiting);
}

// A thread serves the end that a child would get.
static Outcome pipeOfAThread(bool waiting)
{
    PipeReader reader;
    OwnedHandle end = reader.createPipe();
    if (!end)
        return { false, reader.error() ? 1 : 0 };
    PipeWriter writer;
    if (!writer.adopt(std::move(end)))
        return { false, writer.error() ? 1 : 0 };
    return transfer(writer, reader, waiting);
}

static Outcome messageChannel(bool)
{
    const Pipe pipe = createPipe();
    if (!pipe)
        return { false, pipe.error ? 1 : 0 };
    MessageChannel sender(MessageChannel::Ends { nullptr, pipe.writer.get() });
    MessageChannel receiver(MessageChannel::Ends { pipe.reader.get(), nullptr });
    Outcome result;
    QObject context;
    const auto count = [&] { ++result.errors; };
    QObject::connect(pipe.writer.get(), &Device::errorOccurred, &context, count);
    QObject::connect(pipe.reader.get(), &Device::errorOccurred, &context, count);
    QObject::connect(&receiver, &MessageChannel::errorOccurred, &context, count);
    QObject::connect(&receiver, &MessageChannel::finished, &context, [&] { result.hasEnded = true; });
    QObject::connect(&receiver, &MessageChannel::messageReceived, &context,
                     [&](const QByteArray &message) { result.isWhole = message == payload(); });
    if (!sender.send(payload()))
        ++result.errors;
    if (!spinUntil([&] { return result.isWhole || result.errors > 0 || result.hasEnded; }, 10000))
        qWarning("neither a message nor an error");
    return result;
}

static Outcome singleInstance(bool)
{
    const QString id = uniqueName();
    SingleInstance::Options options;
    options.setTimeout(2000);
    const SingleInstance primary(id, options);
    if (!primary.isPrimary())
        return { false, primary.error() ? 1 : 0 };
    Outcome result;
    std::atomic<bool> isOver { false };
    Worker thread([&] {
        const SingleInstance secondary(id, options);
        result.isWhole = secondary.isSecondary();
        result.errors = secondary.error() ? 1 : 0;
        isOver = true;
    });
    thread.start();
    if (!spinUntil([&] { return isOver.load(); }))
        qWarning("neither a role nor an error");
    thread.join();
    return result;
}

static Outcome processWatcher(bool)
{
    const ProcessWatcher watcher(QCoreApplication::applicationPid());
    return { watcher.isRunning(), watcher.error() ? 1 : 0 };
}

// The console handler is installed once per console, so this fails in the first round only.
static Outcome signalWatcher(bool)
{
    const SignalWatcher watcher({ SIGINT });
    return { watcher.isWatching(SIGINT), watcher.error() ? 1 : 0 };
}

static const std::pair<const char *, Scenario> scenarios[] = {
    { "named pipe of bytes", [](bool waiting) { return namedPipe(waiting, {}); } },
    { "named pipe of messages", [](bool waiting) { return namedPipe(waiting, NamedPipePair::messages()); } },
    { "local socket", localSocket },
    { "unnamed pipe", unnamedPipe },
    { "pipe of a thread", pipeOfAThread },
    { "message channel", messageChannel },
    { "single instance", singleInstance },
    { "process watcher", processWatcher },
    { "signal watcher", signalWatcher },
};

void tst_WinFaults::everyCallFailingOnce_isHandled_data()
{
    QTest::addColumn<Scenario>("scenario");
    for (const auto &[name, scenario] : scenarios)
        QTest::newRow(name) << scenario;
}

struct Row
{
    const char *name;
    Call call;
    DWORD error;
};

static constexpr Row rows[] = {
    { "AskOwner: denied", Call::AskOwner, ERROR_ACCESS_DENIED },
    { "AskRemote: yes", Call::AskRemote, ERROR_SUCCESS },
    { "AskType: no such handle", Call::AskType, ERROR_INVALID_HANDLE },
    { "AssociatePort: a port is there", Call::AssociatePort, ERROR_INVALID_PARAMETER },
    { "AssociatePort: no memory", Call::AssociatePort, ERROR_NOT_ENOUGH_MEMORY },
    { "ChangePipe: denied", Call::ChangePipe, ERROR_ACCESS_DENIED },
    { "ConnectPipe: gone again", Call::ConnectPipe, ERROR_NO_DATA },
    { "ConnectPipe: cancelled", Call::ConnectPipe, ERROR_OPERATION_ABORTED },
    { "ConnectPipe: no memory", Call::ConnectPipe, ERROR_NO_SYSTEM_RESOURCES },
    { "CreateEvent: no memory", Call::CreateEvent, ERROR_NOT_ENOUGH_MEMORY },
    { "CreateMutex: denied", Call::CreateMutex, ERROR_ACCESS_DENIED },
    { "CreateMutex: no memory", Call::CreateMutex, ERROR_NOT_ENOUGH_MEMORY },
    { "CreatePipe: busy", Call::CreatePipe, ERROR_PIPE_BUSY },
    { "CreatePipe: denied", Call::CreatePipe, ERROR_ACCESS_DENIED },
    { "CreatePipe: no memory", Call::CreatePipe, ERROR_NO_SYSTEM_RESOURCES },
    { "DisconnectPipe: not connected", Call::DisconnectPipe, ERROR_PIPE_NOT_CONNECTED },
    { "Duplicate: no memory", Call::Duplicate, ERROR_NO_SYSTEM_RESOURCES },
    { "HandleConsole: no memory", Call::HandleConsole, ERROR_NOT_ENOUGH_MEMORY },
    { "Impersonate: nothing read", Call::Impersonate, ERROR_CANNOT_IMPERSONATE },
    { "InspectPipe: denied", Call::InspectPipe, ERROR_ACCESS_DENIED },
    { "OpenFile: busy", Call::OpenFile, ERROR_PIPE_BUSY },
    { "OpenFile: denied", Call::OpenFile, ERROR_ACCESS_DENIED },
    { "OpenFile: not there", Call::OpenFile, ERROR_FILE_NOT_FOUND },
    { "OpenProcess: denied", Call::OpenProcess, ERROR_ACCESS_DENIED },
    { "OpenToken: denied", Call::OpenToken, ERROR_ACCESS_DENIED },
    { "PeekPipe: broken", Call::PeekPipe, ERROR_BROKEN_PIPE },
    { "PeekPipe: the state of the pipe", Call::PeekPipe, ERROR_BAD_PIPE },
    { "PeerProcess: not told", Call::PeerProcess, ERROR_NOT_SUPPORTED },
    { "PeerSession: not told", Call::PeerSession, ERROR_NOT_SUPPORTED },
    { "Read: broken", Call::Read, ERROR_BROKEN_PIPE },
    { "Read: cancelled", Call::Read, ERROR_OPERATION_ABORTED },
    { "Read: no memory", Call::Read, ERROR_NO_SYSTEM_RESOURCES },
    { "SetInheritance: no such handle", Call::SetInheritance, ERROR_INVALID_HANDLE },
    { "StartThread: no memory", Call::StartThread, ERROR_NOT_ENOUGH_MEMORY },
    { "WaitForPipe: denied", Call::WaitForPipe, ERROR_ACCESS_DENIED },
    { "WaitInPool: no memory", Call::WaitInPool, ERROR_NOT_ENOUGH_MEMORY },
    { "Write: gone", Call::Write, ERROR_NO_DATA },
    { "Write: cancelled", Call::Write, ERROR_OPERATION_ABORTED },
    { "Write: no memory", Call::Write, ERROR_NO_SYSTEM_RESOURCES },
};

void tst_WinFaults::everyCallFailingOnce_isHandled()
{
    constexpr int MostCalls = 4;
    QFETCH(const Scenario, scenario);
    for (const bool waiting : { false, true })
        QVERIFY(scenario(waiting).isWhole); // creates the objects that exist once
    QVERIFY(Device::drainAll(5000));
    const int before = openDescriptors();
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    for (const Row &row : rows) {
        bool isReached = true;
        for (int n = 1; n <= MostCalls && isReached; ++n) {
            for (const bool waiting : { false, true }) {
                FaultPoint::arm(row.call, row.error, n);
                const Outcome result = scenario(waiting);
                isReached = FaultPoint::calls(row.call) >= n;
                FaultPoint::disarmAll();
                const bool mayEnd = row.error == ERROR_BROKEN_PIPE; // which looks like an orderly end
                QVERIFY2(result.isWhole || result.errors > 0 || (mayEnd && result.hasEnded), row.name);
                (void)Device::drainAll(5000);
            }
        }
    }
    QVERIFY(spinUntil([&] { return openDescriptors() <= before + 4; })); // threads of the system come and go
    for (const bool waiting : { false, true })
        QVERIFY(scenario(waiting).isWhole);
}

QTEST_GUILESS_MAIN(tst_WinFaults)
#include "tst_winfaults.moc"
