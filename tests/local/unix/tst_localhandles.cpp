// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A LocalSocket passes handles like a UnixSocket. tst_handlepassing tests what both have in common.

#include "testsupport/testsupport.h"
#include "testsupport/unix/handles.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/UnixSocket>

#include <QtTest/qsignalspy.h>

#include <memory>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;
using Handles::areNumbered;
using Handles::numbered;
using Handles::one;

class tst_LocalHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void limitOfTheSlot_receivesHandles_data();
    void limitOfTheSlot_receivesHandles();
    void limitBeforeConnecting_receivesHandles();
    void limitAfterConnecting_receivesLaterHandles();
    void handlesReceived_isEmittedBeforeReadyRead();
    void writtenWhileConnecting_arrive();
    void serverWithoutHandles_refusesThem();
    void socketWithoutLimit_refusesThem();
    void surplusHandles_areClosedAndReported();
    void refusedWrite_keepsItsHandles();
    void closedAndDestroyedAtOnce_delivers();
    void close_closesPendingHandles();
    void createdPeer_receivesHandles();
    void channelOverAUnixSocket_receivesHandles();
    void limitOfTheDevice_returnsAfterTheChannel();

private:
    void listenAndConnect(bool receives, int limitOfTheSlot);

    const PrivateRuntimeDirectory m_runtime;
    std::unique_ptr<LocalServer> server;
    std::unique_ptr<LocalSocket> near;
    std::unique_ptr<LocalSocket> far;
    int m_before = 0;
};

// Connects near, and accepts far in the slot of newConnection().
void tst_LocalHandles::listenAndConnect(bool receives, int limitOfTheSlot)
{
    connect(server.get(), &LocalServer::newConnection, this, [this, limitOfTheSlot] {
        far.reset(server->nextPendingConnection());
        far->setParent(nullptr);
        far->setMaximumPendingHandles(limitOfTheSlot);
    });
    server->setReceivesHandles(receives);
    QVERIFY(server->listen(uniqueName()));
    near->connectToServer(server->serverName());
}

void tst_LocalHandles::init()
{
    m_before = openDescriptors();
    server = std::make_unique<LocalServer>();
    near = std::make_unique<LocalSocket>();
}

// No handle stays open after any test.
void tst_LocalHandles::cleanup()
{
    near.reset();
    far.reset();
    server.reset();
    (void)Device::drainAll(5000);
    QVERIFY(spinUntil([&] { return openDescriptors() <= m_before + 2; })); // the thread in the background keeps two
}

void tst_LocalHandles::limitOfTheSlot_receivesHandles_data()
{
    QTest::addColumn<bool>("path");
    QTest::newRow("generic name") << false;
    QTest::newRow("path") << true;
}

// The handles are sent before the server has accepted the connection.
void tst_LocalHandles::limitOfTheSlot_receivesHandles()
{
    QFETCH(const bool, path);
    connect(server.get(), &LocalServer::newConnection, this, [this] {
        far.reset(server->nextPendingConnection());
        far->setParent(nullptr);
        far->setMaximumPendingHandles(3);
    });
    server->setReceivesHandles(true);
    QVERIFY(server->receivesHandles());
    QTemporaryDir folder;
    QVERIFY(
        server->listen(path ? LocalName::path(folder.filePath(QStringLiteral("socket"))) : LocalName(uniqueName())));
    near->connectToServer(path ? LocalName::path(server->fullServerName()) : LocalName(server->serverName()));
    QVERIFY(near->waitForConnected(20000));
    std::vector<OwnedHandle> handles = numbered(1, 3);
    QCOMPARE(near->write("take these", std::move(handles)), 10);
    QVERIFY(handles.empty());
    QVERIFY(near->waitForBytesWritten(20000));
    QVERIFY(spinUntil([&] { return far && far->pendingHandles() == 3; }));
    QVERIFY(areNumbered(far->takeHandles(), 1, 3));
    QCOMPARE(far->readAll(), QByteArray("take these"));
    QVERIFY(!near->error());
}

void tst_LocalHandles::limitBeforeConnecting_receivesHandles()
{
    QVERIFY(server->listen(uniqueName()));
    near->setMaximumPendingHandles(1);
    QCOMPARE(near->maximumPendingHandles(), 1);
    near->connectToServer(server->serverName());
    QVERIFY(server->waitForNewConnection(20000));
    far.reset(server->nextPendingConnection());
    far->setParent(nullptr);
    QCOMPARE(far->write("x", one(4)), 1); // before the client knows that it is connected
    QVERIFY(spinUntil([&] { return near->pendingHandles() == 1; }));
    QVERIFY(areNumbered(near->takeHandles(), 4, 1));
    QVERIFY(!far->error());
}

void tst_LocalHandles::limitAfterConnecting_receivesLaterHandles()
{
    listenAndConnect(false, 0);
    QVERIFY(spinUntil([&] { return far && near->state() == Device::State::Connected; }));
    near->setMaximumPendingHandles(1);
    QCOMPARE(far->write("x", one(4)), 1);
    QVERIFY(spinUntil([&] { return near->pendingHandles() == 1; }));
    QVERIFY(areNumbered(near->takeHandles(), 4, 1));
}

