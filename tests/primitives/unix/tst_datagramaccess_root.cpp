// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Datagrams of another user. The stranger is a child of this process that gives up root rights,
// so this test runs as root only.

#include "testsupport/unix/messagepairs.h"
#include "testsupport/unix/rawunix.h"

#include <fcntl.h>
#include <grp.h>

using namespace QtInterprocess;
using namespace TestSupport;

static constexpr uid_t OtherUser = 65534;

class tst_DatagramAccess_Root : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void strangerAtAPrivatePath_isRefused();
    void strangersDatagrams_areDiscarded_data();
    void strangersDatagrams_areDiscarded();
    void accessEveryone_acceptsAllSenders();
    void accessGroup_acceptsTheGroup();

private:
    // Sends a datagram as the stranger. Returns 0 or errno.
    static int sendAsOtherUser(const UnixAddress &to, const char *text, gid_t group = OtherUser);

    std::unique_ptr<QTemporaryDir> m_dir;
    UnixAddress m_path;
};

void tst_DatagramAccess_Root::init()
{
    QCOMPARE(::geteuid(), uid_t(0)); // the test is registered for root only
    m_dir = std::make_unique<QTemporaryDir>();
    m_path = UnixAddress::fromPath(m_dir->filePath(QStringLiteral("app")));
    QCOMPARE(::chmod(QFile::encodeName(m_dir->path()).constData(), 0755), 0);
}

int tst_DatagramAccess_Root::sendAsOtherUser(const UnixAddress &to, const char *text, gid_t group)
{
    const QByteArray name = to.type() == UnixAddress::Type::Abstract ? '@' + to.bytes() : to.bytes();
    Raw::Child stranger([&](Raw::Child &) {
        if (::setgroups(0, nullptr) != 0 || ::setgid(group) != 0 || ::setuid(OtherUser) != 0)
            return 255;
        const OwnedHandle socket = Raw::socketOf(SOCK_DGRAM);
        const Raw::Address address(name);
        const auto size = size_t(qstrlen(text));
        return ::sendto(int(socket.get()), text, size, 0, address.data(), address.size) == ssize_t(size) ? 0 : errno;
    });
    return stranger.exitCode();
}

void tst_DatagramAccess_Root::strangerAtAPrivatePath_isRefused()
{
    UnixDatagramSocket socket;
    QVERIFY(socket.bind(m_path));
    QCOMPARE(sendAsOtherUser(m_path, "let me in"), EACCES);
    QVERIFY(!socket.waitForReadyRead(20));
}

void tst_DatagramAccess_Root::strangersDatagrams_areDiscarded_data()
{
    QTest::addColumn<bool>("isAbstract");
    QTest::newRow("a path that others may open") << false;
    QTest::newRow("an abstract name") << true;
}

void tst_DatagramAccess_Root::strangersDatagrams_areDiscarded()
{
    QFETCH(bool, isAbstract);
    if (UnixAddress::maximumAbstractLength() == 0)
        QSKIP("on other systems than Linux only the mode of the file protects it");
    const UnixAddress where = isAbstract ? UnixAddress::abstract(uniqueName().toLatin1()) : m_path;
    UnixDatagramSocket socket, friendOfIt;
    QVERIFY(socket.bind(where) && friendOfIt.open());
    if (!isAbstract)
        QCOMPARE(::chmod(where.bytes().constData(), 0666), 0);
    SignalLog log(socket);
    QCOMPARE(sendAsOtherUser(where, "let me in"), 0);
    QVERIFY(friendOfIt.writeDatagram("one of us", where));
    QVERIFY(spinUntil([&] { return socket.hasPendingDatagrams(); }));
    QCOMPARE(socket.receiveDatagram().data(), QByteArray("one of us"));
    QVERIFY(!socket.hasPendingDatagrams());
    QCOMPARE(log.count(QStringLiteral("errorOccurred")), 1);
    QCOMPARE(socket.error().code(), Error::AccessDenied);
    QVERIFY(socket.error().message().contains(QStringLiteral("user 65534")));
    QCOMPARE(socket.error().subject(), where.toString());
    QCOMPARE(socket.state(), Device::State::Connected);
}

void tst_DatagramAccess_Root::accessEveryone_acceptsAllSenders()
{
    UnixDatagramSocket socket;
    socket.setAccess(Access::Everyone);
    socket.setReceivesCredentials(true);
    QVERIFY(socket.bind(m_path));
    QCOMPARE(sendAsOtherUser(m_path, "hello"), 0);
    QVERIFY(spinUntil([&] { return socket.hasPendingDatagrams(); }));
    const UnixDatagram datagram = socket.receiveDatagram();
    QCOMPARE(datagram.data(), QByteArray("hello"));
    if (UnixAddress::maximumAbstractLength() > 0)
        QCOMPARE(datagram.credentials()->userId(), quint32(OtherUser));
    QVERIFY(!socket.error());
}

void tst_DatagramAccess_Root::accessGroup_acceptsTheGroup()
{
    UnixDatagramSocket socket;
    socket.setAccess(Access::Group);
    QVERIFY(socket.bind(m_path));
    QCOMPARE(sendAsOtherUser(m_path, "of another group"), EACCES);
    QCOMPARE(sendAsOtherUser(m_path, "of our group", ::getegid()), 0);
    QVERIFY(spinUntil([&] { return socket.hasPendingDatagrams(); }));
    QCOMPARE(socket.receiveDatagram().data(), QByteArray("of our group"));
}

QTEST_GUILESS_MAIN(tst_DatagramAccess_Root)
#include "tst_datagramaccess_root.moc"
