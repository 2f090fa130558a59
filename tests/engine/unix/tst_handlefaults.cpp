// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The nth call that passes handles fails. No handle leaks, and a failure that is not retried is
// reported. Sockets without handles make no more calls than before.

#include "testsupport/unix/handles.h"

#include "os/unix/call.h"
#include "os/unix/closing.h"

#include "testsupport/testsupport.h"

#include <QtInterprocess/UnixSocket>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <memory>

#include <fcntl.h>

using namespace QtInterprocess;
using namespace TestSupport;
using Handles::areNumbered;
using Handles::numbered;
using os::Call;
using os::FaultPoint;

class tst_HandleFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { FaultPoint::disarmAll(); }
    void everyCallFailingOnce_isHandled_data();
    void everyCallFailingOnce_isHandled();
    void inTheBackground();
    void numberThatIsNotOpen_isNeverClosed();
    void refusedCredentials_areReported();
    void trafficWithoutHandles_makesNoExtraCalls();
};

static constexpr int Messages = 4;

void tst_HandleFaults::initTestCase()
{
    auto [near, far] = UnixSocket::createPair();
    near->write(pattern(3'000'000));
    near.reset();
    far.reset();
    (void)Device::drainAll(5000);
}

void tst_HandleFaults::everyCallFailingOnce_isHandled_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("error");
    QTest::addColumn<bool>("passes"); // it is retried without an error
    const std::tuple<const char *, Call, int, bool> rows[] = {
        { "recvmsg: EMFILE", Call::ReceiveMessage, EMFILE, false },
        { "recvmsg: EIO", Call::ReceiveMessage, EIO, false },
        { "recvmsg: ENOBUFS", Call::ReceiveMessage, ENOBUFS, true },
        { "recvmsg: ECONNRESET", Call::ReceiveMessage, ECONNRESET, false },
        { "recvmsg: EAGAIN", Call::ReceiveMessage, EAGAIN, true },
        { "sendmsg: EMFILE", Call::SendMessage, EMFILE, false },
        { "sendmsg: EIO", Call::SendMessage, EIO, false },
        { "sendmsg: ENOBUFS", Call::SendMessage, ENOBUFS, true },
        { "sendmsg: ECONNRESET", Call::SendMessage, ECONNRESET, false },
        { "sendmsg: ETOOMANYREFS", Call::SendMessage, ETOOMANYREFS, true },
        { "sendmsg: EAGAIN", Call::SendMessage, EAGAIN, true },
    };
    for (const auto &[name, call, error, passes] : rows) {
        for (const bool waiting : { false, true })
            QTest::addRow("%s, %s", name, waiting ? "waiting" : "event loop") << call << error << passes;
    }
}

void tst_HandleFaults::everyCallFailingOnce_isHandled()
{
    QFETCH(Call, call);
    QFETCH(int, error);
    QFETCH(bool, passes);
    const bool waiting = QByteArray(QTest::currentDataTag()).endsWith("waiting");
    const int before = openDescriptors();
    for (int n = 1; n <= Messages; ++n) {
        auto [near, far] = UnixSocket::createPair();
        far->setMaximumPendingHandles(100);
        std::vector<Error> errors;
        for (UnixSocket *socket : { near.get(), far.get() })
            connect(socket, &UnixSocket::errorOccurred, this, [&](const Error &why) { errors.push_back(why); });
        FaultPoint::arm(call, error, n);
        for (int i = 0; i < Messages; ++i)
            near->write("message", numbered(2 * i, 2));
        UnixSocket *const failing = call == Call::SendMessage ? near.get() : far.get();
        const auto runUntil = [&, &sender = near, &receiver = far](const std::function<bool()> &isOver) {
            if (!waiting)
                return spinUntil(isOver, 10000);
            const QDeadlineTimer deadline(10000);
            while (!isOver() && !deadline.hasExpired()) {
                sender->waitForBytesWritten(1);
                receiver->waitForReadyRead(1);
                receiver->waitForDisconnected(0);
            }
            return isOver();
        };
        const auto isWhole = [&receiver = far] { return receiver->bytesAvailable() == 7 * Messages; };
        const auto hasFailed = [=] { return failing->state() == Device::State::Closed; };
        QVERIFY(runUntil([&] { return isWhole() || hasFailed(); }));
        QVERIFY(FaultPoint::calls(call) >= n);
        // A receiver that has read data in the same turn continues, and reports the failure at
        // the end.
        QVERIFY(!passes || isWhole());
        if (!hasFailed()) {
            QVERIFY(areNumbered(far->takeHandles(), 0, 2 * Messages));
            near->close();
            QVERIFY(runUntil([&receiver = far] { return receiver->state() == Device::State::Closed; }));
        }
        if (passes) {
            QVERIFY(errors.empty());
        } else {
            QCOMPARE(failing->error().nativeCode(), error);
            QVERIFY(errors.size() >= 1 && errors.size() <= 2); // the other end may report it as well
            QCOMPARE(std::count(errors.begin(), errors.end(), failing->error()), 1);
        }
        near->abort();
        far->abort();
        FaultPoint::disarmAll();
        QCOMPARE(openDescriptors(), before);
    }
}

