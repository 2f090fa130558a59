// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The conformance suite over messages through the memory of this process. It shows that a new
// transport needs only one port and one device.

#include "device/messagedevice_p.h"
#include "engine/connection.h"
#include "loop/doorbell.h"
#include "testsupport/conformance.h"
#include "testsupport/testsupport.h"

#include <atomic>
#include <condition_variable>
#include <deque>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

struct Link
{
    struct End
    {
        std::deque<QByteArray> arrived; // to be read by this end
        std::atomic<bool> ended { false }; // the other end sends no more
        std::atomic<bool> closed { false };
        Doorbell *bell = nullptr;
    };

    template <typename Function>
    void change(const End &told, Function function)
    {
        const std::lock_guard lock(mutex);
        if (!function())
            return; // otherwise the two ends would ring each other endlessly
        changed.notify_all();
        if (told.bell)
            told.bell->ring();
    }

    std::recursive_mutex mutex; // guards all other members
    std::condition_variable_any changed;
    End ends[2];
};

class MemoryPort final : public Port, private Output
{
public:
    MemoryPort(std::shared_ptr<Link> link, int side, ByteQueue &input, MessageBounds &bounds)
        : Port(input, Flow::Both, Ready::Readable | Ready::Writable),
          m_link(std::move(link)),
          m_near(m_link->ends[side]),
          m_far(m_link->ends[1 - side]),
          m_bounds(bounds)
    { }

    qintptr handle() const override { return 7; }
    bool supportsHalfClose() const override { return true; }
    bool read(StreamTurn &turn) override
    {
        bool isOver = false;
        m_link->change(m_far, [&] {
            for (; !m_near.arrived.empty() && hasRoom() && turn.messagesRead < 8; m_near.arrived.pop_front()) {
                ++turn.messagesRead;
                turn.bytesRead += m_near.arrived.front().size();
                m_bounds.append(m_near.arrived.front().size());
                m_input.append(std::move(m_near.arrived.front()));
            }
            isOver = m_near.arrived.empty() && m_near.ended;
            return turn.hasRead();
        });
        return !isOver;
    }
    bool discardInput() override
    {
        return m_link->change(m_far, [&] { return !std::exchange(m_near.arrived, {}).empty(); }), !m_near.ended;
    }

    Output &output() override { return *this; }
    Failure write(const char *data, qint64 size) override { return append(data, size), Failure(); }
    void append(const char *data, qint64 size) override
    {
        m_size += size;
        ++m_messages;
        m_queue.emplace_back(data, qsizetype(size));
    }
    Failure send() override { return send(8); }
    Error shutDownWriting() override
    {
        return m_link->change(m_far, [&] { return m_far.ended = true; }), Error();
    }
    bool isPeerClosed() const override { return isReady(Ready::HangUp); }
    void handOver() override { send(1 << 30).count(), close(Closing::Graceful); } // memory takes all
    void close(Closing) override
    {
        if (std::exchange(m_isOpen, false))
            m_link->change(m_far, [&] { return m_far.ended = m_near.closed = true; }), leave();
    }

    Error join(ReadySource &source, Watch &) override
    {
        m_bell = makeDoorbell(source);
        return m_link->change(m_near, [&] { return m_near.bell = m_bell.get(); }), Error();
    }
    void leave() override
    {
        m_link->change(m_near, [&] { return m_near.bell = nullptr; }), m_bell.reset();
    }
    void setInterest(Watch &watch, ReadySet interest) override { isReady(interest) ? watch.wake() : void(); }
    ReadySet poll(ReadySet what, QDeadlineTimer deadline) override
    {
        std::unique_lock lock(m_link->mutex);
        while (!isReady(what) && !deadline.hasExpired())
            m_link->changed.wait_for(lock,
                                     std::chrono::milliseconds(deadline.isForever() ? 1000 : deadline.remainingTime()));
        return isReady(what) ? always() : ReadySet();
    }

private:
    Failure send(qintptr capacity) override
    {
        m_link->change(m_far, [&] {
            const qint64 before = m_messages;
            for (; !m_queue.empty() && !m_far.closed && qintptr(m_far.arrived.size()) < capacity; m_queue.pop_front()) {
                --m_messages;
                m_size -= m_queue.front().size();
                m_sent += m_queue.front().size();
                m_far.arrived.push_back(std::move(m_queue.front()));
            }
            m_blocked = !m_queue.empty();
            return m_messages < before;
        });
        return m_far.closed ? lose(Error(Error::PeerClosed, 0, QStringLiteral("write to"))) : Failure();
    }
    void clear() override { m_queue.clear(); }
    bool isReady(ReadySet what) const
    {
        const std::lock_guard lock(m_link->mutex);
        return (what.testFlag(Ready::Readable) && (!m_near.arrived.empty() || m_near.ended))
            || (what.testFlag(Ready::Writable) && m_far.arrived.size() < 8) || (what && m_far.closed);
    }

    const std::shared_ptr<Link> m_link;
    Link::End &m_near, &m_far;
    MessageBounds &m_bounds;
    std::deque<QByteArray> m_queue;
    std::unique_ptr<Doorbell> m_bell;
};

class MemoryDevicePrivate final : public MessageDevicePrivate
{
public:
    MemoryDevicePrivate(std::shared_ptr<Link> link, int side) : m_link(std::move(link)), m_side(side) { }
    std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle, MessageBounds *bounds) override
    {
        return std::make_unique<Connection>(std::make_unique<MemoryPort>(m_link, m_side, input, *bounds), *this);
    }

private:
    const std::shared_ptr<Link> m_link;
    const int m_side;
};

class MemoryDevice final : public MessageDevice
{
public:
    MemoryDevice(const std::shared_ptr<Link> &link, int side)
        : MessageDevice(std::make_unique<MemoryDevicePrivate>(link, side), nullptr)
    {
        priv()->adopt(OwnedHandle(), ReadWrite);
    }
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    ConformanceTest test;
    const auto pair = [] {
        const auto link = std::make_shared<Link>();
        return DevicePair { std::make_unique<MemoryDevice>(link, 0), std::make_unique<MemoryDevice>(link, 1), {} };
    };
    test.add("messages through memory", pair, { .messages = true, .largestMessage = 64 * 1024 });
    return QTest::qExec(&test, argc, argv);
}
