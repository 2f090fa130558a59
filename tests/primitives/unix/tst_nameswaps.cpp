// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Names in a folder that other users may change. A file is exchanged before each of the system
// calls, one call per run. The library changes and removes only its own files.

#include "testsupport/testsupport.h"
#include "testsupport/unix/packetsockets.h"
#include "testsupport/unix/rawunix.h"

#include "os/unix/call.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixServer>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;
using os::FaultPoint;

namespace {

constexpr int MostCalls = 200; // more than any function here makes

// The file that another process puts in place of a name.
enum class Bait { LinkToFile, HardLink, File, LiveSocket, StaleSocket, Fifo, Directory };

} // namespace

class tst_NameSwaps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void listening_data();
    void listening();
    void freshlyBoundServer_keepsItsName_data();
    void freshlyBoundServer_keepsItsName();
    void removedFile_doesNotMakeListenFail_data();
    void removedFile_doesNotMakeListenFail();
    void movedFolder_isCleanedUp();
    void exactFifo_data();
    void exactFifo();
    void removingFifo_data() { baits(); }
    void removingFifo();
    void openingFifo_data() { baits(); }
    void openingFifo();
    void privateFolder_data() { baits(); }
    void privateFolder();

private:
    static void baits();
    QByteArray path(const char *name) const { return m_folder + '/' + name; }
    bool prepare(Bait bait);
    void swap(const QByteArray &name);
    void expectNothingTouched();

    std::unique_ptr<QTemporaryDir> m_dir;
    QByteArray m_folder;
    OwnedHandle m_live; // makes the bait a live socket
    struct stat m_bait = {};
};

void tst_NameSwaps::init()
{
    REQUIRE_PACKET_SOCKETS_IF_NAMED();
    FaultPoint::disarmAll();
    m_dir = std::make_unique<QTemporaryDir>();
    m_folder = QFile::encodeName(m_dir->path());
    QVERIFY(m_dir->isValid());
}

void tst_NameSwaps::baits()
{
    QTest::addColumn<int>("bait");
    QTest::newRow("link to a file") << int(Bait::LinkToFile);
    QTest::newRow("hard link") << int(Bait::HardLink);
    QTest::newRow("file") << int(Bait::File);
    QTest::newRow("live socket") << int(Bait::LiveSocket);
    QTest::newRow("stale socket") << int(Bait::StaleSocket);
    QTest::newRow("fifo") << int(Bait::Fifo);
    QTest::newRow("folder") << int(Bait::Directory);
}

// Makes an empty folder with the secret and the bait. Their modes differ from the library's
// marks.
bool tst_NameSwaps::prepare(Bait bait)
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_folder = QFile::encodeName(m_dir->path());
    m_live.reset();
    const QByteArray secret = path("secret"), file = path("bait");
    bool ok = ::chmod(m_folder.constData(), 0777) == 0 && Raw::writeFile(secret, "secret")
        && ::chmod(secret.constData(), 0600) == 0;
    switch (bait) {
    case Bait::LinkToFile: ok = ok && ::symlink(secret.constData(), file.constData()) == 0; break;
    case Bait::HardLink: ok = ok && ::link(secret.constData(), file.constData()) == 0; break;
    case Bait::File: ok = ok && Raw::writeFile(file, "bait") && ::chmod(file.constData(), 0600) == 0; break;
    case Bait::LiveSocket:
        m_live = Raw::serve(file);
        ok = ok && m_live && ::chmod(file.constData(), 0640) == 0;
        break;
    case Bait::StaleSocket: ok = ok && Raw::leaveStaleSocket(file) && ::chmod(file.constData(), 0640) == 0; break;
    case Bait::Fifo: ok = ok && ::mkfifo(file.constData(), 0640) == 0; break;
    case Bait::Directory: ok = ok && ::mkdir(file.constData(), 0750) == 0; break;
    }
    m_bait = Raw::statusOf(file);
    return ok;
}

// Renames the file at name, and puts the bait there.
void tst_NameSwaps::swap(const QByteArray &name)
{
    ::rename(name.constData(), path("swapped").constData());
    ::rename(path("bait").constData(), name.constData());
}

// Checks that the bait still exists, at any place, and is unchanged.
void tst_NameSwaps::expectNothingTouched()
{
    int found = 0;
    for (const QString &name : Raw::namesIn(m_dir->path())) {
        const auto status = Raw::statusOf(m_folder + '/' + QFile::encodeName(name));
        if (status.st_ino != m_bait.st_ino || name == QLatin1String("secret"))
            continue;
        ++found;
        QCOMPARE(int(status.st_mode), int(m_bait.st_mode));
        QCOMPARE(status.st_size, m_bait.st_size);
    }
    QCOMPARE(found, 1);
    QCOMPARE(Raw::modeOf(path("secret")), 0600);
    QCOMPARE(Raw::contentOf(path("secret")), QByteArray("secret"));
}

