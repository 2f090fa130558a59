// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Datagram sockets: names, receivers that are full or closed, and the extras of a datagram.

#include "testsupport/unix/messagepairs.h"
#include "testsupport/unix/rawunix.h"

#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Datagram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_dir.reset(); }

    void exchangesDatagrams();
    void sizes_data();
    void sizes();
    void sizesMixed();
    void emptyDatagrams();
    void allReadFunctions_shareOneQueue();
    void rollback_restoresTheSender();
    void abstractNames();
    void autobind();
    void unboundSender();
    void connectedSocket_acceptsItsPeerOnly();
    void connectToServer_reportsLater();
    void connectToAMissingServer_fails();
    void writtenBeforeConnected_isDelivered();
    void longNames();
    void longestSenderPath_isReported();

    void name_hasOneOwner();
    void staleName_isReclaimed();
    void foreignOwner_keepsItsName();
    void close_freesTheName_data();
    void close_freesTheName();
    void failedBind_changesNothing_data();
    void failedBind_changesNothing();
    void access_setsTheModeOfTheFile();

    void fullReceiver_isWaitedForWithoutSpinning();
    void fullReceiver_doesNotDelayOthers();
    void fullPeer_isWaitedForWithoutSpinning();
    void writeBufferSize_limitsQueuedOutput();
    void waitForAFullReceiver_timesOut();
    void sendToAMissingReceiver_reportsAnError_data();
    void sendToAMissingReceiver_reportsAnError();
    void boundSocket_staysOpenAfterPeerClosed();
    void unnamedSocket_isClosedAfterPeerClosed();
    void writeAfterPeerClosed_keepsUnreadDatagrams();
    void tooLargeToSend_isRefused();
    void tooLargeToReceive_isDiscarded();
    void writeMessageWithoutAPeer_fails();
    void lingersForAFullReceiver();
    void drainAll_reportsLostDatagrams();
    void closeWriteChannel_failsWithUnsupported();
    void adoption();
    void credentials();
    void movesToAnotherThread();

