// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Names of every length. On Linux the file system sets the limits, elsewhere sockaddr_un does.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_LongNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void lengthOfPath_data();
    void lengthOfPath();
    void lengthOfGenericName_data();
    void lengthOfGenericName();
    void lengthOfAbstractName_data();
    void lengthOfAbstractName();
    void pathWithoutRoomForItsLock_isTooLong();
    void relativeNameInADeepFolder_works();
    void foreignPeer_connectsByAShortPath_data();
    void foreignPeer_connectsByAShortPath();
    void longNameOfACrashedOwner_isReclaimed();
    void tooLongName_changesNoFile_data();
    void tooLongName_changesNoFile();
    void namesThatDifferAtTheEndOnly_areDifferent();

private:
    // Paths longer than sockaddr_un exist on Linux only, as abstract names do.
    static bool longWorks() { return UnixAddress::maximumAbstractLength() > 0; }
    QByteArray pathOfSize(int size, int lastSize) const;
    void talkAt(const LocalName &name, const QByteArray &path);
    void expectTooLong(const LocalName &name, const QByteArray &path, qsizetype size, int limit);

    std::unique_ptr<QTemporaryDir> m_dir;
};

void tst_LongNames::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_dir->path()));
}

// Makes folders and returns a path in them of exactly size bytes, whose last part has lastSize
// bytes.
QByteArray tst_LongNames::pathOfSize(int size, int lastSize) const
{
    QByteArray folder = QFile::encodeName(m_dir->path());
    for (;;) {
        const qsizetype missing = size - lastSize - 1 - folder.size(); // bytes of "/folder" that are still needed
        if (missing == 0)
            break;
        // One byte must never remain, because it has no room for a name.
        const qsizetype part = missing <= 201 ? missing : missing == 202 ? 200 : 201;
        folder += '/' + QByteArray(part - 1, 'd');
        ::mkdir(folder.constData(), 0700);
    }
    return folder + '/' + QByteArray(lastSize, 'n');
}

void tst_LongNames::talkAt(const LocalName &name, const QByteArray &path)
{
    const QString folder = QFileInfo(QFile::decodeName(path)).path();
    LocalServer server;
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    QCOMPARE(server.serverName(), name.toString());
    QCOMPARE(server.fullServerName(), QFile::decodeName(path));
    QVERIFY(Raw::isSocket(path));
    // The sticky bit protects a socket whose path is not in /proc/net/unix from cleaners.
    QCOMPARE(Raw::modeOf(path), path.size() >= qsizetype(sizeof(sockaddr_un::sun_path)) ? 01600 : 0600);
    QCOMPARE(Raw::namesIn(folder).size(), 2); // only the socket and its lock
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    client.write("hello");
    QVERIFY(client.waitForBytesWritten(5000));
    QVERIFY(accepted->waitForReadyRead(5000));
    QCOMPARE(accepted->readAll(), QByteArray("hello"));

    LocalServer second;
    QVERIFY(!second.listen(name));
    QCOMPARE(second.error().code(), Error::NameInUse);
    QVERIFY(second.error().reason().endsWith(QString::number(::getpid())));
    server.close();
    QCOMPARE(Raw::namesIn(folder), QStringList());
    QVERIFY(second.listen(name));
    second.close();
    QCOMPARE(Raw::namesIn(folder), QStringList());
}

void tst_LongNames::expectTooLong(const LocalName &name, const QByteArray &path, qsizetype size, int limit)
{
    const QString rest = QStringLiteral(" \"%1\": the name has %2 bytes, the limit here is %3")
                             .arg(QFile::decodeName(path), QString::number(size), QString::number(limit));
    QCOMPARE(name.fullName(), QString()); // the name has no place
    const QStringList before = Raw::namesIn(m_dir->path());
    LocalServer server;
    QVERIFY(!server.listen(name));
    QCOMPARE(server.error().code(), Error::NameTooLong);
    QCOMPARE(server.error().nativeCode(), ENAMETOOLONG);
    QCOMPARE(server.error().message(), QStringLiteral("listen on") + rest);
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::NameTooLong);
    QCOMPARE(client.error().nativeCode(), ENAMETOOLONG);
    QCOMPARE(client.error().message(), QStringLiteral("connect to") + rest);
    QCOMPARE(Raw::namesIn(m_dir->path()), before);
}

void tst_LongNames::lengthOfPath_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("lastSize");
    QTest::newRow("106") << 106 << 20;
    QTest::newRow("107: the longest that sockaddr_un takes") << 107 << 20;
    QTest::newRow("108") << 108 << 20;
    QTest::newRow("131") << 131 << 20;
    QTest::newRow("255") << 255 << 10;
    QTest::newRow("256") << 256 << 10;
    for (const int last :
         { 89, 90, 91, 92, 93, 107, 108, 131, 200, 249, 250, 251, 254, 255 }) // around all internal limits
        QTest::addRow("last part of %d", last) << 300 + last << last;
    QTest::newRow("1000") << 1000 << 20;
    QTest::newRow("4000") << 4000 << 20;
    QTest::newRow("4090: the longest whose lock has a name") << 4090 << 20;
    QTest::newRow("4095, last part of 255") << 4095 << 255;
}