void tst_NameSwaps::listening_data()
{
    QTest::addColumn<int>("bait");
    QTest::addColumn<bool>("stale"); // whether there is a name to reclaim
    QTest::addColumn<bool>("datagrams");
    QTest::addColumn<bool>("lock"); // whether the lock file is exchanged
    const char *const titles[] = { "link to a file", "hard link", "file",  "live socket",
                                   "stale socket",   "fifo",      "folder" };
    for (int bait = 0; bait <= int(Bait::Directory); ++bait) {
        for (const bool stale : { false, true }) {
            for (const bool datagrams : { false, true }) {
                for (const bool lock : { false, true })
                    QTest::addRow("%s, %s, %s, %s", titles[bait], stale ? "reclaimed" : "new",
                                  datagrams ? "datagrams" : "stream", lock ? "lock" : "socket")
                        << bait << stale << datagrams << lock;
            }
        }
    }
}

void tst_NameSwaps::listening()
{
    QFETCH(const int, bait);
    QFETCH(const bool, stale);
    QFETCH(const bool, datagrams);
    QFETCH(const bool, lock);
    bool reached = true;
    for (int n = 1; n < MostCalls && reached; ++n) {
        QVERIFY(prepare(Bait(bait)));
        const QByteArray name = path("app");
        if (stale)
            QVERIFY(Raw::leaveStaleSocket(name));
        reached = false;
        FaultPoint::interpose(n, [&] {
            reached = true;
            swap(lock ? Raw::lockOf(name) : name);
        });
        if (datagrams) {
            UnixDatagramSocket socket;
            socket.setAccess(Access::Everyone);
            (void)socket.bind(UnixAddress::fromPath(QFile::decodeName(name)));
            socket.abort();
        } else {
            LocalServer server;
            server.setAccess(Access::Everyone);
            (void)server.listen(LocalName::path(QFile::decodeName(name)));
            server.close();
        }
        FaultPoint::disarmAll();
        // A stale socket that has the name before the library checks it may be reclaimed.
        const bool isReclaimed = Bait(bait) == Bait::StaleSocket && !lock
            && Raw::namesIn(m_dir->path()).filter(QStringLiteral("bait")).isEmpty() && n < 20;
        if (!isReclaimed)
            expectNothingTouched();
        if (QTest::currentTestFailed()) {
            qWarning("before call %d", n);
            return;
        }
    }
    QVERIFY(!reached);
}

void tst_NameSwaps::freshlyBoundServer_keepsItsName_data()
{
    QTest::addColumn<int>("type");
    QTest::newRow("stream") << int(SOCK_STREAM);
    QTest::newRow("packets") << int(SOCK_SEQPACKET);
    QTest::newRow("datagrams") << int(SOCK_DGRAM);
}

// At any moment, a foreign server that ignores the lock removes the stale file and binds. It
// keeps its name.
void tst_NameSwaps::freshlyBoundServer_keepsItsName()
{
    QFETCH(const int, type);
    bool reached = true;
    for (int n = 1; n < MostCalls && reached; ++n) {
        QVERIFY(prepare(Bait::Fifo));
        const QByteArray name = path("app");
        QVERIFY(Raw::leaveStaleSocket(name));
        reached = false;
        OwnedHandle foreign;
        ino_t inode = 0;
        LocalServer server;
        FaultPoint::interpose(n, [&] {
            reached = true;
            ::unlink(name.constData());
            foreign = Raw::serve(name, -1, type); // bound, and not listening yet
            inode = Raw::statusOf(name).st_ino;
        });
        const bool listening = server.listen(LocalName::path(QFile::decodeName(name)));
        server.close();
        FaultPoint::disarmAll();
        if (!reached)
            break;
        QVERIFY(foreign);
        QVERIFY2(Raw::statusOf(name).st_ino == inode, qPrintable(QStringLiteral("before call %1").arg(n)));
        QVERIFY(listening || server.error().code() == Error::NameInUse || server.error().code() == Error::AccessDenied);
    }
    QVERIFY(!reached);
}

void tst_NameSwaps::removedFile_doesNotMakeListenFail_data()
{
    QTest::addColumn<bool>("datagrams");
    QTest::newRow("a server") << false;
    QTest::newRow("a datagram socket") << true;
}

// A cleaner that made its check before the file existed may remove it.
void tst_NameSwaps::removedFile_doesNotMakeListenFail()
{
    QFETCH(const bool, datagrams);
    const QByteArray name = path("app");
    const QString text = QFile::decodeName(name);
    bool reached = true;
    for (int n = 1; reached; ++n) {
        reached = false;
        UnixServer server;
        UnixDatagramSocket socket;
        FaultPoint::interpose(n, [&] {
            reached = true;
            ::unlink(name.constData());
        });
        const bool hasName = datagrams ? socket.bind(UnixAddress::fromPath(text))
                                       : server.listen(UnixAddress::fromPath(text));
        FaultPoint::disarmAll();
        const Error why = datagrams ? socket.error() : server.error();
        QVERIFY2(hasName, qPrintable(QStringLiteral("before call %1: %2").arg(n).arg(why.message())));
    }
}