private:
    UnixAddress address() const { return UnixAddress::fromPath(m_dir->filePath(uniqueName().right(12))); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

// A receiver that never reads, and whose queue is full.
class FullReceiver
{
public:
    explicit FullReceiver(const UnixAddress &address) : m_socket(Raw::serve(address.bytes(), -1, SOCK_DGRAM))
    {
        const OwnedHandle sender = Raw::socketOf(SOCK_DGRAM);
        const Raw::Address to(address.bytes());
        while (::sendto(int(sender.get()), "x", 1, MSG_DONTWAIT, to.data(), to.size) == 1)
            ++m_count;
    }
    QByteArray read(int flags = MSG_DONTWAIT) const
    {
        char buffer[4096];
        const ssize_t size = ::recv(int(m_socket.get()), buffer, sizeof buffer, flags);
        return size < 0 ? QByteArray() : QByteArray(buffer, qsizetype(size));
    }
    // Reads what filled the queue, and no datagram that another thread adds meanwhile.
    void makeRoom() const
    {
        for (int i = 0; i < m_count; ++i)
            QCOMPARE(read(), QByteArray("x"));
    }

private:
    const OwnedHandle m_socket;
    int m_count = 0;
};

void tst_Datagram::exchangesDatagrams()
{
    UnixDatagramSocket server, client;
    QVERIFY2(server.bind(address()), qPrintable(server.error().message()));
    QVERIFY(client.bind(address()));
    QCOMPARE(server.state(), Device::State::Connected);
    connect(&server, &QIODevice::readyRead, this, [&] {
        while (server.hasPendingDatagrams()) {
            const UnixDatagram datagram = server.receiveDatagram();
            QVERIFY(server.writeDatagram("you said " + datagram.data(), datagram.sender()));
        }
    });
    QVERIFY(client.writeDatagram("one", server.localAddress()));
    QVERIFY(client.writeDatagram("two", server.localAddress()));
    QVERIFY(spinUntil([&] { return client.bytesAvailable() == 24; }));
    const UnixDatagram first = client.receiveDatagram();
    QCOMPARE(first.data(), QByteArray("you said one"));
    QCOMPARE(first.sender(), server.localAddress());
    QVERIFY(!first.isDataTruncated());
    QVERIFY(!first.areHandlesTruncated());
    QVERIFY(first.handles().empty());
    QCOMPARE(client.receiveDatagram().data(), QByteArray("you said two"));
    QVERIFY(!client.receiveDatagram());
}

void tst_Datagram::sizes_data()
{
    QTest::addColumn<qint64>("size");
    for (const qint64 size : { 0, 1, 511, 512, 513, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 200 * 1024, 300 * 1024 })
        QTest::addRow("%lld", qlonglong(size)) << size;
}

void tst_Datagram::sizes()
{
    QFETCH(qint64, size);
    UnixDatagramSocket receiver, sender;
    QVERIFY(receiver.bind(address()));
    QVERIFY(sender.open());
    QSignalSpy readyRead(&receiver, &QIODevice::readyRead);
    for (int i = 0; i < 3; ++i)
        QVERIFY(sender.writeDatagram(pattern(size, quint64(i)), receiver.localAddress()));
    const QByteArrayList received = messagesOf(receiver, 3);
    QCOMPARE(received.size(), 3);
    for (int i = 0; i < 3; ++i)
        QVERIFY(!received[i].isNull() && received[i] == pattern(size, quint64(i)));
    QVERIFY(readyRead.count() >= 1);
}

// A large datagram changes how the next ones are read. A small one after many does so as well.
void tst_Datagram::sizesMixed()
{
    UnixDatagramSocket receiver, sender;
    QVERIFY(receiver.bind(address()) && sender.open());
    QByteArrayList sent;
    for (const qint64 size : { 1, 65'535, 65'536, 65'537, 0, 150'000, 3 })
        sent += pattern(size, quint64(size));
    for (int i = 0; i < 100; ++i)
        sent += pattern(i % 7 * 100, quint64(i));
    sent += pattern(180'000, 1);
    sent += "last";
    for (const QByteArray &data : std::as_const(sent))
        QVERIFY2(sender.writeDatagram(data, receiver.localAddress()), qPrintable(sender.error().message()));
    QVERIFY(messagesOf(receiver, sent.size()) == sent);
    QVERIFY(!receiver.error());
}

void tst_Datagram::emptyDatagrams()
{
    UnixDatagramSocket receiver, sender;
    QVERIFY(receiver.bind(address()));
    QVERIFY(sender.bind(address()));
    for (const char *data : { "", "x", "", "" })
        QVERIFY(sender.writeDatagram(data, receiver.localAddress()));
    QVERIFY(sender.flush());
    QByteArrayList received;
    while (received.size() < 4 && (receiver.hasPendingDatagrams() || receiver.waitForReadyRead(5000))) {
        const UnixDatagram datagram = receiver.receiveDatagram();
        QVERIFY(datagram.isValid());
        QCOMPARE(datagram.sender(), sender.localAddress());
        received += datagram.data();
    }
    QCOMPARE(received, QByteArrayList({ "", "x", "", "" }));
    QVERIFY(!receiver.receiveDatagram().isValid());
    QVERIFY(receiver.isReadable());
}

void tst_Datagram::allReadFunctions_shareOneQueue()
{
    UnixDatagramSocket receiver, one, two;
    QVERIFY(receiver.bind(address()) && one.bind(address()) && two.bind(address()));
    const auto arrive = [&](qint64 count) { return spinUntil([&] { return receiver.bytesAvailable() == count; }); };
    QVERIFY(one.writeDatagram("abcdef", receiver.localAddress()));
    QVERIFY(arrive(6));
    QVERIFY(two.writeDatagram("ghi", receiver.localAddress()));
    QVERIFY(arrive(9));
    QVERIFY(one.writeDatagram("jkl", receiver.localAddress()));
    QVERIFY(arrive(12));
    QVERIFY(two.writeDatagram("mno", receiver.localAddress()));
    QVERIFY(arrive(15));
    QCOMPARE(receiver.read(2), QByteArray("ab"));
    const UnixDatagram rest = receiver.receiveDatagram();
    QCOMPARE(rest.data(), QByteArray("cdef"));
    QCOMPARE(rest.sender(), one.localAddress());
    QCOMPARE(receiver.readMessage(), QByteArray("ghi"));
    receiver.startTransaction();
    QCOMPARE(receiver.read(4), QByteArray("jklm"));
    receiver.rollbackTransaction();
    QCOMPARE(receiver.peek(4), QByteArray("jklm"));
    UnixDatagram whole = receiver.receiveDatagram();
    QCOMPARE(whole.data(), QByteArray("jkl"));
    QCOMPARE(whole.sender(), one.localAddress());
    whole = receiver.receiveDatagram();
    QCOMPARE(whole.data(), QByteArray("mno"));
    QCOMPARE(whole.sender(), two.localAddress());
}

void tst_Datagram::rollback_restoresTheSender()
{
    UnixDatagramSocket receiver, sender;
    QVERIFY(receiver.bind(address()) && sender.bind(address()));
    for (const char *data : { "one", "two" })
        QVERIFY(sender.writeDatagram(data, receiver.localAddress()));
    QVERIFY(spinUntil([&] { return receiver.bytesAvailable() == 6; }));
    const auto isFrom = [&](const UnixDatagram &datagram, const char *data) {
        return datagram.data() == data && datagram.sender() == sender.localAddress()
            && datagram.credentials().has_value() == (UnixAddress::maximumAbstractLength() > 0);
    };
    receiver.startTransaction();
    QVERIFY(isFrom(receiver.receiveDatagram(), "one"));
    QVERIFY(isFrom(receiver.receiveDatagram(), "two"));
    receiver.rollbackTransaction();
    QVERIFY(isFrom(receiver.receiveDatagram(), "one"));
    QVERIFY(isFrom(receiver.receiveDatagram(), "two"));
}

void tst_Datagram::abstractNames()
{
    UnixDatagramSocket server, client;
    const UnixAddress name = UnixAddress::abstract(QByteArray("two\0zero", 8) + uniqueName().toLatin1() + '\0');
    if (UnixAddress::maximumAbstractLength() == 0) {
        QVERIFY(!server.bind(name));
        QCOMPARE(server.error().code(), Error::Unsupported);
        return;
    }
    QVERIFY2(server.bind(name), qPrintable(server.error().message()));
    QVERIFY(client.bind(UnixAddress::abstract(uniqueName().toLatin1())));
    QVERIFY(client.writeDatagram("x", name));
    QVERIFY(client.flush());
    QVERIFY(server.waitForReadyRead(5000));
    QCOMPARE(server.receiveDatagram().sender(), client.localAddress());
    UnixDatagramSocket second;
    QVERIFY(!second.bind(name));
    QCOMPARE(second.error().code(), Error::NameInUse);
    server.close();
    QVERIFY(spinUntil([&] { return server.state() == Device::State::Closed; }));
    QVERIFY(second.bind(name));
}

void tst_Datagram::autobind()
{
    UnixDatagramSocket one;
    if (UnixAddress::maximumAbstractLength() == 0) {
        QVERIFY(!one.bind());
        QCOMPARE(one.error().code(), Error::Unsupported);
        QCOMPARE(one.state(), Device::State::Closed);
        return;
    }
    UnixDatagramSocket two;
    QVERIFY2(one.bind(), qPrintable(one.error().message()));
    QVERIFY(two.bind());
    QCOMPARE(one.localAddress().type(), UnixAddress::Type::Abstract);
    QVERIFY(!one.localAddress().bytes().isEmpty());
    QVERIFY(one.localAddress() != two.localAddress());
    QVERIFY(one.writeDatagram("question", two.localAddress()));
    QVERIFY(one.waitForBytesWritten(5000));
    QVERIFY(two.waitForReadyRead(5000));
    const UnixDatagram question = two.receiveDatagram();
    QCOMPARE(question.sender(), one.localAddress());
    QVERIFY(two.writeDatagram("answer", question.sender()));
    QVERIFY(two.flush());
    QVERIFY(one.waitForReadyRead(5000));
    QCOMPARE(one.receiveDatagram().data(), QByteArray("answer"));
}

void tst_Datagram::unboundSender()
{
    UnixDatagramSocket receiver, sender;
    QVERIFY(receiver.bind(address()));
    QVERIFY(!sender.writeDatagram("not open", receiver.localAddress()));
    QCOMPARE(sender.error().code(), Error::InvalidOperation);
    QVERIFY(sender.open(QIODevice::WriteOnly));
    QVERIFY(!sender.isReadable());
    QVERIFY(sender.writeDatagram("x", receiver.localAddress()));
    QVERIFY(spinUntil([&] { return receiver.hasPendingDatagrams(); }));
    QCOMPARE(receiver.receiveDatagram().sender(), UnixAddress());
    QVERIFY(!sender.writeDatagram("x", UnixAddress()));
    QCOMPARE(sender.error().code(), Error::InvalidName);
    QVERIFY(!sender.writeDatagram("x", UnixAddress::fromPath(QString(5000, QLatin1Char('x')))));
    QCOMPARE(sender.error().code(), Error::NameTooLong);
    QCOMPARE(sender.bytesToWrite(), 0);
}

void tst_Datagram::connectedSocket_acceptsItsPeerOnly()
{
    UnixDatagramSocket socket, peer, other;
    QVERIFY(socket.bind(address()) && peer.bind(address()) && other.bind(address()));
    QCOMPARE(socket.peerAddress(), UnixAddress());
    QVERIFY(socket.connectToPeer(peer.localAddress()));
    QCOMPARE(socket.peerAddress(), peer.localAddress());
    QSignalSpy errors(&other, &Device::errorOccurred);
    QVERIFY(other.writeDatagram("from somebody else", socket.localAddress()));
    QVERIFY(errors.wait(5000)); // EPERM
    QCOMPARE(other.error().code(), Error::AccessDenied);
    QCOMPARE(other.error().subject(), socket.localAddress().toString());
    QCOMPARE(other.state(), Device::State::Connected);
    QVERIFY(socket.writeMessage("to the peer"));
    QVERIFY(spinUntil([&] { return peer.hasPendingDatagrams(); }));
    QCOMPARE(peer.receiveDatagram().sender(), socket.localAddress());
    QVERIFY(peer.writeDatagram("from the peer", socket.localAddress()));
    QVERIFY(spinUntil([&] { return socket.hasPendingDatagrams(); }));
    QCOMPARE(socket.receiveDatagram().data(), QByteArray("from the peer"));
    QVERIFY(socket.connectToPeer(UnixAddress())); // removes the peer
    QCOMPARE(socket.peerAddress(), UnixAddress());
    QVERIFY(other.writeDatagram("heard", socket.localAddress()));
    QVERIFY(spinUntil([&] { return socket.hasPendingDatagrams(); }));
    QCOMPARE(socket.receiveDatagram().data(), QByteArray("heard"));
}

void tst_Datagram::connectToServer_reportsLater()
{
    UnixDatagramSocket server, client;
    QVERIFY(server.bind(address()));
    SignalLog log(client);
    client.connectToServer(server.localAddress());
    QCOMPARE(client.state(), Device::State::Connecting);
    QVERIFY(log.entries().isEmpty());
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("connected")) == 1; }));
    QCOMPARE(client.peerAddress(), server.localAddress());
    QCOMPARE(client.localAddress(), UnixAddress());
    QCOMPARE(client.write("hello"), 5);
    QVERIFY(spinUntil([&] { return server.hasPendingDatagrams(); }));
    QCOMPARE(server.receiveDatagram().data(), QByteArray("hello"));
}

