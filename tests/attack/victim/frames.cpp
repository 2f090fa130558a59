// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Passes frames by a pool, and kills a child at any moment: in one half of the rounds the child is
// the producer, in the other a consumer.

#include "victim.h"

#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/SharedMemoryConsumer>
#include <QtInterprocess/SharedMemoryPool>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qrandom.h>

#include <algorithm>
#include <cstring>

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;

namespace Victim {

namespace {

constexpr qint64 FrameSize = 100'000;
constexpr int Torn = 2; // exit code of a child

struct Counts
{
    int frames = 0;
    int torn = 0;
    int starved = 0; // no buffer was free
};

bool isWhole(const SharedMemoryFrame &frame)
{
    const char byte = char(frame.number());
    return frame.size() == FrameSize
        && std::all_of(frame.constData(), frame.constData() + frame.size(), [byte](char c) { return c == byte; });
}

void produce(SharedMemoryPool &pool, UnixSocket &socket, const QDeadlineTimer &end, Counts &counts)
{
    MessageChannel channel(&socket);
    pool.addConsumer(&channel);
    while (!end.hasExpired() && !channel.isFinished()) {
        SharedMemoryBuffer buffer = pool.acquire();
        if (!buffer) {
            ++counts.starved;
            break;
        }
        std::memset(buffer.data(), int(char(pool.frameNumber() + 1)), size_t(FrameSize));
        pool.publish(std::move(buffer));
        socket.flush();
        channel.waitForMessage(1);
    }
}

void consume(UnixSocket &socket, const QDeadlineTimer &end, Counts &counts)
{
    MessageChannel channel(&socket);
    SharedMemoryConsumer consumer(&channel);
    SharedMemoryFrame kept;
    QObject::connect(&consumer, &SharedMemoryConsumer::frameReceived, &consumer, [&](const SharedMemoryFrame &frame) {
        ++counts.frames;
        counts.torn += int(!isWhole(frame)) + int(kept && kept.isHeld() && !isWhole(kept));
        kept = frame;
        socket.flush();
    });
    while (!end.hasExpired() && !consumer.isFinished())
        channel.waitForMessage(int(end.remainingTime()));
}

bool playRound(SharedMemoryPool &pool, bool childProduces, int milliseconds, Counts &counts)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    const pid_t child = ::fork();
    UnixSocket socket;
    ::close(ends[child == 0 ? 0 : 1]);
    socket.adopt(OwnedHandle(ends[child == 0 ? 1 : 0]));
    const QDeadlineTimer end(child == 0 ? 5000 : milliseconds);
    if (child == 0) {
        SharedMemoryPool own(FrameSize);
        if (childProduces)
            produce(own, socket, end, counts);
        else
            consume(socket, end, counts);
        _exit(counts.torn > 0 ? Torn : 0);
    }
    if (childProduces)
        consume(socket, end, counts);
    else
        produce(pool, socket, end, counts);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    counts.torn += int(WIFEXITED(status) && WEXITSTATUS(status) == Torn);
    socket.abort();
    return true;
}

} // namespace

int frames(const Arguments &arguments)
{
    SharedMemoryPool pool(FrameSize);
    pool.setMaximumBuffers(4); // one to fill, the newest, and two of the consumer
    Counts ignored, counts;
    for (int round = 0; round < 10; ++round) // opens what is opened once
        playRound(pool, round % 2 == 0, 20, ignored);
    const int descriptors = openDescriptors();
    const qint64 shared = sharedKilobytes();
    const int mapped = memoryMappings();
    for (int round = 0; round < arguments.value(0).toInt(); ++round) {
        if (!playRound(pool, round % 2 == 0, QRandomGenerator::global()->bounded(4), counts))
            return 1;
    }
    spin(200); // for handles that threads are closing
    print({ { QStringLiteral("frames"), counts.frames },
            { QStringLiteral("torn"), counts.torn },
            { QStringLiteral("starved"), counts.starved },
            { QStringLiteral("descriptors"), openDescriptors() - descriptors },
            { QStringLiteral("mappings"), memoryMappings() - mapped },
            { QStringLiteral("kilobytes"), sharedKilobytes() - shared } });
    return 0;
}

} // namespace Victim
