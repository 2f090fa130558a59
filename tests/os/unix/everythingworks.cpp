// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "everythingworks.h"

#include "testsupport/testsupport.h"
#include "testsupport/unix/messagepairs.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/PacketPipeReader>
#include <QtInterprocess/PacketPipeWriter>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/SharedMemory>
#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qtemporarydir.h>

#include <memory>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr int Time = 10000;

#define CHECK(condition) \
    do { \
        if (!(condition)) \
            return QStringLiteral("%1 (line %2)").arg(QLatin1String(#condition)).arg(__LINE__); \
    } while (false)

bool closesOnExec(qintptr fd)
{
    return ::fcntl(int(fd), F_GETFD) == FD_CLOEXEC;
}

QByteArray readAll(QIODevice &device, qsizetype size)
{
    QByteArray received = device.readAll();
    QObject context;
    QObject::connect(&device, &QIODevice::readyRead, &context, [&] { received += device.readAll(); });
    spinUntil([&] { return received.size() >= size; }, Time);
    return received;
}

QString pipes()
{
    const QByteArray data = pattern(200'000);
    Pipe pipe = createPipe();
    CHECK(pipe);
    CHECK(closesOnExec(pipe.reader->nativeHandle()) && closesOnExec(pipe.writer->nativeHandle()));
    CHECK(pipe.writer->write(data) == data.size());
    CHECK(readAll(*pipe.reader, data.size()) == data);
    pipe.reader.reset();
    pipe.writer->write("nobody reads");
    CHECK(spinUntil([&] { return pipe.writer->state() == Device::State::Closed; }, Time));
    CHECK(pipe.writer->error().code() == Error::PeerClosed);

    PacketPipe packets = createPacketPipe();
    CHECK(packets);
    CHECK(packets.writer->writeMessage("one") && packets.writer->writeMessage("two"));
    CHECK(messagesOf(*packets.reader, 2) == QByteArrayList({ "one", "two" }));
    return {};
}

// Opens enough connections that the kernel's event queue is used.
QString streams(const QString &path)
{
    UnixServer server;
    CHECK(server.listen(UnixAddress::fromPath(path)));
    std::vector<std::unique_ptr<UnixSocket>> clients;
    std::vector<std::unique_ptr<UnixSocket>> accepted;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<UnixSocket>());
        clients.back()->connectToServer(UnixAddress::fromPath(path));
        CHECK(server.waitForNewConnection(Time) && clients.back()->waitForConnected(Time));
        accepted.emplace_back(server.nextPendingConnection());
        accepted.back()->setParent(nullptr);
        CHECK(closesOnExec(clients.back()->nativeHandle()) && closesOnExec(accepted.back()->nativeHandle()));
        CHECK(accepted.back()->peerCredentials().processId() == ::getpid());
        (void)accepted.back()->peerGroups();
        (void)accepted.back()->peerProcessHandle();
    }
    for (size_t i = 0; i < clients.size(); ++i) {
        const QByteArray data = pattern(100'000, i);
        CHECK(clients[i]->write(data) == data.size());
        CHECK(readAll(*accepted[i], data.size()) == data);
        accepted[i]->write("answer");
        CHECK(readAll(*clients[i], 6) == "answer");
    }
    clients.front()->close();
    CHECK(spinUntil([&] { return accepted.front()->state() == Device::State::Closed; }, Time));
    CHECK(!accepted.front()->error());
    return {};
}

QString messages(const QString &path)
{
    SeqPacketPair packets(UnixAddress::fromPath(path));
    CHECK(packets.near && packets.far);
    const QByteArrayList texts = { "a", pattern(100'000), "b" };
    for (const QByteArray &text : texts)
        CHECK(packets.near->writeMessage(text));
    CHECK(messagesOf(*packets.far, 3) == texts);
    packets.near->close();
    CHECK(spinUntil([&] { return packets.far->state() == Device::State::Closed; }, Time));
    CHECK(!packets.far->error());

    auto datagrams = UnixDatagramSocket::createPair();
    CHECK(datagrams.first && datagrams.second);
    CHECK(closesOnExec(datagrams.first->nativeHandle()));
    CHECK(datagrams.first->writeMessage("datagram"));
    CHECK(messagesOf(*datagrams.second, 1) == QByteArrayList({ "datagram" }));
    return {};
}

QString fifos(const QString &path)
{
    CHECK(!Fifo::create(path));
    Fifo reader(path), writer(path);
    CHECK(reader.open(QIODevice::ReadOnly));
    CHECK(writer.open(QIODevice::WriteOnly));
    CHECK(writer.waitForConnected(Time));
    writer.write("text");
    CHECK(readAll(reader, 4) == "text");
    return {};
}

pid_t startChild()
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(20); // ends the child if nothing else does
        ::pause();
        ::_exit(7);
    }
    return child;
}

QString processes()
{
    const pid_t child = startChild();
    ProcessWatcher watcher;
    CHECK(watcher.watch(child));
    CHECK(watcher.isRunning());
    const Error error = watcher.send(SIGKILL);
    CHECK(!error);
    CHECK(spinUntil([&] { return !watcher.isRunning(); }, Time));
    CHECK(watcher.exit().signalNumber() == SIGKILL);
    CHECK(::waitpid(child, nullptr, 0) == child);

    const pid_t waitedFor = startChild();
    CHECK(watcher.watch(waitedFor));
    CHECK(::kill(waitedFor, SIGKILL) == 0 && ::waitpid(waitedFor, nullptr, 0) == waitedFor);
    CHECK(watcher.waitForExited(Time));

    const pid_t another = startChild();
    ProcessWatcher queueing(another);
    const Error queued = queueing.queue(SIGUSR2, 1);
    CHECK(!queued);
    CHECK(queueing.waitForExited(Time));
    CHECK(queueing.exit().signalNumber() == SIGUSR2);
    CHECK(::waitpid(another, nullptr, 0) == another);
    return {};
}

QString signalsOfTheSystem()
{
    int received = 0;
    SignalWatcher watcher({ SIGUSR1 });
    QObject::connect(&watcher, &SignalWatcher::received, &watcher, [&] { ++received; });
    ::raise(SIGUSR1);
    CHECK(spinUntil([&] { return received == 1; }, Time));
    return {};
}

QString sharedMemory()
{
    SharedMemory memory = SharedMemory::create(200'000);
    CHECK(!memory.isNull());
    memory.data()[0] = 'x';
    CHECK(memory.seal(SharedMemory::Seal::OtherWriters));
    CHECK(memory.data() && !memory.isSealed());
    CHECK(memory.seal(SharedMemory::Seal::Everyone));
    CHECK(!memory.data() && memory.constData()[0] == 'x');
    OwnedHandle handle = memory.handle();
    CHECK(closesOnExec(handle.get()));
    const SharedMemory copy = SharedMemory::copy(std::move(handle), memory.size());
    CHECK(copy.toByteArray() == memory.toByteArray());
    return {};
}

} // namespace

static QString whatFailsHere()
{
    const QTemporaryDir folder;
    QString failed = pipes();
    if (failed.isEmpty())
        failed = streams(folder.filePath(QStringLiteral("streams")));
    if (failed.isEmpty())
        failed = messages(folder.filePath(QStringLiteral("packets")));
    if (failed.isEmpty())
        failed = fifos(folder.filePath(QStringLiteral("fifo")));
    if (failed.isEmpty())
        failed = processes();
    if (failed.isEmpty())
        failed = signalsOfTheSystem();
    if (failed.isEmpty())
        failed = sharedMemory();
    return failed;
}

// Runs in a thread of its own, whose event loop is new.
QString whatFails()
{
    QString failed;
    Worker thread([&] { failed = whatFailsHere(); });
    thread.start();
    return thread.join(60000) ? failed : QStringLiteral("it hangs");
}