void tst_Datagram::connectToAMissingServer_fails()
{
    const UnixAddress where = address();
    UnixDatagramSocket client;
    SignalLog log(client);
    client.connectToServer(where);
    QVERIFY(client.writeMessage("lost"));
    QVERIFY(log.entries().isEmpty());
    QVERIFY(spinUntil([&] { return client.state() == Device::State::Closed; }));
    QCOMPARE(client.error().code(), Error::NotFound);
    QCOMPARE(client.error().subject(), where.toString());
    QVERIFY(Raw::serve(where.bytes(), -1, SOCK_DGRAM)); // closed at once
    client.connectToServer(where);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::ConnectionRefused);
    QVERIFY(!client.connectToPeer(where));
    QCOMPARE(client.error().code(), Error::InvalidOperation); // the socket is not open
}

void tst_Datagram::writtenBeforeConnected_isDelivered()
{
    UnixDatagramSocket server;
    QVERIFY(server.bind(address()));
    const QByteArrayList sent { "one", "", pattern(300 * 1024), "four" };
    {
        UnixDatagramSocket client;
        client.connectToServer(server.localAddress());
        for (const QByteArray &message : sent)
            QVERIFY(client.writeMessage(message));
        QCOMPARE(client.state(), Device::State::Connecting);
    } // destroyed before the result is known
    QVERIFY(messagesOf(server, 4) == sent);
    QVERIFY(Device::drainAll(5000));
}

