// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The senders of bytes on a socket that several processes write to. The test is linked with the
// inner objects, which know the abilities of the platform.

#include "testsupport/unix/handles.h"
#include "testsupport/unix/rawunix.h"

#include "os/unix/sendercredentials.h"

#include "testsupport/testsupport.h"

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixSocket>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_SenderCredentials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void otherSystems_reportUnsupported();
    void ofThisProcess();
    void senders_areDistinguished();
    void earlierBytes_haveNoSender();
    void requestBeforeConnecting_works();
    void withHandles();
    void survivesPeekingAndTransactions();
    void ofPackets();
    void ofDatagrams();
};

static constexpr bool Supported =
#ifdef QTINTERPROCESS_PORTABLE_POSIX
    false;
#else
    true;
#endif

static bool isProcess(const std::optional<PeerCredentials> &credentials, pid_t process)
{
    return credentials && credentials->processId() == qint64(process) && credentials->userId() == quint32(::geteuid())
        && credentials->groupId() == quint32(::getegid());
}

// On all other systems the result is the same: no sender is known, and that is reported.
#define RETURN_IF_UNSUPPORTED() \
    if (!Supported) \
    return

void tst_SenderCredentials::otherSystems_reportUnsupported()
{
    QCOMPARE(os::canReceiveCredentials(), Supported);
    UnixSocket socket;
    QVERIFY(!socket.receivesCredentials());
    QCOMPARE(socket.setReceivesCredentials(true), Supported);
    QCOMPARE(socket.receivesCredentials(), Supported);
    QCOMPARE(socket.error().code(), Supported ? Error::NoError : Error::Unsupported);
    QVERIFY(socket.setReceivesCredentials(false));
    QVERIFY(!socket.senderCredentials());
}

void tst_SenderCredentials::ofThisProcess()
{
    RETURN_IF_UNSUPPORTED();
    auto [near, far] = UnixSocket::createPair();
    QVERIFY(far->setReceivesCredentials(true));
    near->write("hello");
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 5; }));
    QVERIFY(isProcess(far->senderCredentials(), ::getpid()));
    QCOMPARE(far->bytesFromSender(), 5);
    QCOMPARE(far->read(2), QByteArray("he"));
    QCOMPARE(far->bytesFromSender(), 3);
    QCOMPARE(far->readAll(), QByteArray("llo"));
    QVERIFY(isProcess(far->senderCredentials(), ::getpid())); // of the last byte
    QCOMPARE(far->bytesFromSender(), 0);
    QVERIFY(far->setReceivesCredentials(false));
    near->write("more");
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 4; }));
    QVERIFY(!far->senderCredentials());
}

void tst_SenderCredentials::senders_areDistinguished()
{
    RETURN_IF_UNSUPPORTED();
    auto [near, far] = UnixSocket::createPair();
    QVERIFY(far->setReceivesCredentials(true));
    const int fd = int(near->nativeHandle());
    const auto writeRaw = [fd](const char *text) { return ::send(fd, text, strlen(text), MSG_NOSIGNAL) > 0; };
    Raw::Child child([&](Raw::Child &self) {
        while (self.receiveByte() == 'w')
            self.sendByte(writeRaw("child") ? 'd' : 'e');
        return 0;
    });
    for (int round = 0; round < 3; ++round) {
        QVERIFY(writeRaw("parent"));
        QVERIFY(child.sendByte('w'));
        QCOMPARE(child.receiveByte(), 'd');
    }
    // All data is there and is read in one turn, before the first query.
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 33; }));
    for (int round = 0; round < 3; ++round) {
        QVERIFY(isProcess(far->senderCredentials(), ::getpid()));
        QCOMPARE(far->bytesFromSender(), 6);
        QCOMPARE(far->read(far->bytesFromSender()), QByteArray("parent"));
        QVERIFY(isProcess(far->senderCredentials(), child.processId()));
        QCOMPARE(far->bytesFromSender(), 5);
        QCOMPARE(far->read(far->bytesFromSender()), QByteArray("child"));
    }
}

void tst_SenderCredentials::earlierBytes_haveNoSender()
{
    RETURN_IF_UNSUPPORTED();
    auto [near, far] = UnixSocket::createPair();
    near->write("read before");
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 11; }));
    near->write("sent before");
    near->flush();
    QVERIFY(far->setReceivesCredentials(true));
    near->write("after");
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 27; }));
    QVERIFY(!far->senderCredentials());
    QCOMPARE(far->bytesFromSender(), 0);
    QCOMPARE(far->read(11), QByteArray("read before"));
    QVERIFY(!far->senderCredentials());
    QCOMPARE(far->read(11), QByteArray("sent before"));
    QVERIFY(isProcess(far->senderCredentials(), ::getpid()));
    QCOMPARE(far->bytesFromSender(), 5);
}

void tst_SenderCredentials::requestBeforeConnecting_works()
{
    RETURN_IF_UNSUPPORTED();
    int ends[2] = { -1, -1 };
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const OwnedHandle writing(ends[0]);
    UnixSocket socket;
    QVERIFY(socket.setReceivesCredentials(true));
    QVERIFY(socket.adopt(OwnedHandle(ends[1])));
    QCOMPARE(::send(ends[0], "x", 1, MSG_NOSIGNAL), ssize_t(1));
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 1; }));
    QVERIFY(isProcess(socket.senderCredentials(), ::getpid()));
}