void tst_LongNames::lengthOfPath()
{
    QFETCH(const int, size);
    QFETCH(const int, lastSize);
    const QByteArray path = pathOfSize(size, lastSize);
    QCOMPARE(path.size(), size);
    const LocalName name = LocalName::path(QFile::decodeName(path));
    if (longWorks() || size <= UnixAddress::maximumPathLength())
        talkAt(name, path);
    else
        expectTooLong(name, path, size, UnixAddress::maximumPathLength());
}

// The name of a lock is five bytes longer than that of its socket, which is too long here.
void tst_LongNames::pathWithoutRoomForItsLock_isTooLong()
{
    for (const int size : { 4091, 4095 }) {
        const QByteArray path = pathOfSize(size, 20);
        const LocalName name = LocalName::path(QFile::decodeName(path));
        LocalServer server;
        QVERIFY(!server.listen(name));
        QCOMPARE(server.error().code(), Error::NameTooLong);
        QCOMPARE(server.error().nativeCode(), ENAMETOOLONG);
        const QString limit = QString::number(longWorks() ? 4090 : UnixAddress::maximumPathLength());
        QCOMPARE(server.error().reason(),
                 QStringLiteral("the name has %1 bytes, the limit here is %2").arg(QString::number(size), limit));
        QCOMPARE(Raw::namesIn(QFileInfo(QFile::decodeName(path)).path()), QStringList());
    }
    if (!longWorks())
        return;
    const QByteArray path = pathOfSize(4095, 20); // a foreign server needs no lock, and can be connected to
    QVERIFY(QDir::setCurrent(QFileInfo(QFile::decodeName(path)).path()));
    const OwnedHandle foreign = Raw::serve(path.right(20));
    QVERIFY(foreign);
    QVERIFY(QDir::setCurrent(QStringLiteral("/")));
    LocalSocket client;
    client.connectToServer(LocalName::path(QFile::decodeName(path)));
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
}

// A relative name can be short where the absolute one is not. It works for stale and live
// sockets. The file is removed even if the working directory has changed by then.
void tst_LongNames::relativeNameInADeepFolder_works()
{
    const QByteArray path = pathOfSize(300, 3);
    const QString folder = QFileInfo(QFile::decodeName(path)).path();
    QVERIFY(QDir::setCurrent(folder));
    const LocalName name(QStringLiteral("./nnn"));
    QVERIFY(Raw::leaveStaleSocket("nnn"));
    LocalServer server;
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    QVERIFY(Raw::isSocket(path));
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    LocalServer second;
    QVERIFY(!second.listen(name));
    QCOMPARE(second.error().code(), Error::NameInUse);
    QVERIFY(QDir::setCurrent(QStringLiteral("/")));
    server.close();
    QCOMPARE(Raw::namesIn(folder), QStringList());

    QVERIFY(QDir::setCurrent(folder));
    const OwnedHandle foreign = Raw::serve("nnn");
    QVERIFY(foreign);
    QVERIFY(!server.listen(name));
    QCOMPARE(server.error().code(), Error::NameInUse);
    QVERIFY(QDir::setCurrent(QStringLiteral("/")));
}

void tst_LongNames::lengthOfGenericName_data()
{
    QTest::addColumn<int>("size");
    for (const int size : { 20, 107, 108, 131, 250, 251, 255, 256, 300, 5000 })
        QTest::addRow("%d", size) << size;
}

void tst_LongNames::lengthOfGenericName()
{
    QFETCH(const int, size);
    const LocalName name(QString(size, QLatin1Char('n')));
    const QByteArray path = QFile::encodeName(m_dir->filePath(name.name()));
    if (!longWorks() && path.size() > UnixAddress::maximumPathLength())
        expectTooLong(name, path, path.size(), UnixAddress::maximumPathLength());
    else if (size > 255)
        expectTooLong(name, path, size, 255);
    else
        talkAt(name, path);
}

void tst_LongNames::lengthOfAbstractName_data()
{
    QTest::addColumn<int>("size");
    for (const int size : { 1, 106, 107, 108, 131, 300 })
        QTest::addRow("%d", size) << size;
}

void tst_LongNames::lengthOfAbstractName()
{
    QFETCH(const int, size);
    QByteArray bytes = QByteArray::number(::getpid()) + "/qtipc-test-" + QByteArray(size, 'a');
    bytes = size == 1 ? QByteArray(1, char(1 + ::getpid() % 255)) : bytes.left(size);
    const UnixAddress address = UnixAddress::abstract(bytes);
    UnixServer server;
    const bool listening = server.listen(address);
    UnixSocket client;
    client.connectToServer(address);
    const bool connected = client.waitForConnected(5000);
    QCOMPARE(listening, longWorks() && size <= UnixAddress::maximumAbstractLength());
    QCOMPARE(connected, listening);
    if (listening) {
        QCOMPARE(server.serverAddress(), address);
        QVERIFY(server.waitForNewConnection(5000));
        return;
    }
    const QString rest = longWorks()
        ? QStringLiteral(" \"%1\": the name has %2 bytes, the limit here is 107").arg(address.toString()).arg(size)
        : QStringLiteral(" \"%1\": abstract names exist on Linux only; use a path").arg(address.toString());
    QCOMPARE(server.error().code(), longWorks() ? Error::NameTooLong : Error::Unsupported);
    QCOMPARE(server.error().message(), QStringLiteral("listen on") + rest);
    QCOMPARE(client.error().message(), QStringLiteral("connect to") + rest);
}