void tst_Datagram::longNames()
{
    if (UnixAddress::maximumAbstractLength() == 0)
        QSKIP("paths beyond sockaddr_un need the /proc of Linux");
    QVERIFY(QDir(m_dir->path()).mkdir(QString(150, QLatin1Char('d'))));
    const QString folder = m_dir->filePath(QString(150, QLatin1Char('d'))) + QLatin1Char('/');
    UnixDatagramSocket server, client;
    const UnixAddress where = UnixAddress::fromPath(folder + QStringLiteral("server"));
    QVERIFY2(server.bind(where), qPrintable(server.error().message()));
    QCOMPARE(server.localAddress(), where);
    QVERIFY(client.open());
    QVERIFY(client.writeDatagram("far away", where));
    QVERIFY(spinUntil([&] { return server.hasPendingDatagrams(); }));
    server.close();
    QCOMPARE(Raw::namesIn(folder), QStringList());
}

// Linux returns a length that counts a zero byte behind the end of sockaddr_un.
void tst_Datagram::longestSenderPath_isReported()
{
    UnixDatagramSocket receiver;
    QVERIFY(receiver.bind(address()));
    const OwnedHandle sender = Raw::socketOf(SOCK_DGRAM);
    const QByteArray folder = QFile::encodeName(m_dir->path()) + '/';
    Raw::Address own(folder);
    const QByteArray path = folder + QByteArray(qsizetype(sizeof own.address.sun_path) - folder.size(), 'n');
    std::memcpy(own.address.sun_path, path.constData(), sizeof own.address.sun_path);
    QCOMPARE(::bind(int(sender.get()), own.data(), sizeof own.address), 0);
    const Raw::Address to(receiver.localAddress().bytes());
    QCOMPARE(::sendto(int(sender.get()), "x", 1, 0, to.data(), to.size), ssize_t(1));
    QVERIFY(receiver.waitForReadyRead());
    QCOMPARE(receiver.receiveDatagram().sender().bytes(), path);
}

void tst_Datagram::name_hasOneOwner()
{
    UnixDatagramSocket owner, second;
    QVERIFY(owner.bind(address()));
    QVERIFY(!second.bind(owner.localAddress()));
    QCOMPARE(second.error().code(), Error::NameInUse);
    // Linux has a list of lock holders.
    const QString who = UnixAddress::maximumAbstractLength() == 0
        ? QString()
        : QStringLiteral(" by process %1").arg(QCoreApplication::applicationPid());
    QCOMPARE(second.error().message(),
             QStringLiteral("bind to \"%1\": the name is in use%2").arg(owner.localAddress().toString(), who));
    QCOMPARE(second.state(), Device::State::Closed);
    QVERIFY(owner.writeDatagram("still mine", owner.localAddress()));
    QVERIFY(spinUntil([&] { return owner.hasPendingDatagrams(); }));
}

void tst_Datagram::staleName_isReclaimed()
{
    const UnixAddress where = address();
    for (const int type : { SOCK_DGRAM, SOCK_STREAM }) {
        QVERIFY(Raw::serve(where.bytes(), -1, type)); // closed at once
        QVERIFY(Raw::isSocket(where.bytes()));
        UnixDatagramSocket owner;
        QVERIFY2(owner.bind(where), qPrintable(owner.error().message()));
    }
    QVERIFY(!Raw::exists(where.bytes()));
}

void tst_Datagram::foreignOwner_keepsItsName()
{
    const UnixAddress where = address();
    const OwnedHandle foreign = Raw::serve(where.bytes(), -1, SOCK_DGRAM);
    const auto inode = Raw::statusOf(where.bytes()).st_ino;
    UnixDatagramSocket second;
    QVERIFY(!second.bind(where));
    QCOMPARE(second.error().code(), Error::NameInUse);
    // A socket that is connected to another peer keeps its name as well.
    const UnixAddress other = address();
    const OwnedHandle friendOfIt = Raw::serve(other.bytes(), -1, SOCK_DGRAM);
    const Raw::Address to(other.bytes());
    QCOMPARE(::connect(int(foreign.get()), to.data(), to.size), 0);
    QVERIFY(!second.bind(where));
    QCOMPARE(second.error().code(), Error::NameInUse);
    QCOMPARE(Raw::statusOf(where.bytes()).st_ino, inode);
}

void tst_Datagram::close_freesTheName_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("close") << 0;
    QTest::newRow("abort") << 1;
    QTest::newRow("destroy") << 2;
    QTest::newRow("disconnect") << 3;
    QTest::newRow("bind anew") << 4;
    QTest::newRow("close with output waiting") << 5;
}