void tst_SenderCredentials::withHandles()
{
    RETURN_IF_UNSUPPORTED();
    auto [near, far] = UnixSocket::createPair();
    QVERIFY(far->setReceivesCredentials(true));
    far->setMaximumPendingHandles(3);
    const int before = openDescriptors();
    near->write("both", Handles::numbered(0, 3));
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 4; }));
    QVERIFY(isProcess(far->senderCredentials(), ::getpid()));
    QVERIFY(Handles::areNumbered(far->takeHandles(), 0, 3));
    // Credentials alone do not admit handles.
    far->setMaximumPendingHandles(0);
    near->write("more", Handles::numbered(0, 3));
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 8; }));
    QCOMPARE(far->pendingHandles(), 0);
    QCOMPARE(openDescriptors(), before);
    QVERIFY(!far->error());
}

void tst_SenderCredentials::survivesPeekingAndTransactions()
{
    RETURN_IF_UNSUPPORTED();
    auto [near, far] = UnixSocket::createPair();
    QVERIFY(far->setReceivesCredentials(true));
    near->write("0123456789");
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 10; }));
    QCOMPARE(far->peek(4), QByteArray("0123"));
    QCOMPARE(far->bytesFromSender(), 10);
    far->startTransaction();
    QCOMPARE(far->read(6), QByteArray("012345"));
    QCOMPARE(far->bytesFromSender(), 4);
    far->rollbackTransaction();
    QCOMPARE(far->bytesFromSender(), 10);
    QVERIFY(isProcess(far->senderCredentials(), ::getpid()));
    QCOMPARE(far->readAll(), QByteArray("0123456789"));
    QCOMPARE(far->bytesFromSender(), 0);
}

// Two processes write to one socket. Empty messages have a sender too.
void tst_SenderCredentials::ofPackets()
{
    auto [near, far] = UnixSeqPacketSocket::createPair();
    if (!near)
        QSKIP("this system has no SOCK_SEQPACKET sockets");
    QCOMPARE(far->setReceivesCredentials(true), Supported);
    QCOMPARE(far->receivesCredentials(), Supported);
    RETURN_IF_UNSUPPORTED();
    near->writeMessage("ours");
    near->flush();
    const pid_t child = ::fork();
    if (child == 0) {
        const bool sent = ::send(int(near->nativeHandle()), "theirs", 6, 0) == 6
            && ::send(int(near->nativeHandle()), "", 0, 0) == 0;
        ::_exit(sent ? 0 : 1);
    }
    int status = 1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    QVERIFY(!far->senderCredentials()); // no message has been read
    QVERIFY(spinUntil([&receiver = far] { return receiver->bytesAvailable() == 10; }));
    QCOMPARE(far->readMessage(), QByteArray("ours"));
    QVERIFY(isProcess(far->senderCredentials(), ::getpid()));
    QCOMPARE(far->readMessage(), QByteArray("theirs"));
    QVERIFY(isProcess(far->senderCredentials(), child));
    QVERIFY(spinUntil([&receiver = far] { return receiver->hasPendingMessages(); }));
    QCOMPARE(far->readMessage(), QByteArray(""));
    QVERIFY(isProcess(far->senderCredentials(), child));
    QVERIFY(far->setReceivesCredentials(false));
    near->writeMessage("later");
    QVERIFY(spinUntil([&receiver = far] { return receiver->hasPendingMessages(); }));
    QCOMPARE(far->readMessage(), QByteArray("later"));
    QVERIFY(!far->senderCredentials());
}

// Some readers do not use receiveDatagram().
void tst_SenderCredentials::ofDatagrams()
{
    UnixDatagramSocket receiver;
    receiver.setReceivesCredentials(true);
    QTemporaryDir folder;
    const UnixAddress address = UnixAddress::fromPath(folder.filePath(QStringLiteral("datagrams")));
    QVERIFY(receiver.bind(address));
    QVERIFY(receiver.writeDatagram("ours", address));
    receiver.flush();
    Raw::Child child([&](Raw::Child &) {
        const Raw::Address to(address.bytes());
        const OwnedHandle socket = Raw::socketOf(SOCK_DGRAM);
        return ::sendto(int(socket.get()), "theirs", 6, 0, to.data(), to.size) == 6 ? 0 : 1;
    });
    const pid_t process = child.processId();
    QCOMPARE(child.exitCode(), 0);
    QVERIFY(!receiver.senderCredentials()); // no message has been read
    QVERIFY(spinUntil([&] { return receiver.bytesAvailable() == 10; }));
    QCOMPARE(receiver.readMessage(), QByteArray("ours"));
    QCOMPARE(isProcess(receiver.senderCredentials(), ::getpid()), Supported);
    QCOMPARE(receiver.read(2), QByteArray("th"));
    QCOMPARE(isProcess(receiver.senderCredentials(), process), Supported);
    QCOMPARE(receiver.senderCredentials().has_value(), Supported);
}

QTEST_GUILESS_MAIN(tst_SenderCredentials)
#include "tst_sendercredentials.moc"