void tst_LongNames::foreignPeer_connectsByAShortPath_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("lastSize");
    QTest::newRow("short name in a deep folder") << 400 << 20;
    QTest::newRow("name of 107 bytes") << 400 << 107;
    QTest::newRow("name of 255 bytes") << 400 << 255;
}

// A peer without support for long paths changes to the folder first, or uses a symbolic link.
void tst_LongNames::foreignPeer_connectsByAShortPath()
{
    QFETCH(const int, size);
    QFETCH(const int, lastSize);
    const QByteArray path = pathOfSize(size, lastSize);
    const LocalName name = LocalName::path(QFile::decodeName(path));
    if (!longWorks()) {
        expectTooLong(name, path, size, UnixAddress::maximumPathLength());
        return;
    }
    LocalServer server;
    QVERIFY(server.listen(name));
    if (lastSize <= UnixAddress::maximumPathLength()) {
        QVERIFY(QDir::setCurrent(QFileInfo(QFile::decodeName(path)).path()));
        QVERIFY(Raw::connectTo(path.right(lastSize)));
        QVERIFY(QDir::setCurrent(QStringLiteral("/")));
        QVERIFY(server.waitForNewConnection(5000));
        QVERIFY(server.nextPendingConnection());
    }
    const QByteArray link = QFile::encodeName(m_dir->filePath(QStringLiteral("short")));
    QCOMPARE(::symlink(path.constData(), link.constData()), 0);
    QVERIFY(Raw::connectTo(link));
    QVERIFY(server.waitForNewConnection(5000));
    QVERIFY(server.nextPendingConnection());
}

void tst_LongNames::longNameOfACrashedOwner_isReclaimed()
{
    const QString name(longWorks() ? 255 : 40, QLatin1Char('n'));
    Peer owner({ QStringLiteral("hold"), name });
    QVERIFY(owner.waitForLine("READY"));
    LocalServer server;
    QVERIFY(!server.listen(name));
    QCOMPARE(server.error().code(), Error::NameInUse);
    QVERIFY(server.error().reason().endsWith(QString::number(owner.processId())));
    owner.kill9();
    QCOMPARE(Raw::namesIn(m_dir->path()).size(), 2);
    talkAt(name, QFile::encodeName(m_dir->filePath(name)));
}

void tst_LongNames::tooLongName_changesNoFile_data()
{
    QTest::addColumn<int>("fileSize"); // of the path of the file
    QTest::addColumn<int>("nameSize"); // of the listening path, which begins with the path of the file
    QTest::newRow("cut at sockaddr_un, without its zero") << 107 << 400;
    QTest::newRow("cut at sockaddr_un") << 108 << 400;
    QTest::newRow("at the listening path") << 131 << 131;
    QTest::newRow("at the listening path, 255 bytes") << 255 << 255;
}

void tst_LongNames::tooLongName_changesNoFile()
{
    QFETCH(const int, fileSize);
    QFETCH(const int, nameSize);
    const QByteArray folder = QFile::encodeName(m_dir->path()) + '/';
    const QByteArray file = folder + QByteArray(fileSize - folder.size(), 'n');
    const QByteArray path = folder + QByteArray(nameSize - folder.size(), 'n');
    QVERIFY(Raw::writeFile(file, "precious"));
    LocalServer server;
    QVERIFY(!server.listen(LocalName::path(QFile::decodeName(path))));
    const bool inTheWay = longWorks() && file == path;
    QCOMPARE(server.error().code(), inTheWay ? Error::InvalidName : Error::NameTooLong);
    QCOMPARE(server.error().nativeCode(), inTheWay ? 0 : ENAMETOOLONG); // not a leftover errno
    QCOMPARE(Raw::contentOf(file), QByteArray("precious"));
    QCOMPARE(Raw::namesIn(m_dir->path()).size(), 1);
}

// The lock of a shortened name must not be the lock of another name.
void tst_LongNames::namesThatDifferAtTheEndOnly_areDifferent()
{
    const int size = longWorks() ? 255 : UnixAddress::maximumPathLength() - int(m_dir->path().toUtf8().size()) - 1;
    std::vector<std::unique_ptr<LocalServer>> servers;
    for (const char last : { 'a', 'b', 'c' }) {
        servers.push_back(std::make_unique<LocalServer>());
        const QString name = QString(size - 1, QLatin1Char('n')) + QLatin1Char(last);
        QVERIFY2(servers.back()->listen(name), qPrintable(servers.back()->error().message()));
    }
    QCOMPARE(Raw::namesIn(m_dir->path()).size(), 6);
    servers.clear();
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

QTEST_GUILESS_MAIN(tst_LongNames)
#include "tst_longnames.moc"