void tst_Datagram::close_freesTheName()
{
    QFETCH(int, how);
    const UnixAddress where = address();
    const FullReceiver full(UnixAddress::fromPath(m_dir->filePath(QStringLiteral("full"))));
    auto socket = std::make_unique<UnixDatagramSocket>();
    QVERIFY(socket->bind(where));
    if (how == 5)
        QVERIFY(socket->writeDatagram("waits", UnixAddress::fromPath(m_dir->filePath(QStringLiteral("full")))));
    switch (how) {
    case 1: socket->abort(); break;
    case 2: socket.reset(); break;
    case 3: socket->disconnectFromServer(); break;
    default: socket->close(); break;
    }
    if (how == 4) {
        QVERIFY(socket->bind(where));
        QVERIFY(Raw::isSocket(where.bytes()));
        socket->abort();
    }
    QVERIFY(!Raw::exists(where.bytes()));
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList({ QStringLiteral("full") }));
    UnixDatagramSocket next;
    QVERIFY2(next.bind(where), qPrintable(next.error().message()));
    socket.reset();
    QVERIFY(Raw::isSocket(where.bytes()));
    full.makeRoom();
    QVERIFY(Device::drainAll(5000));
}

void tst_Datagram::failedBind_changesNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::newRow("an ordinary file") << QStringLiteral("file") << int(Error::InvalidName);
    QTest::newRow("a folder") << QStringLiteral("folder") << int(Error::InvalidName);
    QTest::newRow("in no folder") << QStringLiteral("missing/x") << int(Error::NotFound);
    QTest::newRow("too long") << QString(5000, QLatin1Char('x')) << int(Error::NameTooLong);
}

void tst_Datagram::failedBind_changesNothing()
{
    QFETCH(QString, name);
    QFETCH(int, code);
    QVERIFY(Raw::writeFile(QFile::encodeName(m_dir->filePath(QStringLiteral("file"))), "precious"));
    QVERIFY(QDir(m_dir->path()).mkdir(QStringLiteral("folder")));
    const int descriptors = openDescriptors();
    UnixDatagramSocket socket;
    QSignalSpy errors(&socket, &Device::errorOccurred);
    QVERIFY(!socket.bind(UnixAddress::fromPath(m_dir->filePath(name))));
    QCOMPARE(int(socket.error().code()), code);
    QCOMPARE(socket.state(), Device::State::Closed);
    QCOMPARE(errors.count(), 0); // emitted later
    QVERIFY(errors.wait(5000));
    QCOMPARE(openDescriptors(), descriptors);
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList({ QStringLiteral("file"), QStringLiteral("folder") }));
    QCOMPARE(Raw::contentOf(QFile::encodeName(m_dir->filePath(QStringLiteral("file")))), QByteArray("precious"));
    QVERIFY(socket.bind(address())); // still usable
}

void tst_Datagram::access_setsTheModeOfTheFile()
{
    const Raw::Umask mask(0);
    for (const auto &[access, mode] :
         { std::pair(Access::User, 0600), std::pair(Access::Group, 0660), std::pair(Access::Everyone, 0666) }) {
        UnixDatagramSocket socket;
        socket.setAccess(access);
        QVERIFY(socket.bind(address()));
        QCOMPARE(Raw::modeOf(socket.localAddress().bytes()), mode);
    }
}

void tst_Datagram::fullReceiver_isWaitedForWithoutSpinning()
{
    const UnixAddress where = address();
    const FullReceiver receiver(where);
    UnixDatagramSocket sender;
    QVERIFY(sender.open());
    QSignalSpy written(&sender, &Device::bytesWritten);
    QSignalSpy errors(&sender, &Device::errorOccurred);
    for (int i = 0; i < 10; ++i)
        QVERIFY(sender.writeDatagram("datagram " + QByteArray::number(i), where));
    QTest::qWait(0);
    const qint64 cpu = processorMilliseconds();
    QTest::qWait(400);
    QVERIFY2(processorMilliseconds() - cpu < 100, "it spins");
    QCOMPARE(written.count(), 0);
    QCOMPARE(sender.bytesToWrite(), 100);
    receiver.makeRoom();
    QByteArrayList received;
    QVERIFY(spinUntil([&] {
        const QByteArray datagram = receiver.read();
        if (!datagram.isNull())
            received += datagram;
        return received.size() == 10;
    }));
    for (int i = 0; i < 10; ++i)
        QCOMPARE(received[i], "datagram " + QByteArray::number(i));
    QVERIFY(spinUntil([&] { return sender.bytesToWrite() == 0; }));
    QCOMPARE(errors.count(), 0);
}

void tst_Datagram::fullReceiver_doesNotDelayOthers()
{
    const UnixAddress where = address();
    const FullReceiver full(where);
    UnixDatagramSocket sender, other;
    QVERIFY(sender.open() && other.bind(address()));
    for (int i = 0; i < 200; ++i) {
        QVERIFY(sender.writeDatagram("stuck", where));
        QVERIFY(sender.writeDatagram(QByteArray::number(i), other.localAddress()));
    }
    const QByteArrayList received = messagesOf(other, 200);
    QCOMPARE(received.size(), 200);
    for (int i = 0; i < 200; ++i)
        QCOMPARE(received[i], QByteArray::number(i));
    QCOMPARE(sender.bytesToWrite(), 1000);
    sender.abort();
}

