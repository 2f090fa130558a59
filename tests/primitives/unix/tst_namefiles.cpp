// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Names that are files: a server removes only files that it has made.

#include "testsupport/testsupport.h"
#include "testsupport/unix/packetsockets.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>

#include <chrono>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NameFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void liveNameOfThisProcess_isInUse();
    void liveNameOfAnotherProcess_isInUse();
    void foreignServer_keepsItsName();
    void foreignServerWithAFullBacklog_keepsItsName();
    void foreignSocketOfAnyType_keepsItsName_data();
    void foreignSocketOfAnyType_keepsItsName();
    void nameOfACrashedOwner_isReclaimed();
    void staleSocketOfAForeignServer_isReclaimed();
    void staleLock_isReclaimed_data();
    void staleLock_isReclaimed();
    void staleName_goesToOneRacer();
    void releasedName_goesToOneRacer();
    void close_keepsASuccessorsFile();
    void close_keepsAnOrdinaryFile();
    void otherFileAtThePath_isNotChanged_data();
    void otherFileAtThePath_isNotChanged();
    void foreignLockFile_isNotChanged_data();
    void foreignLockFile_isNotChanged();
    void lock_existsWhileListening();
    void failedListen_leavesNoFiles_data();
    void failedListen_leavesNoFiles();
    void listenWithoutRoomForTheLock_works();
    void folderMovedWhileListening_isCleanedUp();

private:
    QByteArray path() const { return QFile::encodeName(m_dir->filePath(Name)); }
    QByteArray lockPath() const { return Raw::lockOf(path()); }
    QString inUse(qint64 owner) const;
    bool answers() const { return bool(Raw::connectTo(path())); }

    const QString Name = QStringLiteral("app");
    std::unique_ptr<QTemporaryDir> m_dir;
};

void tst_NameFiles::init()
{
    REQUIRE_PACKET_SOCKETS_IF_NAMED();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_dir->path()));
}

QString tst_NameFiles::inUse(qint64 owner) const
{
    const QString by = owner ? QStringLiteral(" by process %1").arg(owner) : QString();
    return QStringLiteral("listen on \"%1\": the name is in use%2").arg(QFile::decodeName(path()), by);
}

static bool connects(const QString &name)
{
    LocalSocket client;
    client.connectToServer(name);
    return client.waitForConnected(10000);
}

void tst_NameFiles::liveNameOfThisProcess_isInUse()
{
    LocalServer first;
    QVERIFY(first.listen(Name));
    const auto before = Raw::statusOf(path());
    LocalServer second;
    QVERIFY(!second.listen(Name));
    QVERIFY(!second.isListening());
    QCOMPARE(second.error().code(), Error::NameInUse);
    QCOMPARE(second.error().message(), inUse(::getpid()));
    second.close();
    QCOMPARE(Raw::statusOf(path()).st_ino, before.st_ino);
    QVERIFY(connects(Name)); // and the first server still works
    QVERIFY(first.waitForNewConnection(5000));
}

void tst_NameFiles::liveNameOfAnotherProcess_isInUse()
{
    Peer owner({ QStringLiteral("hold"), Name });
    QVERIFY(owner.waitForLine("READY"));
    const auto before = Raw::statusOf(path());
    LocalServer server;
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!server.listen(Name));
        QCOMPARE(server.error().code(), Error::NameInUse);
        QCOMPARE(server.error().message(), inUse(owner.processId()));
    }
    QCOMPARE(Raw::statusOf(path()).st_ino, before.st_ino);
    QVERIFY(answers());
}

void tst_NameFiles::foreignServer_keepsItsName()
{
    const QByteArray place = path();
    Raw::Child foreign([place](Raw::Child &self) {
        const OwnedHandle server = Raw::serve(place);
        self.sendByte(server ? 'y' : 'n');
        return self.receiveByte();
    });
    QCOMPARE(foreign.receiveByte(), 'y');
    const auto before = Raw::statusOf(path());
    LocalServer server;
    QVERIFY(!server.listen(Name));
    QCOMPARE(server.error().code(), Error::NameInUse);
    QCOMPARE(server.error().message(), inUse(foreign.processId()));
    QCOMPARE(Raw::statusOf(path()).st_ino, before.st_ino);
    QVERIFY(answers());
    QVERIFY(!Raw::exists(lockPath()));
}