void tst_HandleFaults::inTheBackground()
{
    const int before = openDescriptors();
    auto [near, far] = UnixSocket::createPair();
    near->write(pattern(3'000'000));
    near->write("x", numbered(0, 10));
    FaultPoint::arm(Call::SendMessage, EPIPE);
    near.reset(); // the background continues
    connect(far.get(), &UnixSocket::readyRead, far.get(), [&receiver = far] { receiver->readAll(); });
    QVERIFY(spinUntil([&receiver = far] { return receiver->state() == Device::State::Closed; }));
    QVERIFY(!Device::drainAll(5000)); // output was lost
    QCOMPARE(openDescriptors(), before);
}

// The number is soon that of another file, which a background thread must not close.
void tst_HandleFaults::numberThatIsNotOpen_isNeverClosed()
{
    for (int i = 0; i < 200; ++i) {
        const int number = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(number);
        UnixSocket socket;
        QVERIFY(!socket.adopt(OwnedHandle(number)));
        QCOMPARE(socket.error().nativeCode(), EBADF);
        const OwnedHandle file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        QVERIFY(spinUntil([] { return !os::isClosing(); }));
        QVERIFY(::fcntl(int(file.get()), F_GETFD) != -1);
    }
}

void tst_HandleFaults::refusedCredentials_areReported()
{
    auto [near, far] = UnixSocket::createPair();
#ifdef QTINTERPROCESS_PORTABLE_POSIX
    constexpr auto Code = Error::Unsupported;
#else
    constexpr auto Code = Error::AccessDenied;
    FaultPoint::arm(Call::SocketOption, EPERM);
#endif
    QVERIFY(!far->setReceivesCredentials(true));
    QCOMPARE(far->error().code(), Code);
    QVERIFY(!far->receivesCredentials());
    near->write("x");
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 1; }));
    QVERIFY(!far->senderCredentials());
    QCOMPARE(far->bytesFromSender(), 0);
}

void tst_HandleFaults::trafficWithoutHandles_makesNoExtraCalls()
{
    constexpr int Never = 1 << 30;
    auto [near, far] = UnixSocket::createPair();
    near->write("the first"); // until here handles could still be requested
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 9; }));
    QCOMPARE(far->readAll(), QByteArray("the first"));
    int refuses = 1;
    socklen_t size = sizeof refuses;
    constexpr int PassRights = 83;
    if (::getsockopt(int(far->nativeHandle()), SOL_SOCKET, PassRights, &refuses, &size) != 0 || refuses != 0)
        QSKIP("this kernel cannot refuse handles, so every read has room for them");
    for (const Call call : { Call::Send, Call::Receive, Call::SendMessage, Call::ReceiveMessage })
        FaultPoint::arm(call, EIO, Never);
    near->write("a plain one");
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 11; }));
    QCOMPARE(FaultPoint::calls(Call::Send), 1);
    QCOMPARE(FaultPoint::calls(Call::Receive), 1);
    QCOMPARE(FaultPoint::calls(Call::SendMessage), 0);
    QCOMPARE(FaultPoint::calls(Call::ReceiveMessage), 0);
    // Messages after one with handles are plain again.
    near->write("one with", Handles::one(1));
    near->write("one without");
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 30; }));
    QCOMPARE(FaultPoint::calls(Call::SendMessage), 2); // the handle is refused, and the bytes are sent without it
    QCOMPARE(FaultPoint::calls(Call::Send), 2);
}

QTEST_GUILESS_MAIN(tst_HandleFaults)
#include "tst_handlefaults.moc"