void tst_LocalHandles::handlesReceived_isEmittedBeforeReadyRead()
{
    listenAndConnect(true, 1);
    QVERIFY(spinUntil([&] { return far != nullptr; }));
    QStringList order;
    connect(far.get(), &LocalSocket::handlesReceived, this, [&] { order += QStringLiteral("handles"); });
    connect(far.get(), &LocalSocket::readyRead, this, [&] { order += QStringLiteral("bytes"); });
    near->write("x", one(1));
    QVERIFY(spinUntil([&] { return order.size() == 2; }));
    QCOMPARE(order, QStringList({ QStringLiteral("handles"), QStringLiteral("bytes") }));
}

void tst_LocalHandles::writtenWhileConnecting_arrive()
{
    listenAndConnect(true, 2);
    QCOMPARE(near->state(), Device::State::Connecting);
    near->write("plain");
    QCOMPARE(near->write("with", numbered(5, 2)), 4);
    QVERIFY(spinUntil([&] { return far && far->bytesAvailable() == 9; }));
    QVERIFY(areNumbered(far->takeHandles(), 5, 2));
}

void tst_LocalHandles::serverWithoutHandles_refusesThem()
{
    listenAndConnect(false, 0);
    std::vector<Error> errors;
    connect(near.get(), &LocalSocket::errorOccurred, this, [&](const Error &error) { errors.push_back(error); });
    QVERIFY(near->waitForConnected(20000));
    near->write("x", one(1));
    near->write("y");
    QVERIFY(spinUntil([&] { return far && far->bytesAvailable() == 2; }));
    QCOMPARE(far->pendingHandles(), 0);
    QVERIFY(far->takeHandles().empty());
    for (const Error &error : errors) // of Linux 6.16 and newer
        QCOMPARE(error.code(), Error::AccessDenied);
    QCOMPARE(near->state(), Device::State::Connected);
}

void tst_LocalHandles::socketWithoutLimit_refusesThem()
{
    listenAndConnect(true, 0);
    QVERIFY(near->waitForConnected(20000));
    near->write("x", one(1));
    QVERIFY(spinUntil([&] { return far && far->bytesAvailable() == 1; }));
    near->write("y", one(2));
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == 2; }));
    QCOMPARE(far->pendingHandles(), 0);
    QVERIFY(!far->error());
}

void tst_LocalHandles::surplusHandles_areClosedAndReported()
{
    listenAndConnect(true, 2);
    QVERIFY(spinUntil([&] { return far != nullptr; }));
    std::vector<Error> errors;
    connect(far.get(), &LocalSocket::errorOccurred, this, [&](const Error &error) { errors.push_back(error); });
    near->write("first", numbered(1, 5));
    QVERIFY(spinUntil([&] { return !errors.empty(); }));
    QCOMPARE(errors[0].code(), Error::ResourceExhausted);
    QCOMPARE(far->state(), Device::State::Connected);
    QCOMPARE(far->readAll(), QByteArray("first"));
    QVERIFY(areNumbered(far->takeHandles(), 1, 2));
}

void tst_LocalHandles::refusedWrite_keepsItsHandles()
{
    std::vector<OwnedHandle> handles = one(3);
    QCOMPARE(near->write("x", std::move(handles)), -1);
    QCOMPARE(near->error().code(), Error::InvalidOperation);
    QVERIFY(areNumbered(handles, 3, 1));
}

void tst_LocalHandles::closedAndDestroyedAtOnce_delivers()
{
    listenAndConnect(true, 2);
    QVERIFY(spinUntil([&] { return far != nullptr; }));
    near->write(pattern(2'000'000));
    near->write("end", numbered(1, 2));
    near->close();
    near.reset();
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 2; }));
    QVERIFY(areNumbered(far->takeHandles(), 1, 2));
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == 2'000'003; }));
}

void tst_LocalHandles::close_closesPendingHandles()
{
    listenAndConnect(true, 2);
    near->write("x", numbered(1, 2));
    QVERIFY(spinUntil([&] { return far && far->pendingHandles() == 2; }));
    far->close();
    QCOMPARE(far->pendingHandles(), 0);
    QVERIFY(far->takeHandles().empty());
}

void tst_LocalHandles::createdPeer_receivesHandles()
{
    far = std::make_unique<LocalSocket>();
    far->setMaximumPendingHandles(1);
    QVERIFY(far->adopt(near->createPeer()));
    near->write("x", one(9));
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 1; }));
    QVERIFY(areNumbered(far->takeHandles(), 9, 1));
}

void tst_LocalHandles::channelOverAUnixSocket_receivesHandles()
{
    auto [writing, reading] = UnixSocket::createPair();
    QVERIFY(writing && reading);
    MessageChannel sender(writing.get());
    MessageChannel receiver(reading.get());
    receiver.setMaximumHandles(2);
    QVERIFY(sender.send("x", numbered(1, 2)));
    QVERIFY(sender.waitForSent());
    QCOMPARE(receiver.receive(20000).value_or(QByteArray()), QByteArray("x"));
    QVERIFY(areNumbered(receiver.takeHandles(), 1, 2));
}

// The number of the device is that of its user again, after the channel is gone.
void tst_LocalHandles::limitOfTheDevice_returnsAfterTheChannel()
{
    listenAndConnect(true, 3);
    QVERIFY(spinUntil([&] { return far != nullptr; }));
    auto channel = std::make_unique<MessageChannel>(far.get());
    channel->setMaximumHandles(1);
    QCOMPARE(far->maximumPendingHandles(), 3);
    channel.reset();
    near->write("x", numbered(1, 3));
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 3; }));
    QVERIFY(areNumbered(far->takeHandles(), 1, 3));
}

QTEST_GUILESS_MAIN(tst_LocalHandles)

#include "tst_localhandles.moc"