void tst_NameFiles::foreignServerWithAFullBacklog_keepsItsName()
{
    const OwnedHandle foreign = Raw::serve(path(), 0);
    QVERIFY(foreign);
    std::vector<LocalSocket> waiting(4); // more than Linux accepts with a backlog of 0
    for (LocalSocket &client : waiting)
        client.connectToServer(Name);
    const auto before = Raw::statusOf(path());
    LocalServer server;
    QVERIFY(!server.listen(Name));
    QCOMPARE(server.error().code(), Error::NameInUse);
    QCOMPARE(server.error().message(), inUse(0)); // no server answers, so no owner is known
    QCOMPARE(Raw::statusOf(path()).st_ino, before.st_ino);
}

void tst_NameFiles::foreignSocketOfAnyType_keepsItsName_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("listens");
    QTest::addColumn<int>("ours");
    const std::pair<const char *, int> types[] = { { "stream", SOCK_STREAM },
                                                   { "packets", SOCK_SEQPACKET },
                                                   { "datagrams", SOCK_DGRAM } };
    for (const auto &[theirName, theirs] : types) {
        for (const auto &[ourName, ours] : types) {
            for (const bool listens : { false, true }) {
                if (listens && theirs == SOCK_DGRAM)
                    continue;
                QTest::addRow("%s, %s, for %s", theirName, listens ? "listening" : "bound", ourName)
                    << theirs << listens << ours;
            }
        }
    }
}

// A socket that is bound and does not listen yet belongs to a server that starts.
void tst_NameFiles::foreignSocketOfAnyType_keepsItsName()
{
    QFETCH(const int, type);
    QFETCH(const bool, listens);
    QFETCH(const int, ours);
    const OwnedHandle foreign = Raw::serve(path(), listens ? 5 : -1, type);
    QVERIFY(foreign);
    const auto before = Raw::statusOf(path());
    const UnixAddress address = UnixAddress::fromPath(QFile::decodeName(path()));
    LocalServer stream;
    UnixSeqPacketServer packets;
    UnixDatagramSocket datagrams;
    const bool listening = ours == SOCK_STREAM ? stream.listen(Name)
        : ours == SOCK_SEQPACKET               ? packets.listen(address)
                                               : datagrams.bind(address);
    QVERIFY(!listening);
    const Error error = ours == SOCK_STREAM ? stream.error()
        : ours == SOCK_SEQPACKET            ? packets.error()
                                            : datagrams.error();
    QCOMPARE(error.code(), Error::NameInUse);
    QVERIFY2(error.reason().startsWith(QStringLiteral("the name is in use")), qPrintable(error.message()));
    QCOMPARE(error.reason().endsWith(QString::number(::getpid())), listens);
    QCOMPARE(Raw::statusOf(path()).st_ino, before.st_ino);
    QCOMPARE(Raw::statusOf(path()).st_mode, before.st_mode);
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList { Name });
}

void tst_NameFiles::nameOfACrashedOwner_isReclaimed()
{
    Peer owner({ QStringLiteral("hold"), Name });
    QVERIFY(owner.waitForLine("READY"));
    owner.kill9();
    QVERIFY(Raw::isSocket(path())); // so there is a file to reclaim
    QVERIFY(Raw::exists(lockPath()));
    LocalServer server;
    QVERIFY2(server.listen(Name), qPrintable(server.error().message()));
    QVERIFY(connects(Name));
    server.close();
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_NameFiles::staleSocketOfAForeignServer_isReclaimed()
{
    QVERIFY(Raw::leaveStaleSocket(path()));
    QVERIFY(Raw::isSocket(path()));
    LocalServer server;
    QVERIFY2(server.listen(Name), qPrintable(server.error().message()));
    QVERIFY(connects(Name));
}

void tst_NameFiles::staleLock_isReclaimed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("of a process that ended") << QByteArray("QtInterprocess lock of process 999999999\n");
    QTest::newRow("of an unrelated living process") << QByteArray("QtInterprocess lock of process 1\n");
    QTest::newRow("cut off") << QByteArray("QtInterprocess lock of process ");
    QTest::newRow("of an owner that crashed before it wrote") << QByteArray();
    QTest::newRow("of a machine that lost its power") << QByteArray(30, '\0');
    QTest::newRow("second half lost") << "QtInterprocess lo" + QByteArray(13, '\0');
}