void tst_Datagram::fullPeer_isWaitedForWithoutSpinning()
{
    const UnixAddress where = address();
    const FullReceiver receiver(where);
    UnixDatagramSocket sender;
    sender.connectToServer(where);
    QVERIFY(sender.waitForConnected(5000));
    for (int i = 0; i < 30; ++i)
        QVERIFY(sender.writeMessage(QByteArray::number(i)));
    QTest::qWait(0);
    const qint64 cpu = processorMilliseconds();
    QTest::qWait(400);
    QVERIFY2(processorMilliseconds() - cpu < 100, "it spins");
    QVERIFY(sender.bytesToWrite() > 0);
    receiver.makeRoom();
    QByteArrayList received;
    QVERIFY(spinUntil([&] {
        const QByteArray datagram = receiver.read();
        if (!datagram.isNull())
            received += datagram;
        return received.size() == 30;
    }));
    for (int i = 0; i < 30; ++i)
        QCOMPARE(received[i], QByteArray::number(i));
}

void tst_Datagram::writeBufferSize_limitsQueuedOutput()
{
    const UnixAddress where = address();
    const FullReceiver receiver(where);
    UnixDatagramSocket sender;
    sender.setWriteBufferSize(1000);
    QVERIFY(sender.open());
    int accepted = 0;
    while (sender.writeDatagram(QByteArray(100, 'x'), where))
        ++accepted;
    QCOMPARE(accepted, 10);
    QCOMPARE(sender.error().code(), Error::ResourceExhausted);
    QCOMPARE(sender.error().subject(), where.toString());
    QCOMPARE(sender.bytesToWrite(), 1000);
    QSignalSpy written(&sender, &Device::bytesWritten);
    receiver.makeRoom();
    QVERIFY(written.wait(5000));
    QVERIFY(sender.writeDatagram(QByteArray(100, 'x'), where));
    sender.abort();
}

void tst_Datagram::waitForAFullReceiver_timesOut()
{
    const UnixAddress where = address();
    const FullReceiver receiver(where);
    UnixDatagramSocket sender;
    QVERIFY(sender.open());
    QVERIFY(sender.writeDatagram("waits", where));
    QElapsedTimer timer;
    timer.start();
    const qint64 cpu = processorMilliseconds();
    QVERIFY(!sender.waitForBytesWritten(200));
    QVERIFY2(timer.elapsed() >= 200 && timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(processorMilliseconds() - cpu < 100, "it spins");
    receiver.makeRoom();
    QVERIFY(sender.waitForBytesWritten(5000));
    QCOMPARE(receiver.read(), QByteArray("waits"));
}

void tst_Datagram::sendToAMissingReceiver_reportsAnError_data()
{
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<int>("code");
    QTest::newRow("no such name") << false << int(Error::NotFound);
    QTest::newRow("name of a closed socket") << true << int(Error::ConnectionRefused);
}

void tst_Datagram::sendToAMissingReceiver_reportsAnError()
{
    QFETCH(bool, isThere);
    QFETCH(int, code);
    const UnixAddress nobody = address();
    if (isThere)
        QVERIFY(Raw::serve(nobody.bytes(), -1, SOCK_DGRAM)); // closed at once
    UnixDatagramSocket sender, receiver;
    QVERIFY(sender.bind(address()) && receiver.bind(address()));
    QList<Error> errors;
    connect(&sender, &Device::errorOccurred, this, [&](const Error &error) { errors += error; });
    QVERIFY(sender.writeDatagram("before", receiver.localAddress()));
    QVERIFY(sender.writeDatagram("lost", nobody));
    QVERIFY(sender.writeDatagram("after", receiver.localAddress()));
    QVERIFY(errors.isEmpty()); // not emitted inside the call
    QVERIFY(spinUntil([&] { return receiver.bytesAvailable() == 11; }));
    QVERIFY(spinUntil([&] { return !errors.isEmpty(); }));
    QCOMPARE(errors.size(), 1);
    QCOMPARE(int(errors.first().code()), code);
    QCOMPARE(errors.first().subject(), nobody.toString());
    QCOMPARE(sender.error(), errors.first());
    QCOMPARE(sender.state(), Device::State::Connected);
    QCOMPARE(sender.bytesToWrite(), 0);
    QVERIFY(receiver.writeDatagram("alive?", sender.localAddress()));
    QVERIFY(spinUntil([&] { return sender.hasPendingDatagrams(); }));
}

void tst_Datagram::boundSocket_staysOpenAfterPeerClosed()
{
    UnixDatagramSocket socket, other;
    QVERIFY(socket.bind(address()) && other.bind(address()));
    const UnixAddress gone = address();
    {
        UnixDatagramSocket peer;
        QVERIFY(peer.bind(gone));
        QVERIFY(socket.connectToPeer(gone));
    }
    SignalLog log(socket);
    QVERIFY(socket.writeMessage("to nobody"));
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("errorOccurred")) == 1; }));
    QCOMPARE(socket.error().code(), Error::ConnectionRefused);
    QCOMPARE(socket.error().subject(), gone.toString());
    QCOMPARE(socket.state(), Device::State::Connected);
    QCOMPARE(socket.peerAddress(), UnixAddress());
    QVERIFY(!socket.writeMessage("still nobody"));
    QCOMPARE(socket.error().code(), Error::InvalidOperation);
    QVERIFY(other.writeDatagram("but others are heard", socket.localAddress()));
    QVERIFY(spinUntil([&] { return socket.hasPendingDatagrams(); }));
    QVERIFY(socket.connectToPeer(other.localAddress()));
    QVERIFY(socket.writeMessage("a new peer"));
    QVERIFY(spinUntil([&] { return other.hasPendingDatagrams(); }));
}

