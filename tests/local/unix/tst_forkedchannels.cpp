// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests message channels and single instances after fork() without exec().

#include "testsupport/testsupport.h"
#include "testsupport/unix/devicekinds.h"
#include "testsupport/unix/forked.h"

#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/SharedMemoryConsumer>
#include <QtInterprocess/SharedMemoryPool>
#include <QtInterprocess/SingleInstance>

#include <QtCore/qtimer.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ForkedChannels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void channel_belongsToTheParent();
    void unsentMessages_areNotReportedLostInTheChild();
    void channelOfTheChild_works();
    void pool_belongsToTheParent();
    void primary_belongsToTheParent();
    void secondary_belongsToTheParent();

private:
    PrivateRuntimeDirectory m_runtime;
};

namespace {

struct Channels
{
    explicit Channels(Ends connected)
        : ends(std::move(connected)),
          sender(std::make_unique<MessageChannel>(MessageChannel::Ends { nullptr, ends.writer.get() })),
          receiver(std::make_unique<MessageChannel>(MessageChannel::Ends { ends.reader.get(), nullptr }))
    {
        QObject::connect(receiver.get(), &MessageChannel::messageReceived, receiver.get(),
                         [this](const QByteArray &message) { got += message; });
    }

    bool carries(const QByteArray &message)
    {
        const auto before = got.size();
        return sender->send(message) && spinUntil([&] { return got.size() > before; }, 5000) && got.last() == message;
    }

    Ends ends;
    std::unique_ptr<MessageChannel> sender;
    std::unique_ptr<MessageChannel> receiver;
    QByteArrayList got;
};

} // namespace

void tst_ForkedChannels::channel_belongsToTheParent()
{
    Channels channels(socketEnds<UnixSocket>());
    QVERIFY(channels.carries("before"));
    QVERIFY(channels.sender->send("to the parent"));
    const int status = runForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, !channels.sender->send("x") && saysForked(channels.sender->error()));
        CHILD_CHECK(checks, !channels.receiver->waitForMessage(1000) && saysForked(channels.receiver->error()));
        QTest::qWait(200);
        CHILD_CHECK(checks, channels.got.size() == 1);
        channels.sender.reset();
        channels.receiver.reset();
        channels.ends = {};
    });
    QCOMPARE(status, 0);
    QVERIFY(spinUntil([&] { return channels.got.size() == 2; }, 5000));
    QVERIFY(channels.carries("after"));
    QCOMPARE(channels.got, (QByteArrayList { "before", "to the parent", "after" }));
}

void tst_ForkedChannels::unsentMessages_areNotReportedLostInTheChild()
{
    Channels channels(socketEnds<UnixSocket>());
    channels.ends.writer->setWriteBufferSize(16);
    QVERIFY(channels.sender->send(QByteArray(1024 * 1024, 'm')));
    QVERIFY(channels.sender->bytesToWrite() > 1024);
    const int status = runForked([&](ChildChecks &checks) {
        channels.sender.reset();
        channels.ends = {};
        CHILD_CHECK(checks, Device::drainAll(1000));
    });
    QCOMPARE(status, 0);
    QVERIFY(spinUntil([&] { return channels.got.size() == 1; }));
}

void tst_ForkedChannels::channelOfTheChild_works()
{
    Channels inherited(socketEnds<UnixSocket>());
    const int status = runForked([](ChildChecks &checks) {
        Channels own(socketEnds<UnixSocket>());
        CHILD_CHECK(checks, own.carries("of the child"));
    });
    QCOMPARE(status, 0);
    QVERIFY(inherited.carries("after"));
}