void tst_NameFiles::staleLock_isReclaimed()
{
    QFETCH(const QByteArray, content);
    QVERIFY(Raw::writeFile(lockPath(), content));
    if (!content.startsWith("QtInterprocess lock of process ")) {
#if !defined(Q_OS_LINUX)
        QSKIP("without marks, only the text distinguishes it from a foreign file");
#endif
        QCOMPARE(::chmod(lockPath().constData(), 01600), 0);
    }
    LocalServer server;
    QVERIFY2(server.listen(Name), qPrintable(server.error().message()));
    QCOMPARE(Raw::contentOf(lockPath()), "QtInterprocess lock of process " + QByteArray::number(::getpid()) + '\n');
    server.close();
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

// Sends a command to the peer, to run at that time of the steady clock, or at once.
static void tell(Peer &peer, const QByteArray &what, std::chrono::nanoseconds start = {})
{
    peer.process.write(what + ' ' + QByteArray::number(qint64(start.count())) + '\n');
    peer.process.waitForBytesWritten();
}

// Returns a time at which both peers are ready.
static std::chrono::nanoseconds soon()
{
    using namespace std::chrono;
    return steady_clock::now().time_since_epoch() + microseconds(500);
}

static QByteArray answerOf(Peer &peer)
{
    while (!peer.process.canReadLine()) {
        if (!peer.process.waitForReadyRead(20000))
            return "(no answer)";
    }
    return peer.process.readLine().trimmed();
}

void tst_NameFiles::staleName_goesToOneRacer()
{
    constexpr int Rounds = 200;
    Peer racers[] = { Peer({ QStringLiteral("claim"), Name }), Peer({ QStringLiteral("claim"), Name }) };
    for (Peer &racer : racers)
        QCOMPARE(answerOf(racer), QByteArray("READY"));
    const QByteArray lost = "LOST " + QByteArray::number(Error::NameInUse);
    for (int round = 0; round < Rounds; ++round) {
        QVERIFY(Raw::leaveStaleSocket(path()));
        if (round % 2 == 1)
            QVERIFY(Raw::writeFile(lockPath(), "QtInterprocess lock of process 999999999\n"));
        const auto start = soon();
        const std::chrono::microseconds lead(2 * (round / 4)); // from no time to the time of a whole listen()
        for (int i = 0; i < 2; ++i)
            tell(racers[(round / 2 + i) % 2], "go", i == 0 ? start : start + lead);
        const QByteArray told[] = { answerOf(racers[0]), answerOf(racers[1]) };
        const int winner = told[0] == "WON" ? 0 : 1;
        QCOMPARE(told[winner], QByteArray("WON"));
        QCOMPARE(told[1 - winner], lost);
        QVERIFY(answers());
        for (Peer &racer : racers) {
            tell(racer, "release");
            QCOMPARE(answerOf(racer), QByteArray("FREE"));
        }
        QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
    }
}

// One racer closes while the other one listens. The listener may be too early. If it succeeds, it
// owns the name.
void tst_NameFiles::releasedName_goesToOneRacer()
{
    constexpr int Rounds = 200;
    Peer racers[] = { Peer({ QStringLiteral("claim"), Name }), Peer({ QStringLiteral("claim"), Name }) };
    for (Peer &racer : racers)
        QCOMPARE(answerOf(racer), QByteArray("READY"));
    const QByteArray lost = "LOST " + QByteArray::number(Error::NameInUse);
    tell(racers[0], "go");
    QCOMPARE(answerOf(racers[0]), QByteArray("WON"));
    int owner = 0;
    for (int round = 0; round < Rounds; ++round) {
        Peer &before = racers[owner];
        Peer &next = racers[1 - owner];
        const auto start = soon();
        tell(before, "release", start);
        tell(next, "go", start + std::chrono::nanoseconds(250 * round));
        QCOMPARE(answerOf(before), QByteArray("FREE"));
        QByteArray answer = answerOf(next);
        if (answer == lost) { // too early; the name has no owner now
            tell(next, "go");
            answer = answerOf(next);
        }
        QCOMPARE(answer, QByteArray("WON"));
        QVERIFY(answers());
        QVERIFY(Raw::exists(lockPath()));
        owner = 1 - owner;
    }
}

void tst_NameFiles::close_keepsASuccessorsFile()
{
    LocalServer server;
    QVERIFY(server.listen(Name));
    const OwnedHandle ours { ::dup(int(server.nativeHandle())) }; // keeps the number of the first file in use
    QVERIFY(QFile::remove(QFile::decodeName(path())));
    const OwnedHandle successor = Raw::serve(path());
    QVERIFY(successor);
    server.close();
    QVERIFY(Raw::isSocket(path()));
    QVERIFY(answers());
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList { Name });
}