void tst_Datagram::unnamedSocket_isClosedAfterPeerClosed()
{
    auto server = std::make_unique<UnixDatagramSocket>();
    QVERIFY(server->bind(address()));
    UnixDatagramSocket client;
    client.connectToServer(server->localAddress());
    QVERIFY(client.waitForConnected(5000));
    SignalLog log(client);
    server.reset();
    QVERIFY(!client.waitForDisconnected(20)); // nothing reports the end
    QVERIFY(client.writeMessage("to nobody"));
    QVERIFY(spinUntil([&] { return client.state() == Device::State::Closed; }));
    QCOMPARE(client.error().code(), Error::PeerClosed);
    QCOMPARE(log.names().join(QLatin1Char(' ')), QStringLiteral("readChannelFinished errorOccurred disconnected"));
}

// When a datagram is sent to a closed peer, Linux discards unread input.
void tst_Datagram::writeAfterPeerClosed_keepsUnreadDatagrams()
{
    for (const bool flushed : { false, true }) {
        auto pair = UnixDatagramSocket::createPair();
        for (int i = 0; i < 100; ++i) // some of them are empty
            QVERIFY(pair.second->writeMessage(i % 10 == 0 ? QByteArray() : QByteArray::number(i)));
        QVERIFY(pair.second->flush());
        pair.second.reset();
        QVERIFY(pair.first->writeMessage("to nobody"));
        if (flushed)
            (void)pair.first->flush();
        const QByteArrayList received = messagesOf(*pair.first, 101); // until it is closed
        QCOMPARE(received.size(), 100);
        QCOMPARE(received.last(), QByteArray("99"));
        QCOMPARE(pair.first->error().code(), Error::PeerClosed);
    }
}

void tst_Datagram::tooLargeToSend_isRefused()
{
    UnixDatagramSocket receiver, sender;
    QVERIFY(receiver.bind(address()) && sender.open());
    QVERIFY(!sender.writeDatagram(QByteArray(17 * 1024 * 1024, 'x'), receiver.localAddress())); // the library's limit
    QCOMPARE(sender.error().code(), Error::MessageTooLarge);
    sender.setMaximumMessageSize(0);
    QVERIFY(!sender.writeDatagram(QByteArray(1024 * 1024 * 1024, 'x'), receiver.localAddress())); // the system's
    QCOMPARE(sender.error().code(), Error::MessageTooLarge);
    QVERIFY(sender.writeDatagram("fits", receiver.localAddress()));
    QCOMPARE(messagesOf(receiver, 1), QByteArrayList({ "fits" }));
}

