// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Shares memory with a child, and kills the child at any moment: in one half of the rounds the
// child is the producer, in the other the consumer.

#include "victim.h"

#include <QtInterprocess/SharedMemory>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qfile.h>
#include <QtCore/qrandom.h>

#include <algorithm>

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;

namespace Victim {

qint64 sharedKilobytes()
{
    QFile info(QStringLiteral("/proc/meminfo"));
    if (!info.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray text = info.readAll();
    const qsizetype place = text.indexOf("Shmem:") + 6;
    return text.mid(place, text.indexOf("kB", place) - place).trimmed().toLongLong();
}

int memoryMappings()
{
    QFile maps(QStringLiteral("/proc/self/maps"));
    return maps.open(QIODevice::ReadOnly) ? int(maps.readAll().count("/memfd:")) : -1;
}

namespace {

constexpr qint64 Size = 1'000'000;

void produce(UnixSocket &socket, const QDeadlineTimer &end)
{
    while (!end.hasExpired() && socket.isValid()) {
        SharedMemory memory = SharedMemory::create(Size);
        if (memory.isNull())
            _exit(1);
        std::fill_n(memory.data(), Size, 'm');
        memory.seal();
        std::vector<OwnedHandle> handles;
        handles.push_back(memory.handle());
        if (socket.write("memory", std::move(handles)) < 0 || !socket.waitForBytesWritten(1000))
            return;
    }
}

// Returns how many blocks arrived whole; -1 if one did not.
int consume(UnixSocket &socket, const QDeadlineTimer &end)
{
    int whole = 0;
    do {
        socket.readAll();
        for (OwnedHandle &handle : socket.takeHandles()) {
            const SharedMemory memory = SharedMemory::map(std::move(handle));
            const QByteArray bytes = memory.toByteArray();
            if (bytes.size() != Size || bytes.front() != 'm' || bytes.back() != 'm' || !memory.isSealed())
                return -1;
            ++whole;
        }
    } while (!end.hasExpired() && socket.waitForReadyRead(int(end.remainingTime())));
    return whole;
}

// Returns the result of consume() in this process, or 0.
int playRound(bool childProduces, int milliseconds)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    const pid_t child = ::fork();
    UnixSocket socket;
    socket.setMaximumPendingHandles(64);
    ::close(ends[child == 0 ? 0 : 1]);
    socket.adopt(OwnedHandle(ends[child == 0 ? 1 : 0]));
    const QDeadlineTimer end(child == 0 ? 5000 : milliseconds);
    const bool produces = childProduces == (child == 0);
    int whole = 0;
    if (produces)
        produce(socket, end);
    else
        whole = consume(socket, end);
    if (child == 0)
        _exit(0);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const int rest = produces ? 0 : consume(socket, QDeadlineTimer(0)); // what the child sent before it was killed
    socket.abort();
    return whole == -1 || rest == -1 ? -1 : whole + rest;
}

} // namespace

int memory(const Arguments &arguments)
{
    playRound(true, 20); // opens what the library opens once
    const int descriptors = openDescriptors();
    const qint64 shared = sharedKilobytes();
    int whole = 0, broken = 0;
    for (int round = 0; round < arguments.value(0).toInt(); ++round) {
        const int result = playRound(round % 2 == 0, QRandomGenerator::global()->bounded(4));
        whole += std::max(result, 0);
        broken += result == -1;
    }
    (void)SharedMemory::create(1); // unmaps what byte arrays have returned
    spin(200); // for handles that threads are closing
    print({ { QStringLiteral("blocks"), whole },
            { QStringLiteral("broken"), broken },
            { QStringLiteral("descriptors"), openDescriptors() - descriptors },
            { QStringLiteral("mappings"), memoryMappings() },
            { QStringLiteral("kilobytes"), sharedKilobytes() - shared } });
    return 0;
}

} // namespace Victim
