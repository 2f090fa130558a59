// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Checks that undelivered output is reported, and that lingering output is cheap while poll()
// fails.

#include "victim.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/PacketPipe>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qjsonarray.h>
#include <QtCore/qtemporarydir.h>

#include <functional>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace QtInterprocess;

namespace Victim {

namespace {

// Creates a device whose peer is gone.
using Maker = std::function<std::unique_ptr<Device>()>;

std::unique_ptr<Device> stream()
{
    auto pair = UnixSocket::createPair();
    pair.second->abort();
    return std::move(pair.first);
}

std::unique_ptr<Device> packets()
{
    auto pair = UnixSeqPacketSocket::createPair();
    pair.second->abort();
    return std::move(pair.first);
}

template <typename Writer, int Flags>
std::unique_ptr<Device> pipeWriter()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | Flags) != 0)
        return nullptr;
    auto writer = std::make_unique<Writer>();
    const bool adopted = writer->adopt(OwnedHandle(ends[1]));
    ::close(ends[0]);
    return adopted ? std::move(writer) : nullptr;
}

std::unique_ptr<Device> datagrams()
{
    static const QTemporaryDir folder;
    const QByteArray path = folder.path().toUtf8() + "/socket";
    const OwnedHandle peer(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, path.constData(), sizeof address.sun_path);
    ::unlink(path.constData());
    if (::bind(int(peer.get()), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return nullptr;
    auto socket = std::make_unique<UnixDatagramSocket>();
    socket->connectToServer(UnixAddress::fromPath(path));
    return socket->waitForConnected(1000) ? std::move(socket) : nullptr; // the peer is closed on return
}

std::unique_ptr<Device> fifo()
{
    static const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("fifo"));
    (void)Fifo::create(path);
    const OwnedHandle reader(::open(path.toUtf8().constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    auto writer = std::make_unique<Fifo>(path);
    return writer->open(QIODevice::WriteOnly) && writer->waitForConnected(1000) ? std::move(writer) : nullptr;
}

enum class End { Destroyed, Closed, Flushed };

// Returns true if bytes were accepted and lost without a report.
bool isLie(const Maker &make, int size, End end)
{
    auto device = make();
    if (!device)
        return true;
    int errors = 0;
    QObject::connect(device.get(), &Device::errorOccurred, device.get(), [&] { ++errors; });
    const qint64 accepted = device->write(QByteArray(size, 'x'));
    if (end == End::Closed)
        device->close();
    else if (end == End::Flushed)
        device->flush();
    device.reset();
    return Device::drainAll(1000) && accepted > 0 && errors == 0;
}

} // namespace

int drain(const Arguments &)
{
    const std::pair<const char *, Maker> makers[] = {
        { "stream", stream },
        { "packets", packets },
        { "pipe", pipeWriter<PipeWriter, 0> },
        { "packet pipe", pipeWriter<PacketPipeWriter, O_DIRECT> },
        { "datagrams", datagrams },
        { "fifo", fifo },
    };
    for (const auto &[name, make] : makers) {
        int tried = 0, lies = 0;
        for (const int size : { 10, 20000, 70000, 2000000 }) {
            for (const End end : { End::Destroyed, End::Closed, End::Flushed }) {
                ++tried;
                lies += isLie(make, size, end);
            }
        }
        print({ { QStringLiteral("kind"), QLatin1String(name) },
                { QStringLiteral("tried"), tried },
                { QStringLiteral("lies"), lies } });
    }
    return 0;
}

int failPolling(const Arguments &)
{
    std::vector<std::unique_ptr<UnixSocket>> peers;
    for (int i = 0; i < 50; ++i) {
        auto pair = UnixSocket::createPair();
        pair.first->write(QByteArray(1000000, 'x'));
        pair.first.reset(); // its output lingers
        pair.second->setReadBufferSize(10);
        peers.push_back(std::move(pair.second));
    }
    usleep(200000);
    const rlimit few = { 20, 20 }; // with more descriptors, poll() fails with EINVAL
    setrlimit(RLIMIT_NOFILE, &few);
    peers.back()->setReadBufferSize(0);
    peers.back()->waitForReadyRead(300);
    peers.back()->readAll(); // wakes the thread
    usleep(300000);
    const double before = processorSeconds();
    usleep(1000000);
    print({ { QStringLiteral("processor"), processorSeconds() - before } });
    _exit(0);
}

} // namespace Victim
