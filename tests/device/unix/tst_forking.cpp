// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that a device belongs to the process that opened it, after fork() without exec().

#include "testsupport/testsupport.h"
#include "testsupport/unix/devicekinds.h"
#include "testsupport/unix/forked.h"
#include "testsupport/unix/packetsockets.h"

#include <cstdlib>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Forking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { REQUIRE_PACKET_SOCKETS_IF_NAMED(); }
    void cleanup();

    void childClosesItsCopies_parentContinues_data();
    void childClosesItsCopies_parentContinues();
    void childCallsInherited_failsWithReason_data() { addDeviceKinds(); }
    void childCallsInherited_failsWithReason();
    void childRunsAnEventLoop_readsNothing_data() { addDeviceKinds(); }
    void childRunsAnEventLoop_readsNothing();
    void inputBeforeTheFork_isReadableInTheChild_data() { addDeviceKinds(); }
    void inputBeforeTheFork_isReadableInTheChild();
    void queuedOutput_isSentOnce_data() { addDeviceKinds(); }
    void queuedOutput_isSentOnce();
    void closingDevices_areDeliveredByTheParentAlone();

private:
    PrivateRuntimeDirectory m_runtime;
};

namespace {

std::vector<Ends> s_ends; // exit() destroys these in a child

bool saysWhy(const Device &device)
{
    return saysForked(device.error());
}

} // namespace

void tst_Forking::cleanup()
{
    s_ends.clear();
    QVERIFY(Device::drainAll(5000));
}

// ---- effects on the parent

void tst_Forking::childClosesItsCopies_parentContinues_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<int>("count");
    for (size_t i = 0; i < deviceKinds().size(); ++i) {
        for (const char *how : { "destroy", "close", "abort", "exit", "write and destroy", "close halves" }) {
            for (const int count : { 1, 9 }) // 1 and 9 devices use different pollers
                QTest::addRow("%s %s %d", deviceKinds()[i].name, how, count) << int(i) << QByteArray(how) << count;
        }
    }
}

static void endCopies(const QByteArray &how)
{
    for (Ends &ends : s_ends) {
        for (Device *device : { ends.writer.get(), ends.reader.get() }) {
            if (how == "close")
                device->close();
            else if (how == "abort")
                device->abort();
            else if (how == "write and destroy")
                device->write("of the child");
            else if (how == "close halves")
                device->closeWriteChannel();
        }
    }
    if (how == "exit")
        std::exit(0);
    s_ends.clear();
}

void tst_Forking::childClosesItsCopies_parentContinues()
{
    QFETCH(QByteArray, how);
    QFETCH(int, count);
    for (int i = 0; i < count; ++i) {
        s_ends.push_back(connectFetchedKind());
        QVERIFY(s_ends.back().writer && s_ends.back().reader);
        QVERIFY(carries(s_ends.back(), "before"));
    }
    const int status = runForked([&](ChildChecks &checks) {
        endCopies(how);
        CHILD_CHECK(checks, Device::drainAll(0));
        QCoreApplication::processEvents();
    });
    QCOMPARE(status, 0);
    for (Ends &ends : s_ends) {
        SignalLog log(*ends.reader);
        QVERIFY(carries(ends, "after"));
        QCOMPARE(log.count(QStringLiteral("disconnected")), 0);
        QCOMPARE(ends.writer->state(), Device::State::Connected);
    }
}

void tst_Forking::childCallsInherited_failsWithReason()
{
    Ends ends = connectFetchedKind();
    QVERIFY(ends.writer);
    const int status = runForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, ends.writer->write("x") == -1 && saysWhy(*ends.writer));
        CHILD_CHECK(checks, !ends.writer->waitForBytesWritten(1000) && saysWhy(*ends.writer));
        CHILD_CHECK(checks, !ends.writer->waitForDisconnected(1000) && saysWhy(*ends.writer));
        ends.writer->closeWriteChannel();
        CHILD_CHECK(checks, !ends.writer->flush() && saysWhy(*ends.writer));
        CHILD_CHECK(checks, !ends.reader->waitForReadyRead(1000) && saysWhy(*ends.reader));
        char buffer[64 * 1024];
        CHILD_CHECK(checks, ends.reader->read(buffer, sizeof buffer) == -1 && saysWhy(*ends.reader));
        CHILD_CHECK(checks, ends.reader->nativeHandle() != OwnedHandle::Invalid);
    });
    QCOMPARE(status, 0);
    QVERIFY(carries(ends, "after"));
    QVERIFY(!ends.writer->error());
}