void tst_NameFiles::close_keepsAnOrdinaryFile()
{
    LocalServer server;
    QVERIFY(server.listen(Name));
    QVERIFY(QFile::remove(QFile::decodeName(path())));
    QVERIFY(Raw::writeFile(path(), "precious"));
    QVERIFY(QFile::remove(QFile::decodeName(lockPath())));
    QVERIFY(Raw::writeFile(lockPath(), "precious, too"));
    server.close();
    QCOMPARE(Raw::contentOf(path()), QByteArray("precious"));
    QCOMPARE(Raw::contentOf(lockPath()), QByteArray("precious, too"));
}

void tst_NameFiles::otherFileAtThePath_isNotChanged_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what :
         { "file", "empty file", "folder", "link to a file", "link to nothing", "link to a socket", "fifo" })
        QTest::newRow(what) << QString::fromLatin1(what);
}

void tst_NameFiles::otherFileAtThePath_isNotChanged()
{
    QFETCH(const QString, what);
    const QByteArray target = path() + "-target";
    OwnedHandle live;
    if (what == QLatin1String("file"))
        QVERIFY(Raw::writeFile(path(), "precious"));
    else if (what == QLatin1String("empty file"))
        QVERIFY(Raw::writeFile(path(), ""));
    else if (what == QLatin1String("folder"))
        QVERIFY(QDir().mkdir(QFile::decodeName(path())));
    else if (what == QLatin1String("fifo"))
        QCOMPARE(::mkfifo(path().constData(), 0600), 0);
    else
        QCOMPARE(::symlink(target.constData(), path().constData()), 0);
    if (what == QLatin1String("link to a file"))
        QVERIFY(Raw::writeFile(target, "precious"));
    if (what == QLatin1String("link to a socket"))
        QVERIFY(Raw::leaveStaleSocket(target));
    const auto before = Raw::statusOf(path());
    const QStringList names = Raw::namesIn(m_dir->path());
    LocalServer server;
    QVERIFY(!server.listen(Name));
    QCOMPARE(server.error().code(), Error::InvalidName);
    QCOMPARE(server.error().message(),
             QStringLiteral("listen on \"%1\": the file is not a socket and is unchanged; use another name")
                 .arg(QFile::decodeName(path())));
    const auto after = Raw::statusOf(path());
    QCOMPARE(after.st_ino, before.st_ino);
    QCOMPARE(after.st_mode, before.st_mode);
    QCOMPARE(after.st_size, before.st_size);
    QCOMPARE(Raw::namesIn(m_dir->path()), names);
    if (what == QLatin1String("file"))
        QCOMPARE(Raw::contentOf(path()), QByteArray("precious"));
}