void tst_Datagram::tooLargeToReceive_isDiscarded()
{
    UnixDatagramSocket receiver, sender;
    QVERIFY(receiver.bind(address()) && sender.open());
    receiver.setMaximumMessageSize(1000);
    QList<Error> errors;
    connect(&receiver, &Device::errorOccurred, this, [&](const Error &error) { errors += error; });
    for (const qint64 size : { 1000, 1001, 100'000, 1, 5000 })
        QVERIFY(sender.writeDatagram(pattern(size), receiver.localAddress()));
    QVERIFY(sender.writeDatagram("last", receiver.localAddress()));
    QCOMPARE(messagesOf(receiver, 3), QByteArrayList({ pattern(1000), pattern(1), "last" }));
    QVERIFY(!errors.isEmpty());
    for (const Error &error : std::as_const(errors))
        QCOMPARE(error.code(), Error::MessageTooLarge);
    QCOMPARE(receiver.state(), Device::State::Connected);
}

void tst_Datagram::writeMessageWithoutAPeer_fails()
{
    UnixDatagramSocket socket;
    QVERIFY(socket.bind(address()));
    QSignalSpy errors(&socket, &Device::errorOccurred);
    QVERIFY(!socket.writeMessage("to whom?"));
    QCOMPARE(socket.error().code(), Error::InvalidOperation);
    QCOMPARE(socket.write("to whom?"), -1);
    QTest::qWait(0);
    QCOMPARE(errors.count(), 0);
    QCOMPARE(socket.state(), Device::State::Connected);
}

void tst_Datagram::lingersForAFullReceiver()
{
    const UnixAddress where = address();
    const FullReceiver receiver(where);
    for (const bool closed : { true, false }) {
        UnixDatagramSocket sender;
        QVERIFY(sender.open());
        for (int i = 0; i < 25; ++i)
            QVERIFY(sender.writeDatagram(QByteArray(closed ? "c" : "d") + QByteArray::number(i), where));
        if (closed)
            sender.close();
    }
    QVERIFY(!Device::drainAll(100));
    const qint64 cpu = processorMilliseconds();
    QTest::qWait(300);
    QVERIFY2(processorMilliseconds() - cpu < 100, "it spins");
    receiver.makeRoom();
    QByteArrayList closed, destroyed;
    QVERIFY(spinUntil([&] {
        const QByteArray datagram = receiver.read();
        if (!datagram.isNull())
            (datagram.startsWith('c') ? closed : destroyed) += datagram;
        return closed.size() == 25 && destroyed.size() == 25;
    }));
    for (int i = 0; i < 25; ++i) { // each in its order
        QCOMPARE(closed[i], "c" + QByteArray::number(i));
        QCOMPARE(destroyed[i], "d" + QByteArray::number(i));
    }
    QVERIFY(Device::drainAll(5000));
}

void tst_Datagram::drainAll_reportsLostDatagrams()
{
    QVERIFY(Device::drainAll(5000));
    const UnixAddress where = address();
    {
        const FullReceiver receiver(where);
        UnixDatagramSocket sender;
        QVERIFY(sender.open());
        QVERIFY(sender.writeDatagram("lost", where));
        sender.close();
    }
    QVERIFY(!Device::drainAll(5000));
    QVERIFY(Device::drainAll(5000)); // already reported
}

void tst_Datagram::closeWriteChannel_failsWithUnsupported()
{
    UnixDatagramSocket socket;
    QVERIFY(socket.bind(address()));
    QSignalSpy errors(&socket, &Device::errorOccurred);
    socket.closeWriteChannel();
    QCOMPARE(socket.error().code(), Error::Unsupported);
    QVERIFY(errors.wait(5000));
    QVERIFY(!socket.error());
    QVERIFY(socket.writeDatagram("on it goes", socket.localAddress()));
    QVERIFY(spinUntil([&] { return socket.hasPendingDatagrams(); }));
}

void tst_Datagram::adoption()
{
    const UnixAddress where = address();
    {
        UnixDatagramSocket socket;
        QVERIFY(socket.adopt(Raw::serve(where.bytes(), -1, SOCK_DGRAM)));
        QCOMPARE(socket.localAddress(), where);
        QCOMPARE(socket.peerAddress(), UnixAddress());
        QVERIFY(socket.writeDatagram("to myself", where));
        QVERIFY(spinUntil([&] { return socket.hasPendingDatagrams(); }));
        QCOMPARE(socket.receiveDatagram().sender(), where);
        QVERIFY(!socket.adopt(Raw::socketOf(SOCK_DGRAM))); // the socket is in use
    }
#if defined(SO_PASSCRED)
    if (hasEmptyPackets()) { // as a supervisor may pass it
        OwnedHandle raw = Raw::serve(address().bytes(), -1, SOCK_DGRAM);
        const int on = 1;
        QCOMPARE(::setsockopt(int(raw.get()), SOL_SOCKET, SO_PASSCRED, &on, sizeof on), 0);
        UnixDatagramSocket socket;
        QVERIFY(socket.adopt(std::move(raw)));
        QVERIFY(socket.writeDatagram("to myself", socket.localAddress()));
        QVERIFY(spinUntil([&] { return socket.hasPendingDatagrams(); }));
        const UnixDatagram datagram = socket.receiveDatagram();
        QVERIFY(!datagram.areHandlesTruncated());
        QCOMPARE(datagram.credentials()->processId(), QCoreApplication::applicationPid());
    }
#endif
    QVERIFY(Raw::isSocket(where.bytes())); // the maker of the file removes it
    for (const int handle : { ::socket(AF_UNIX, SOCK_STREAM, 0), ::socket(AF_UNIX, SOCK_SEQPACKET, 0), 9999 }) {
        UnixDatagramSocket refusing;
        QVERIFY(!refusing.adopt(OwnedHandle(handle)));
        QCOMPARE(refusing.error().code(), Error::InvalidOperation);
        QCOMPARE(refusing.state(), Device::State::Closed);
    }
}

void tst_Datagram::credentials()
{
    UnixDatagramSocket receiver, sender;
    receiver.setReceivesCredentials(true);
    QVERIFY(receiver.bind(address()) && sender.open());
    QVERIFY(sender.writeDatagram("who am I?", receiver.localAddress()));
    QVERIFY(spinUntil([&] { return receiver.hasPendingDatagrams(); }));
    const UnixDatagram datagram = receiver.receiveDatagram();
    QCOMPARE(datagram.credentials().has_value(), UnixAddress::maximumAbstractLength() > 0);
    if (!datagram.credentials())
        return; // this system has none
    QCOMPARE(datagram.credentials()->processId(), QCoreApplication::applicationPid());
    QCOMPARE(datagram.credentials()->userId(), quint32(::geteuid()));
    QCOMPARE(datagram.credentials()->groupId(), quint32(::getegid()));
}

void tst_Datagram::movesToAnotherThread()
{
    UnixDatagramSocket receiver;
    QVERIFY(receiver.bind(address()));
    const UnixAddress where = receiver.localAddress();
    const UnixAddress fullOne = address();
    auto full = std::make_unique<FullReceiver>(fullOne);
    auto sender = std::make_unique<UnixDatagramSocket>();
    QVERIFY(sender->open());
    QVERIFY(sender->writeDatagram("waits", fullOne)); // a timer moves with the socket
    QTest::qWait(20);
    sender->moveToThread(nullptr);
    std::atomic<bool> done { false };
    Worker worker([&] {
        sender->moveToThread(QThread::currentThread());
        for (int i = 0; i < 100; ++i)
            sender->writeDatagram(QByteArray::number(i), where);
        done = spinUntil([&] { return sender->bytesToWrite() == 0; });
        sender.reset();
    });
    worker.start();
    const QByteArrayList received = messagesOf(receiver, 100);
    QCOMPARE(received.size(), 100);
    full->makeRoom();
    QVERIFY(worker.join());
    QVERIFY(done);
    QCOMPARE(full->read(), QByteArray("waits"));
}

QTEST_GUILESS_MAIN(tst_Datagram)
#include "tst_datagram.moc"
