// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Lets a hostile peer talk to a SharedMemoryConsumer (first byte even) or to a SharedMemoryPool.
//
// The consumer reads every byte of every frame, which must never fail. The pool must not lend a
// buffer that a consumer still has. The rest of the input is a list of messages: the kind of their
// handle, their length, their bytes.

#include "fuzzing.h"

#include <QtInterprocess/messagechannel.h>
#include <QtInterprocess/sharedmemory.h>
#include <QtInterprocess/sharedmemoryconsumer.h>
#include <QtInterprocess/sharedmemorypool.h>
#include <QtInterprocess/unixsocket.h>

#include <QtCore/qcoreapplication.h>

#include <memory>
#include <vector>

#include <fcntl.h>

using namespace QtInterprocess;
using Fuzzing::Input;
using Fuzzing::require;

namespace {

constexpr qint64 BufferSize = 3000;

OwnedHandle handleOf(int kind)
{
    switch (kind % 6) {
    case 1: return SharedMemory::create(BufferSize).handle();
    case 2: return SharedMemory::create(1).handle(SharedMemory::Mode::ReadWrite);
    case 3: {
        SharedMemory sealed = SharedMemory::create(BufferSize);
        sealed.seal();
        return sealed.handle();
    }
    case 4: return OwnedHandle(::open("/dev/null", O_RDWR | O_CLOEXEC));
    case 5: return OwnedHandle(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    default: return {};
    }
}

void sendNext(Input &input, MessageChannel &channel)
{
    std::vector<OwnedHandle> handles;
    if (OwnedHandle handle = handleOf(input.byte()))
        handles.push_back(std::move(handle));
    const QByteArray message = input.bytes(input.byte());
    if (handles.empty())
        channel.send(message);
    else
        channel.send(message, std::move(handles));
}

void runEvents()
{
    for (int i = 0; i < 4; ++i)
        QCoreApplication::processEvents();
}

void attackConsumer(Input &input, MessageChannel &hostile, MessageChannel &channel)
{
    SharedMemoryConsumer consumer(&channel);
    consumer.setMaximumBuffers(4);
    consumer.setMaximumBufferSize(1 << 20);
    consumer.setCopiesUnsealedMemory(input.byte() % 2 == 1);
    std::vector<SharedMemoryFrame> kept;
    unsigned sum = 0;
    QObject::connect(&consumer, &SharedMemoryConsumer::frameReceived, &consumer, [&](const SharedMemoryFrame &frame) {
        kept.push_back(frame);
        for (const SharedMemoryFrame &one : kept) {
            for (qint64 i = 0; i < one.size(); ++i)
                sum += uint8_t(one.constData()[i]);
        }
        if (kept.size() > 3)
            kept.erase(kept.begin());
    });
    while (!input.isAtEnd()) {
        sendNext(input, hostile);
        runEvents();
    }
    runEvents();
    require(consumer.isFinished() == bool(consumer.error()));
    volatile unsigned sink = sum;
    (void)sink;
}

void attackPool(Input &input, MessageChannel &hostile, MessageChannel &channel)
{
    SharedMemoryPool pool(BufferSize);
    pool.setMaximumBuffers(4);
    require(pool.addConsumer(&channel, SharedMemoryPool::Delivery(input.byte() % 2)));
    while (!input.isAtEnd()) {
        SharedMemoryBuffer buffer = pool.acquire();
        if (buffer)
            require(pool.publish(std::move(buffer)));
        sendNext(input, hostile);
        runEvents();
        if (pool.consumers().isEmpty())
            require(pool.acquire().size() > 0);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz_pool";
    static char *argv[] = { name, nullptr };
    static const QCoreApplication application(argc, argv);

    Input input(data, size);
    auto [near, far] = UnixSocket::createPair();
    require(near && far);
    MessageChannel hostile(near.get());
    MessageChannel channel(far.get());
    if (input.byte() % 2 == 0)
        attackConsumer(input, hostile, channel);
    else
        attackPool(input, hostile, channel);
    return 0;
}