void tst_NameFiles::foreignLockFile_isNotChanged_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    const QString inTheWay = QStringLiteral(
        "\"%1\" is not a lock file of this library and is unchanged; use another name");
    QTest::newRow("foreign content") << QStringLiteral("content") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("empty") << QStringLiteral("empty") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("empty, private") << QStringLiteral("private") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("empty, sticky, open to others") << QStringLiteral("sticky") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("content, with the mark of a lock")
        << QStringLiteral("marked") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("hard link to an empty file") << QStringLiteral("hard link") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("beginning of a lock's text") << QStringLiteral("beginning") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("fifo") << QStringLiteral("fifo") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("folder") << QStringLiteral("folder") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("link") << QStringLiteral("link") << int(Error::InvalidName) << inTheWay;
    QTest::newRow("socket") << QStringLiteral("socket") << int(Error::InvalidName) << inTheWay;
}

void tst_NameFiles::foreignLockFile_isNotChanged()
{
    QFETCH(const QString, what);
    QFETCH(const int, code);
    QFETCH(const QString, reason);
    const bool isEmpty = what != QLatin1String("content") && what != QLatin1String("marked");
    const QByteArray content = what == QLatin1String("beginning") ? "QtInterprocess lock"
        : isEmpty                                                 ? ""
                                                                  : "my own notes\n";
    const QByteArray target = QFile::encodeName(m_dir->filePath(QStringLiteral("target")));
    QVERIFY(Raw::writeFile(target, "precious"));
    if (what == QLatin1String("fifo"))
        QCOMPARE(::mkfifo(lockPath().constData(), 0600), 0);
    else if (what == QLatin1String("folder"))
        QVERIFY(QDir().mkdir(QFile::decodeName(lockPath())));
    else if (what == QLatin1String("link"))
        QCOMPARE(::symlink(target.constData(), lockPath().constData()), 0);
    else if (what == QLatin1String("socket"))
        QVERIFY(Raw::leaveStaleSocket(lockPath()));
    else
        QVERIFY(Raw::writeFile(lockPath(), content));
    const std::pair<const char *, mode_t> modes[] = { { "private", 0600 }, { "sticky", 01644 }, { "marked", 01600 } };
    for (const auto &[row, mode] : modes)
        QVERIFY(what != QLatin1String(row) || ::chmod(lockPath().constData(), mode) == 0);
    if (what == QLatin1String("hard link"))
        QCOMPARE(::link(lockPath().constData(), (target + "-too").constData()), 0);
    const auto before = Raw::statusOf(lockPath());
    const QStringList names = Raw::namesIn(m_dir->path());
    LocalServer server;
    QVERIFY(!server.listen(Name));
    QCOMPARE(int(server.error().code()), code);
    QCOMPARE(server.error().reason(), reason.arg(QFile::decodeName(lockPath())));
    QCOMPARE(server.error().subject(), QFile::decodeName(path()));
    QCOMPARE(Raw::statusOf(lockPath()).st_ino, before.st_ino);
    QCOMPARE(Raw::statusOf(lockPath()).st_size, before.st_size);
    QCOMPARE(Raw::statusOf(lockPath()).st_mode, before.st_mode);
    QCOMPARE(Raw::contentOf(target), QByteArray("precious"));
    QCOMPARE(Raw::namesIn(m_dir->path()), names);
    if (S_ISREG(before.st_mode))
        QCOMPARE(Raw::contentOf(lockPath()), content);
}

void tst_NameFiles::lock_existsWhileListening()
{
    LocalServer server;
    QVERIFY(server.listen(Name));
    QCOMPARE(Raw::namesIn(m_dir->path()), (QStringList { QStringLiteral(".qtipc-app.lock"), Name }));
    QCOMPARE(Raw::contentOf(lockPath()), "QtInterprocess lock of process " + QByteArray::number(::getpid()) + '\n');
    QCOMPARE(Raw::modeOf(lockPath()) & 0777, 0600);
    server.close();
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
    QVERIFY(!connects(Name));
}

void tst_NameFiles::failedListen_leavesNoFiles_data()
{
    QTest::addColumn<QString>("path"); // below the folder
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("nativeCode");
    QTest::newRow("no such folder") << QStringLiteral("missing/app") << int(Error::NotFound) << ENOENT;
    QTest::newRow("file in place of a folder") << QStringLiteral("file/app") << int(Error::InvalidName) << ENOTDIR;
    QTest::newRow("circle of links") << QStringLiteral("circle/app") << int(Error::InvalidName) << ELOOP;
    QTest::newRow("slash at the end") << QStringLiteral("missing/") << int(Error::NotFound) << ENOENT;
    QTest::newRow("folder above") << QStringLiteral("..") << int(Error::InvalidName) << 0;
}