// The folder is moved, and another process makes a folder with its name.
void tst_NameSwaps::movedFolder_isCleanedUp()
{
    bool reached = true;
    for (int n = 1; n < MostCalls && reached; ++n) {
        QVERIFY(prepare(Bait::Fifo));
        const QByteArray folder = path("folder"), name = folder + "/app";
        QCOMPARE(::mkdir(folder.constData(), 0777), 0);
        reached = false;
        OwnedHandle stranger;
        FaultPoint::interpose(n, [&] {
            reached = true;
            ::rename(folder.constData(), path("moved").constData());
            ::mkdir(folder.constData(), 0777);
            stranger = Raw::serve(name);
            ::chmod(name.constData(), 0640);
            Raw::writeFile(Raw::lockOf(name), "a stranger's");
        });
        {
            LocalServer server;
            server.setAccess(Access::Everyone);
            (void)server.listen(LocalName::path(QFile::decodeName(name)));
        }
        FaultPoint::disarmAll();
        if (!reached)
            break;
        QVERIFY(stranger);
        QCOMPARE(Raw::modeOf(name), 0640);
        QCOMPARE(Raw::contentOf(Raw::lockOf(name)), QByteArray("a stranger's"));
        if (Raw::exists(path("moved"))) // the library's own files were removed
            QCOMPARE(Raw::namesIn(QFile::decodeName(path("moved"))), QStringList());
    }
    QVERIFY(!reached);
}

void tst_NameSwaps::exactFifo_data()
{
    baits();
}

void tst_NameSwaps::exactFifo()
{
    QFETCH(const int, bait);
    bool reached = true;
    for (int n = 1; n < MostCalls && reached; ++n) {
        QVERIFY(prepare(Bait(bait)));
        reached = false;
        FaultPoint::interpose(n, [&] {
            reached = true;
            swap(path("app"));
        });
        (void)Fifo::create(QFile::decodeName(path("app")), QFileDevice::Permissions(0x6666), Fifo::Umask::Ignored);
        FaultPoint::disarmAll();
        expectNothingTouched();
        QVERIFY2(!QTest::currentTestFailed(), qPrintable(QStringLiteral("before call %1").arg(n)));
    }
    QVERIFY(!reached);
    QCOMPARE(Raw::modeOf(path("app")), 0666);
}

void tst_NameSwaps::removingFifo()
{
    QFETCH(const int, bait);
    for (const bool byClosing : { false, true }) {
        bool reached = true;
        for (int n = 1; n < MostCalls && reached; ++n) {
            QVERIFY(prepare(Bait(bait)));
            QCOMPARE(::mkfifo(path("app").constData(), 0600), 0);
            Fifo fifo(QFile::decodeName(path("app")));
            fifo.setRemoveOnClose(true);
            fifo.setKeepOpen(true);
            if (byClosing)
                QVERIFY(fifo.open(Fifo::ReadOnly) && fifo.waitForConnected(5000));
            reached = false;
            FaultPoint::interpose(n, [&] {
                reached = true;
                swap(path("app"));
            });
            if (byClosing)
                fifo.abort();
            else
                (void)Fifo::remove(QFile::decodeName(path("app")));
            FaultPoint::disarmAll();
            if (byClosing || Bait(bait) != Bait::Fifo) // a FIFO that exists when remove() is called is removed
                expectNothingTouched();
            QVERIFY2(!QTest::currentTestFailed(), qPrintable(QStringLiteral("before call %1").arg(n)));
        }
        QVERIFY(!reached);
    }
}

// Only FIFOs get bytes, also from the background.
void tst_NameSwaps::openingFifo()
{
    QFETCH(const int, bait);
    bool reached = true;
    for (int n = 1; n < MostCalls && reached; ++n) {
        QVERIFY(prepare(Bait(bait)));
        QCOMPARE(::mkfifo(path("app").constData(), 0600), 0);
        reached = false;
        FaultPoint::interpose(n, [&] {
            reached = true;
            swap(path("app"));
        });
        {
            Fifo fifo(QFile::decodeName(path("app")));
            fifo.setConnectTimeout(1);
            (void)fifo.open(Fifo::WriteOnly);
            fifo.write("bytes");
            (void)fifo.waitForConnected(5);
        }
        (void)Device::drainAll(1000);
        FaultPoint::disarmAll();
        expectNothingTouched();
        QVERIFY2(!QTest::currentTestFailed(), qPrintable(QStringLiteral("before call %1").arg(n)));
    }
}

// The folder of the generic names is made in a folder that other users can write to.
void tst_NameSwaps::privateFolder()
{
    QFETCH(const int, bait);
    bool reached = true;
    for (int n = 1; n < MostCalls && reached; ++n) {
        QVERIFY(prepare(Bait(bait)));
        reached = false;
        qputenv("XDG_RUNTIME_DIR", path("runtime"));
        FaultPoint::interpose(n, [&] {
            reached = true;
            swap(path("runtime"));
        });
        {
            LocalServer server;
            (void)server.listen(QStringLiteral("app"));
        }
        FaultPoint::disarmAll();
        expectNothingTouched();
        QVERIFY2(!QTest::currentTestFailed(), qPrintable(QStringLiteral("before call %1").arg(n)));
    }
    QVERIFY(!reached);
}

QTEST_GUILESS_MAIN(tst_NameSwaps)
#include "tst_nameswaps.moc"