// The child has copies of a pool, a lent buffer and a frame. Destroying them changes nothing for
// the parent.
void tst_ForkedChannels::pool_belongsToTheParent()
{
    const auto [near, far] = UnixSocket::createPair();
    MessageChannel channel(near.get());
    MessageChannel farChannel(far.get());
    SharedMemoryPool pool(1000);
    pool.setMaximumHeld(1);
    SharedMemoryConsumer consumer(&farChannel);
    consumer.setCopiesUnsealedMemory(true); // for systems without seals
    SharedMemoryFrame frame;
    connect(&consumer, &SharedMemoryConsumer::frameReceived, this, [&](const SharedMemoryFrame &one) { frame = one; });
    QVERIFY(pool.addConsumer(&channel));
    QVERIFY(pool.publish(pool.acquire()));
    QVERIFY(spinUntil([&] { return frame.number() == 1; }));
    SharedMemoryBuffer lent = pool.acquire();
    const int status = runForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, !pool.acquire() && pool.error().code() == Error::InvalidOperation);
        CHILD_CHECK(checks, !pool.publish(std::move(lent)) && pool.error().code() == Error::InvalidOperation);
        lent = {};
        frame = {};
    });
    QCOMPARE(status, 0);
    QVERIFY(pool.publish(std::move(lent)));
    for (int i = 0; i < 20; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(frame.number(), 1U); // it was not returned
    frame = {};
    QVERIFY(spinUntil([&] { return frame.number() == 2; }));
}

void tst_ForkedChannels::primary_belongsToTheParent()
{
    const QString id = uniqueName();
    auto primary = std::make_unique<SingleInstance>(id);
    QCOMPARE(primary->role(), SingleInstance::Role::Primary);
    connect(primary.get(), &SingleInstance::requestReceived, this,
            [](const InstanceRequest &request) { request.reply(7, "of the parent"); });
    const auto forwards = [&](bool destroysTheCopy) {
        return startForked([&, destroysTheCopy](ChildChecks &checks) {
            if (destroysTheCopy)
                primary.reset();
            SingleInstance secondary(id);
            CHILD_CHECK(checks, secondary.role() == SingleInstance::Role::Secondary);
            CHILD_CHECK(checks, secondary.forward() == 7 && secondary.reply() == "of the parent");
        });
    };
    for (const bool destroysTheCopy : { true, false, true }) {
        const pid_t child = forwards(destroysTheCopy);
        int status = 0;
        QVERIFY(spinUntil([&] { return ::waitpid(child, &status, WNOHANG) == child; }));
        QCOMPARE(status, 0);
    }
    QCOMPARE(primary->role(), SingleInstance::Role::Primary);
}

// A secondary that waits for succession stays with the parent. When the primary ends, the parent
// follows it, not the child.
void tst_ForkedChannels::secondary_belongsToTheParent()
{
    const QString id = uniqueName();
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    const pid_t first = startForked([&](ChildChecks &) {
        SingleInstance primary(id);
        (void)!::write(ends[1], "x", 1);
        QTimer::singleShot(10000, [] { ::_exit(1); });
        QEventLoop().exec();
    });
    char ready = 0;
    QCOMPARE(::read(ends[0], &ready, 1), 1);
    SingleInstance secondary(id);
    QCOMPARE(secondary.role(), SingleInstance::Role::Secondary);
    secondary.setWaitsForSuccession(true);
    bool succeeded = false;
    connect(&secondary, &SingleInstance::becamePrimary, this, [&] { succeeded = true; });
    QTest::qWait(50);
    const pid_t child = startForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, secondary.forward() == secondary.failureCode() && saysForked(secondary.error()));
        QTest::qWait(2000);
        CHILD_CHECK(checks, !succeeded);
    });
    QTest::qWait(50);
    ::kill(first, SIGKILL);
    QVERIFY(waitForForked(first) != -1);
    QVERIFY(spinUntil([&] { return succeeded; }));
    QCOMPARE(waitForForked(child), 0);
    for (const int end : ends)
        ::close(end);
}

QTEST_GUILESS_MAIN(tst_ForkedChannels)
#include "tst_forkedchannels.moc"