// Input that arrives while the child lives belongs to the parent too.
void tst_Forking::childRunsAnEventLoop_readsNothing()
{
    for (int i = 0; i < 9; ++i)
        s_ends.push_back(connectFetchedKind());
    int heard = 0;
    for (Ends &ends : s_ends) {
        QVERIFY(ends.reader);
        connect(ends.reader.get(), &Device::readyRead, this, [&] { ++heard; });
    }
    const pid_t child = startForked([&](ChildChecks &checks) {
        auto own = UnixSocket::createPair();
        QObject::connect(own.second.get(), &Device::readyRead, own.second.get(), [&] { own.second->readAll(); });
        for (int i = 0; i < 20; ++i) {
            own.first->write("x");
            CHILD_CHECK(checks, spinUntil([&] { return own.first->bytesToWrite() == 0; }, 5000));
            QTest::qWait(10);
        }
        CHILD_CHECK(checks, heard == 0);
        for (Ends &ends : s_ends)
            CHILD_CHECK(checks, ends.reader->bytesAvailable() == 0 && ends.reader->isOpen());
    });
    for (int i = 0; i < 20; ++i) {
        for (Ends &ends : s_ends)
            QVERIFY(carries(ends, "to the parent"));
        QTest::qWait(10);
    }
    QCOMPARE(waitForForked(child), 0);
}

// ---- input and output at the time of the fork

void tst_Forking::inputBeforeTheFork_isReadableInTheChild()
{
    Ends ends = connectFetchedKind();
    QVERIFY(ends.writer);
    ends.writer->write("before");
    QVERIFY(spinUntil([&] { return ends.reader->bytesAvailable() == 6; }, 5000));
    const int status = runForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, ends.reader->readAll() == "before");
        CHILD_CHECK(checks, ends.reader->readAll().isEmpty() && saysWhy(*ends.reader));
    });
    QCOMPARE(status, 0);
    QCOMPARE(ends.reader->readAll(), QByteArray("before"));
}

void tst_Forking::queuedOutput_isSentOnce()
{
    Ends ends = connectFetchedKind();
    QVERIFY(ends.writer);
    ends.writer->write("once");
    QVERIFY(ends.writer->bytesToWrite() > 0);
    const int status = runForked([&](ChildChecks &checks) {
        ends.writer->flush();
        QTest::qWait(50);
        ends.writer.reset();
        CHILD_CHECK(checks, Device::drainAll(5000));
    });
    QCOMPARE(status, 0);
    QCOMPARE(ends.reader->bytesAvailable(), 0);
    QVERIFY(spinUntil([&] { return ends.reader->bytesAvailable() >= 4; }, 5000));
    QCoreApplication::processEvents();
    QCOMPARE(ends.reader->readAll(), QByteArray("once"));
}

void tst_Forking::closingDevices_areDeliveredByTheParentAlone()
{
    auto pair = UnixSocket::createPair();
    const QByteArray data = pattern(4 * 1024 * 1024);
    pair.first->write(data);
    pair.first->close(); // waits in the event loop for its peer
    QCOMPARE(pair.first->state(), Device::State::Closing);
    const int status = runForked([](ChildChecks &checks) {
        QCoreApplication::processEvents();
        CHILD_CHECK(checks, Device::drainAll(0));
        CHILD_CHECK(checks, Device::lingerStatus().count() == 0);
    });
    QCOMPARE(status, 0);
    QByteArray got;
    connect(pair.second.get(), &Device::readyRead, this, [&] { got += pair.second->readAll(); });
    QVERIFY(spinUntil([&] { return pair.second->state() == Device::State::Closed; }));
    QVERIFY(got == data);
}

QTEST_GUILESS_MAIN(tst_Forking)
#include "tst_forking.moc"
