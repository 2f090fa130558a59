// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// UnixServer, and above all the adopted listening handles of socket activation.

#include "testsupport/testsupport.h"
#include "testsupport/unix/packetsockets.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <fcntl.h>
#include <netinet/in.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_UnixServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void listensOnAPath();
    void listensOnAnAbstractName();
    void abstractNameOfAnyBytes();
    void acceptedSocket_hasTheServersAddress();
    void unnamedAddress();
    void emptyAddress_isNotConnected_data();
    void emptyAddress_isNotConnected();
    void pathOfAnotherServerClass_isInUse();
    void backlogSize();
    void activatedSocket_isServed();
    void activatedSocket_isNotRemoved_data();
    void activatedSocket_isNotRemoved();
    void activatedAbstractSocket();
    void activatedUnnamedSocket();
    void activatedLocalServer();
    void activatedHandle_isMadeNonBlocking();
    void wrongHandles_data();
    void wrongHandles();
    void handleWhileListening();

private:
    QByteArray path() const { return QFile::encodeName(m_dir->filePath(QStringLiteral("app"))); }
    UnixAddress address() const { return UnixAddress::fromPath(path()); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void tst_UnixServer::init()
{
    REQUIRE_PACKET_SOCKETS_IF_NAMED();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

template <typename Server>
static void talkTo(Server &server, const UnixAddress &address)
{
    UnixSocket client;
    client.connectToServer(address);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QVERIFY(server.waitForNewConnection(5000));
    auto *accepted = server.nextPendingConnection();
    QVERIFY(accepted);
    QCOMPARE(accepted->parent(), &server);
    accepted->write("welcome");
    QVERIFY(accepted->waitForBytesWritten(5000));
    QVERIFY(client.waitForReadyRead(5000));
    QCOMPARE(client.readAll(), QByteArray("welcome"));
    delete accepted;
}

void tst_UnixServer::listensOnAPath()
{
    UnixServer server;
    QVERIFY(server.serverAddress() == UnixAddress());
    QVERIFY2(server.listen(address()), qPrintable(server.error().message()));
    QVERIFY(server.serverAddress() == address());
    QCOMPARE(Raw::modeOf(path()), 0600);
    talkTo(server, address());
    server.close();
    QVERIFY(server.serverAddress() == UnixAddress());
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_UnixServer::listensOnAnAbstractName()
{
    const UnixAddress name = UnixAddress::abstract(uniqueName().toUtf8());
    UnixServer server;
    const bool listening = server.listen(name);
    QCOMPARE(listening, UnixAddress::maximumAbstractLength() > 0);
    if (listening) {
        QVERIFY(server.serverAddress() == name);
        talkTo(server, name);
    } else {
        QCOMPARE(server.error().code(), Error::Unsupported);
        QCOMPARE(
            server.error().message(),
            QStringLiteral("listen on \"%1\": abstract names exist on Linux only; use a path").arg(name.toString()));
    }
}

// Names have exactly their length: a zero byte at the end makes a different name.
void tst_UnixServer::abstractNameOfAnyBytes()
{
    const QByteArray bytes = uniqueName().toUtf8() + QByteArray("\0\xff\n", 3);
    UnixServer server;
    const bool listening = server.listen(UnixAddress::abstract(bytes));
    QCOMPARE(listening, UnixAddress::maximumAbstractLength() > 0);
    if (!listening)
        return;
    talkTo(server, UnixAddress::abstract(bytes));
    QVERIFY(Raw::connectTo('@' + bytes));
    UnixServer another;
    QVERIFY(another.listen(UnixAddress::abstract(bytes + '\0')));
    UnixSocket client;
    client.connectToServer(UnixAddress::abstract(bytes + QByteArray(2, '\0')));
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::ConnectionRefused);
}

void tst_UnixServer::unnamedAddress()
{
    UnixServer server;
    QVERIFY(!server.listen(UnixAddress()));
    QCOMPARE(server.error().code(), Error::InvalidName);
    QCOMPARE(server.error().message(),
             QStringLiteral("listen on: the address has no name; use UnixAddress::fromPath()"));
}

void tst_UnixServer::emptyAddress_isNotConnected_data()
{
    QTest::addColumn<int>("type");
    QTest::newRow("unnamed") << int(UnixAddress::Type::Unnamed);
    QTest::newRow("empty path") << int(UnixAddress::Type::Path);
    if (UnixAddress::maximumAbstractLength() > 0)
        QTest::newRow("empty abstract name") << int(UnixAddress::Type::Abstract);
}

// On Linux the empty abstract name is an ordinary name. Its owner must not be taken for one of
// these addresses.
void tst_UnixServer::emptyAddress_isNotConnected()
{
    QFETCH(const int, type);
    const OwnedHandle trap = UnixAddress::maximumAbstractLength() > 0 ? Raw::serve("@") : OwnedHandle();
    UnixAddress nobody;
    if (type == int(UnixAddress::Type::Path))
        nobody = UnixAddress::fromPath(QByteArray());
    else if (type == int(UnixAddress::Type::Abstract))
        nobody = UnixAddress::abstract(QByteArray());
    UnixSocket client;
    client.connectToServer(nobody);
    QCOMPARE(client.state(), Device::State::Connecting);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::InvalidName);
    UnixServer server;
    QVERIFY(!server.listen(nobody));
    QCOMPARE(server.error().code(), Error::InvalidName);
}

void tst_UnixServer::pathOfAnotherServerClass_isInUse()
{
    UnixServer first;
    QVERIFY(first.listen(address()));
    LocalServer second;
    QVERIFY(!second.listen(LocalName::path(QFile::decodeName(path()))));
    QCOMPARE(second.error().code(), Error::NameInUse);
    first.close();
    QVERIFY(second.listen(LocalName::path(QFile::decodeName(path()))));
    QVERIFY(!first.listen(address()));
    QCOMPARE(first.error().code(), Error::NameInUse);
    QCOMPARE(first.error().message(),
             QStringLiteral("listen on \"%1\": the name is in use by process %2")
                 .arg(QFile::decodeName(path()))
                 .arg(::getpid()));
}

void tst_UnixServer::backlogSize()
{
    UnixServer server;
    QCOMPARE(server.listenBacklogSize(), 128);
    server.setListenBacklogSize(2);
    server.pauseAccepting();
    QVERIFY(server.listen(address()));
    int inside = 0;
    std::vector<OwnedHandle> clients;
    for (bool full = false; !full && inside < 100; inside += !full) {
        clients.push_back(Raw::nonBlocking(Raw::socketOf()));
        const Raw::Address where(path());
        full = ::connect(int(clients.back().get()), where.data(), where.size) == -1;
    }
#ifdef Q_OS_LINUX
    QCOMPARE(inside, 3); // one more than requested
#else
    QVERIFY(inside < 100);
#endif
}

void tst_UnixServer::activatedSocket_isServed()
{
    UnixServer server;
    QVERIFY2(server.listen(Raw::serve(path())), qPrintable(server.error().message()));
    QVERIFY(server.isListening());
    QVERIFY(server.serverAddress() == address());
    QVERIFY(!Raw::exists(Raw::lockOf(path())));
    talkTo(server, address());
}

void tst_UnixServer::activatedSocket_isNotRemoved_data()
{
    QTest::addColumn<bool>("destroy");
    QTest::newRow("close") << false;
    QTest::newRow("destroy") << true;
}

void tst_UnixServer::activatedSocket_isNotRemoved()
{
    QFETCH(const bool, destroy);
    const OwnedHandle systemd = Raw::serve(path()); // keeps its own end
    const auto before = Raw::statusOf(path());
    const int descriptors = openDescriptors();
    for (int i = 0; i < 3; ++i) { // the service starts again and again
        auto server = std::make_unique<UnixServer>();
        QVERIFY(server->listen(OwnedHandle(::dup(int(systemd.get())))));
        talkTo(*server, address());
        if (!destroy)
            server->close();
        server.reset();
        QVERIFY(Raw::isSocket(path()));
        QCOMPARE(Raw::statusOf(path()).st_ino, before.st_ino);
        QCOMPARE(Raw::statusOf(path()).st_mode, before.st_mode);
        QCOMPARE(Raw::namesIn(m_dir->path()).size(), 1);
        QCOMPARE(openDescriptors(), descriptors);
        QVERIFY(Raw::connectTo(path())); // waits for the next start
        UnixServer drain;
        QVERIFY(drain.listen(OwnedHandle(::dup(int(systemd.get())))));
        QVERIFY(drain.waitForNewConnection(5000));
    }
}

void tst_UnixServer::activatedAbstractSocket()
{
    const QByteArray name = uniqueName().toUtf8();
    UnixServer server;
    if (UnixAddress::maximumAbstractLength() == 0) {
        QVERIFY(!server.listen(UnixAddress::abstract(name)));
        QCOMPARE(server.error().code(), Error::Unsupported);
        return;
    }
    QVERIFY(server.listen(Raw::serve('@' + name)));
    QVERIFY(server.serverAddress() == UnixAddress::abstract(name));
    talkTo(server, UnixAddress::abstract(name));
}

// Linux gives an unnamed socket a name when it listens. Such a socket can be served.
void tst_UnixServer::activatedUnnamedSocket()
{
    const OwnedHandle pair = Raw::socketOf();
    UnixServer server;
    const bool listening = ::listen(int(pair.get()), 5) == 0;
    QCOMPARE(server.listen(OwnedHandle(::dup(int(pair.get())))), listening);
    if (!listening)
        QCOMPARE(server.error().code(), Error::InvalidOperation);
}

void tst_UnixServer::activatedLocalServer()
{
    LocalServer server;
    QVERIFY2(server.listen(Raw::serve(path())), qPrintable(server.error().message()));
    QCOMPARE(server.serverName(), QString());
    QCOMPARE(server.fullServerName(), QFile::decodeName(path()));
    talkTo(server, address());
    server.close();
    QVERIFY(Raw::isSocket(path()));
    QVERIFY(QFile::remove(QFile::decodeName(path())));
    // An earlier adopted handle does not affect a name that is claimed now.
    QVERIFY(server.listen(LocalName::path(QFile::decodeName(path()))));
    server.close();
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

// systemd passes a blocking handle that children would inherit.
void tst_UnixServer::activatedHandle_isMadeNonBlocking()
{
    OwnedHandle handle = Raw::serve(path());
    QCOMPARE(::fcntl(int(handle.get()), F_GETFD) & FD_CLOEXEC, 0);
    QCOMPARE(::fcntl(int(handle.get()), F_GETFL) & O_NONBLOCK, 0);
    UnixServer server;
    QVERIFY(server.listen(std::move(handle)));
    const int fd = int(server.nativeHandle());
    QCOMPARE(::fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    QCOMPARE(::fcntl(fd, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
}

void tst_UnixServer::wrongHandles_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("nativeCode");
    QTest::addColumn<QString>("reason"); // if it is not the text of nativeCode
    const auto row = [](const char *what, int nativeCode, const char *reason) {
        QTest::newRow(what) << QString::fromLatin1(what) << nativeCode << QString::fromLatin1(reason);
    };
    row("connected", 0, "not a listening socket");
    row("bound only", 0, "not a listening socket");
    row("new", 0, "not a listening socket");
    row("tcp", 0, "not a Unix domain socket");
    row("tcp6", 0, "not a Unix domain socket");
    row("datagram", 0, "not a stream socket");
    row("seqpacket", 0, "not a stream socket");
    row("file", ENOTSOCK, nullptr);
    row("pipe", ENOTSOCK, nullptr);
    row("closed number", EBADF, nullptr);
    row("large number", EBADF, nullptr);
    row("no handle", EBADF, nullptr);
}

static OwnedHandle listeningTcp(int family)
{
    OwnedHandle socket(::socket(family, SOCK_STREAM, 0));
    ::listen(int(socket.get()), 1); // binds to any port
    return socket;
}

static OwnedHandle wrongHandle(const QString &what, const QByteArray &path)
{
    const auto is = [&](const char *name) { return what == QLatin1String(name); };
    int fds[2] = { -1, -1 };
    if (is("connected") && ::socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0)
        OwnedHandle(fds[1]).reset();
    else if (is("pipe") && ::pipe(fds) == 0)
        OwnedHandle(fds[1]).reset();
    else if (is("bound only"))
        return Raw::serve(path, -1);
    else if (is("new"))
        return Raw::socketOf();
    else if (is("tcp") || is("tcp6"))
        return listeningTcp(is("tcp") ? AF_INET : AF_INET6);
    else if (is("datagram"))
        return Raw::serve(path, -1, SOCK_DGRAM);
    else if (is("seqpacket"))
        return Raw::serve(path, 5, SOCK_SEQPACKET);
    else if (is("file"))
        return OwnedHandle(::open(path.constData(), O_RDWR | O_CREAT, 0600));
    else if (is("large number"))
        return OwnedHandle(1000000);
    else if (is("closed number")) {
        const int number = ::dup(0);
        ::close(number);
        return OwnedHandle(number);
    }
    return OwnedHandle(fds[0]);
}

void tst_UnixServer::wrongHandles()
{
    QFETCH(const QString, what);
    QFETCH(const int, nativeCode);
    QFETCH(const QString, reason);
    if (what == QLatin1String("tcp6") && !OwnedHandle(::socket(AF_INET6, SOCK_STREAM, 0))) {
        QCOMPARE(errno, EAFNOSUPPORT); // a machine without IPv6 has none
        return;
    }
    const int descriptors = openDescriptors();
    const auto check = [&](Server &server) {
        QVERIFY(!server.isListening());
        QCOMPARE(server.nativeHandle(), qintptr(-1));
        QCOMPARE(server.error().code(), Error::InvalidOperation);
        QCOMPARE(server.error().nativeCode(), nativeCode);
        QCOMPARE(server.error().message(),
                 QStringLiteral("use the handle: ") + (nativeCode ? qt_error_string(nativeCode) : reason));
        QCOMPARE(openDescriptors(), descriptors); // it has been closed
    };
    {
        UnixServer server;
        OwnedHandle handle = wrongHandle(what, path());
        QVERIFY(handle || what == QLatin1String("no handle"));
        QVERIFY(!server.listen(std::move(handle)));
        check(server);
    }
    QFile::remove(QFile::decodeName(path()));
    LocalServer server;
    QVERIFY(!server.listen(wrongHandle(what, path())));
    check(server);
}

void tst_UnixServer::handleWhileListening()
{
    UnixServer server;
    QVERIFY(server.listen(address()));
    const qintptr handle = server.nativeHandle();
    const int descriptors = openDescriptors();
    QVERIFY(!server.listen(Raw::serve(path() + "-2")));
    QCOMPARE(server.error().code(), Error::InvalidOperation);
    QCOMPARE(server.error().message(),
             QStringLiteral("listen on: the server is already listening; call close() first"));
    QCOMPARE(openDescriptors(), descriptors);
    QCOMPARE(server.nativeHandle(), handle);
    QVERIFY(server.serverAddress() == address());
    talkTo(server, address());
}

void tst_UnixServer::acceptedSocket_hasTheServersAddress()
{
    const UnixAddress where = address();
    UnixServer server;
    QVERIFY(server.listen(where));
    UnixSocket client;
    client.connectToServer(where);
    QVERIFY(client.waitForConnected(5000));
    QVERIFY(server.waitForNewConnection(5000));
    QCOMPARE(server.nextPendingConnection()->serverAddress(), where);
}

QTEST_GUILESS_MAIN(tst_UnixServer)
#include "tst_unixserver.moc"