void tst_NameFiles::failedListen_leavesNoFiles()
{
    QFETCH(const QString, path);
    QFETCH(const int, code);
    QFETCH(const int, nativeCode);
    QVERIFY(Raw::writeFile(QFile::encodeName(m_dir->filePath(QStringLiteral("file"))), "precious"));
    QCOMPARE(::symlink("circle", QFile::encodeName(m_dir->filePath(QStringLiteral("circle"))).constData()), 0);
    const QStringList names = Raw::namesIn(m_dir->path());
    const int descriptors = openDescriptors();
    LocalServer server;
    const QString full = m_dir->path() + QLatin1Char('/') + path;
    QVERIFY(!server.listen(LocalName::path(full)));
    QCOMPARE(int(server.error().code()), code);
    QCOMPARE(server.error().nativeCode(), nativeCode);
    QCOMPARE(server.error().operation(), QStringLiteral("listen on"));
    QCOMPARE(server.error().subject(), full);
    const QString reason = nativeCode == ENOENT ? QStringLiteral("the folder does not exist; create it first")
                                                : QStringLiteral("the name cannot be that of a socket (%1)");
    if (nativeCode != 0)
        QCOMPARE(server.error().reason(), QString(reason).replace(QStringLiteral("%1"), qt_error_string(nativeCode)));
    QCOMPARE(Raw::namesIn(m_dir->path()), names);
    QCOMPARE(openDescriptors(), descriptors);
}

// Limits files to 0 bytes. A write that exceeds the limit raises SIGXFSZ, which ends a process.
void tst_NameFiles::listenWithoutRoomForTheLock_works()
{
    static int s_raised = 0;
    struct sigaction action = {}, before = {};
    action.sa_handler = [](int) { ++s_raised; };
    QCOMPARE(::sigaction(SIGXFSZ, &action, &before), 0);
    rlimit limit = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlimit nothing { 0, limit.rlim_max };
    {
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &nothing), 0);
        LocalServer server, second;
        const bool listening = server.listen(Name), again = second.listen(Name);
        const QByteArray lock = Raw::contentOf(lockPath());
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
        QVERIFY2(listening, qPrintable(server.error().message()));
        QVERIFY(!again);
        QCOMPARE(lock, QByteArray());
        QCOMPARE(second.error().message(), inUse(::getpid())); // the socket tells its owner
        QVERIFY(connects(Name));
    }
    QCOMPARE(::sigaction(SIGXFSZ, &before, nullptr), 0);
    QCOMPARE(s_raised, 0);
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

// The files at the new place are removed, and those at the old place stay.
void tst_NameFiles::folderMovedWhileListening_isCleanedUp()
{
    const QByteArray folder = QFile::encodeName(m_dir->filePath(QStringLiteral("folder")));
    const QByteArray moved = QFile::encodeName(m_dir->filePath(QStringLiteral("moved")));
    QCOMPARE(::mkdir(folder.constData(), 0700), 0);
    LocalServer server;
    QVERIFY(server.listen(LocalName::path(QFile::decodeName(folder + "/app"))));
    QCOMPARE(::rename(folder.constData(), moved.constData()), 0);
    QCOMPARE(::mkdir(folder.constData(), 0700), 0);
    const OwnedHandle somebody = Raw::serve(folder + "/app");
    QVERIFY(Raw::writeFile(Raw::lockOf(folder + "/app"), "QtInterprocess lock of process 1\n"));
    server.close();
    QCOMPARE(Raw::namesIn(QFile::decodeName(moved)), QStringList());
    QCOMPARE(Raw::namesIn(QFile::decodeName(folder)).size(), 2);
    QVERIFY(Raw::connectTo(folder + "/app"));
}

QTEST_GUILESS_MAIN(tst_NameFiles)
#include "tst_namefiles.moc"
