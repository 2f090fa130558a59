// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The files of a name while its owner lives: they are removed or replaced, or the owner forks.

#include "testsupport/testsupport.h"
#include "testsupport/unix/packetsockets.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/SingleInstance>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qprocess.h>
#include <QtCore/qstandardpaths.h>
#include <QtCore/qthread.h>

#include <functional>
#include <memory>

#include <sys/file.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NameKeeping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void nameAndNameDotLock_workTogether();
    void namesOfAuxiliaryFiles_areRefused();
    void lockOfAnOldVersion_isRespected_data();
    void lockOfAnOldVersion_isRespected();
    void staleLockOfAnOldVersionAtThePath_isRemoved();
    void foreignFileBesideTheName_isNotChanged();
    void owner_isReportedByTheSystem();

    void removedFiles_areRecreated_data();
    void removedFiles_areRecreated();
    void waitingConnections_surviveTheRemoval();
    void removedFile_isRecreatedWithoutAnEventLoop();
    void removedFile_isRecreatedInAnotherThread();
    void staleSocketInPlace_isReplaced();
    void removedFolder_isReportedOnce();
    void temporaryFolder_isRecreated();
    void takenName_isReported_data();
    void takenName_isReported();
    void takenName_endsThePrimaryRole();
    void datagramSocket_reportsItsLostName_data();
    void datagramSocket_reportsItsLostName();
    void oldTimeStamps_areRefreshed();
    void systemdTmpfiles_keepsTheFiles();

    void forkedHelper_doesNotKeepTheName_data();
    void forkedHelper_doesNotKeepTheName();
    void forkedHelper_doesNotTakeTheName();
    void childThatContinues_keepsTheName();

private:
    QByteArray path() const { return QFile::encodeName(m_dir->filePath(Name)); }
    QByteArray lockPath() const { return Raw::lockOf(path()); }
    UnixAddress address() const { return UnixAddress::fromPath(QFile::decodeName(path())); }
    LocalName name() const { return LocalName::path(QFile::decodeName(path())); }
    bool answers() const { return bool(Raw::connectTo(path())); }

    const QString Name = QStringLiteral("app");
    std::unique_ptr<QTemporaryDir> m_dir;
};

static constexpr int Soon = 10000; // the library checks once per second

// Returns false in the portable build on Linux as well.
static bool isLinux()
{
    return UnixAddress::maximumAbstractLength() > 0;
}

void tst_NameKeeping::init()
{
    REQUIRE_PACKET_SOCKETS_IF_NAMED();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_dir->path()));
}

void tst_NameKeeping::nameAndNameDotLock_workTogether()
{
    for (const bool lockFirst : { false, true }) {
        const QStringList names { QStringLiteral("app"), QStringLiteral("app.lock"), QStringLiteral("app.lock.lock") };
        std::vector<std::unique_ptr<LocalServer>> servers;
        for (int i = 0; i < names.size(); ++i) {
            servers.push_back(std::make_unique<LocalServer>());
            const QString &given = names[lockFirst ? names.size() - 1 - i : i];
            QVERIFY2(servers.back()->listen(given), qPrintable(servers.back()->error().message()));
        }
        for (const auto &server : servers) {
            LocalSocket client;
            client.connectToServer(server->serverName());
            QVERIFY(client.waitForConnected(5000));
            QVERIFY(server->waitForNewConnection(5000));
        }
    }
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_NameKeeping::namesOfAuxiliaryFiles_areRefused()
{
    for (const char *const last : { ".qtipc-app.lock", ".qtipc-", ".qtipc-x" }) {
        const QString place = m_dir->filePath(QString::fromLatin1(last));
        LocalServer local;
        QVERIFY(!local.listen(QString::fromLatin1(last)));
        QCOMPARE(local.error().code(), Error::InvalidName);
        UnixSeqPacketServer packets;
        QVERIFY(!packets.listen(UnixAddress::fromPath(place)));
        QCOMPARE(packets.error().code(), hasPacketSockets() ? Error::InvalidName : Error::Unsupported);
        UnixDatagramSocket datagrams;
        QVERIFY(!datagrams.bind(UnixAddress::fromPath(place)));
        QCOMPARE(datagrams.error().code(), Error::InvalidName);
    }
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_NameKeeping::lockOfAnOldVersion_isRespected_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("held");
    for (const bool held : { false, true }) {
        QTest::addRow("%s", held ? "held" : "stale") << QStringLiteral("app") << held;
        QTest::addRow("long name, %s", held ? "held" : "stale") << QString(255, QLatin1Char('n')) << held;
    }
}

void tst_NameKeeping::lockOfAnOldVersion_isRespected()
{
    QFETCH(const QString, name);
    QFETCH(const bool, held);
    const QByteArray bytes = name.toLatin1();
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex();
    const QByteArray old = QFile::encodeName(m_dir->path()) + '/'
        + (bytes.size() <= 250 ? bytes : bytes.left(200) + '.' + hash) + ".lock";
    QVERIFY(Raw::writeFile(old, "QtInterprocess lock of process 999999999\n"));
    QCOMPARE(::chmod(old.constData(), 01600), 0);
    const OwnedHandle lock(::open(old.constData(), O_RDWR | O_CLOEXEC));
    QVERIFY(!held || ::flock(int(lock.get()), LOCK_EX | LOCK_NB) == 0);
    LocalServer server;
    const bool listening = server.listen(name);
    if (!listening && server.error().code() == Error::NameTooLong)
        QSKIP("this system has no long names");
    QCOMPARE(listening, !held);
    QCOMPARE(Raw::exists(old), held);
    if (held)
        QCOMPARE(server.error().code(), Error::NameInUse);
    server.close();
    QCOMPARE(Raw::namesIn(m_dir->path()).size(), held ? 1 : 0);
}

void tst_NameKeeping::staleLockOfAnOldVersionAtThePath_isRemoved()
{
    const QString given = QStringLiteral("app.lock");
    const QByteArray old = QFile::encodeName(m_dir->filePath(given));
    QVERIFY(Raw::writeFile(old, "QtInterprocess lock of process 999999999\n"));
    QCOMPARE(::chmod(old.constData(), 01600), 0);
    LocalServer server;
    QVERIFY2(server.listen(given), qPrintable(server.error().message()));
    QVERIFY(Raw::isSocket(old));
}

void tst_NameKeeping::foreignFileBesideTheName_isNotChanged()
{
    const QByteArray foreign = path() + ".lock";
    QVERIFY(Raw::writeFile(foreign, "my own notes\n"));
    LocalServer server;
    QVERIFY2(server.listen(Name), qPrintable(server.error().message()));
    server.close();
    QCOMPARE(Raw::contentOf(foreign), QByteArray("my own notes\n"));
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList { QStringLiteral("app.lock") });
}

// The text of the lock is not used: it may come from another PID namespace, or from before a
// fork().
void tst_NameKeeping::owner_isReportedByTheSystem()
{
    LocalServer server;
    QVERIFY(server.listen(Name));
    QVERIFY(Raw::writeFile(lockPath(), "QtInterprocess lock of process 1\n"));
    LocalServer second;
    QVERIFY(!second.listen(Name));
    QCOMPARE(second.error().code(), Error::NameInUse);
    QVERIFY2(second.error().message().endsWith(QStringLiteral("by process %1").arg(::getpid())),
             qPrintable(second.error().message()));
    if (isLinux()) // Linux reports it without a connection
        QVERIFY(!spinUntil([&] { return server.hasPendingConnections(); }, 200));
}

void tst_NameKeeping::removedFiles_areRecreated_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("socketGone");
    QTest::addColumn<bool>("lockGone");
    for (const char *const kind : { "local", "unix", "packets" }) {
        QTest::addRow("%s, socket", kind) << QString::fromLatin1(kind) << true << false;
        QTest::addRow("%s, lock", kind) << QString::fromLatin1(kind) << false << true;
        QTest::addRow("%s, both", kind) << QString::fromLatin1(kind) << true << true;
    }
}

void tst_NameKeeping::removedFiles_areRecreated()
{
    QFETCH(const QString, kind);
    QFETCH(const bool, socketGone);
    QFETCH(const bool, lockGone);
    LocalServer local;
    UnixServer stream;
    UnixSeqPacketServer packets;
    const bool isLocal = kind == QLatin1String("local"), isStream = kind == QLatin1String("unix");
    Server &server = isLocal ? static_cast<Server &>(local) : isStream ? static_cast<Server &>(stream) : packets;
    QVERIFY(isLocal ? local.listen(Name) : isStream ? stream.listen(address()) : packets.listen(address()));
    const int type = isLocal || isStream ? SOCK_STREAM : SOCK_SEQPACKET;
    const auto mode = Raw::modeOf(path());
    if (socketGone)
        QCOMPARE(::unlink(path().constData()), 0);
    if (lockGone)
        QCOMPARE(::unlink(lockPath().constData()), 0);
    QVERIFY(spinUntil([&] { return Raw::isSocket(path()) && Raw::exists(lockPath()); }, Soon));
    QCOMPARE(Raw::modeOf(path()), mode);
    QCOMPARE(Raw::modeOf(lockPath()) & 0777, 0600);
    const OwnedHandle client = Raw::socketOf(type);
    const Raw::Address to(path());
    QCOMPARE(::connect(int(client.get()), to.data(), to.size), 0);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    QVERIFY(!server.error());
    LocalServer second;
    QVERIFY(!second.listen(name()));
    QCOMPARE(second.error().code(), Error::NameInUse);
    server.close();
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

// The waiting connections are in the backlog of the socket that had the name before.
void tst_NameKeeping::waitingConnections_surviveTheRemoval()
{
    LocalServer server;
    QVERIFY(server.listen(Name));
    LocalSocket early;
    early.connectToServer(Name);
    QVERIFY(early.waitForConnected(5000));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    LocalSocket *const accepted = server.nextPendingConnection();
    server.pauseAccepting();
    std::vector<OwnedHandle> waiting;
    for (int i = 0; i < 3; ++i)
        waiting.push_back(Raw::connectTo(path()));
    const auto before = Raw::statusOf(path());
    const OwnedHandle kept(::dup(int(server.nativeHandle()))); // keeps the number of the file in use
    QCOMPARE(::unlink(path().constData()), 0);
    QVERIFY(spinUntil([&] { return Raw::isSocket(path()) && Raw::statusOf(path()).st_ino != before.st_ino; }, Soon));
    waiting.push_back(Raw::connectTo(path()));
    QVERIFY(waiting.back());
    QVERIFY(!server.hasPendingConnections());
    server.resumeAccepting();
    int count = 0;
    const auto takeAll = [&] {
        while (server.nextPendingConnection())
            ++count;
        return count == int(waiting.size());
    };
    QVERIFY(spinUntil(takeAll));
    accepted->write("still here");
    QVERIFY(spinUntil([&] { return early.bytesAvailable() == 10; }));
}

void tst_NameKeeping::removedFile_isRecreatedWithoutAnEventLoop()
{
    UnixServer server;
    QVERIFY(server.listen(address()));
    QCOMPARE(::unlink(path().constData()), 0);
    QDeadlineTimer deadline(Soon);
    while (!Raw::isSocket(path()) && !deadline.hasExpired())
        QVERIFY(!server.waitForNewConnection(100));
    const OwnedHandle client = Raw::connectTo(path());
    QVERIFY(client);
    QVERIFY(server.waitForNewConnection(5000));
}

void tst_NameKeeping::removedFile_isRecreatedInAnotherThread()
{
    auto *const server = new LocalServer;
    QVERIFY(server->listen(Name));
    Worker thread;
    server->moveToThread(&thread);
    connect(&thread, &QThread::finished, server, &QObject::deleteLater);
    thread.start();
    QCOMPARE(::unlink(path().constData()), 0);
    QVERIFY(spinUntil([&] { return answers(); }, Soon));
    thread.quit();
    QVERIFY(thread.join());
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_NameKeeping::staleSocketInPlace_isReplaced()
{
    LocalServer server;
    QVERIFY(server.listen(Name));
    QCOMPARE(::unlink(path().constData()), 0);
    QVERIFY(Raw::leaveStaleSocket(path()));
    QVERIFY(spinUntil([&] { return answers(); }, Soon));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    QVERIFY(!server.error());
}

void tst_NameKeeping::removedFolder_isReportedOnce()
{
    const QString folder = m_dir->filePath(QStringLiteral("folder"));
    QVERIFY(QDir().mkdir(folder));
    LocalServer server;
    QVERIFY(server.listen(LocalName::path(folder + QStringLiteral("/app"))));
    QList<Error> errors;
    connect(&server, &LocalServer::errorOccurred, this, [&](const Error &error) { errors += error; });
    QVERIFY(QDir(folder).removeRecursively());
    QVERIFY(spinUntil([&] { return !errors.isEmpty(); }, Soon));
    QCOMPARE(errors.first().code(), Error::NotFound);
    QVERIFY(server.isListening());
    QVERIFY(!spinUntil([&] { return errors.size() > 1; }, 2500)); // the time of two checks
    QVERIFY(QDir().mkdir(folder));
    QVERIFY(spinUntil([&] { return bool(Raw::connectTo(QFile::encodeName(folder) + "/app")); }, Soon));
    QCOMPARE(errors.size(), 1);
}

// The folder of generic names on a system that gives the user none.
void tst_NameKeeping::temporaryFolder_isRecreated()
{
    if (QFileInfo::exists(QStringLiteral("/run/user/%1").arg(::geteuid())))
        QSKIP("the system gives this user a folder");
    qunsetenv("XDG_RUNTIME_DIR");
    qputenv("TMPDIR", QFile::encodeName(m_dir->path()));
    LocalServer server;
    const bool listening = server.listen(Name);
    QDir folder(QFileInfo(server.fullServerName()).path());
    const bool removed = folder.removeRecursively();
    const bool isBack = spinUntil([&] { return bool(Raw::connectTo(QFile::encodeName(folder.filePath(Name)))); }, Soon);
    qunsetenv("TMPDIR");
    QVERIFY(listening && removed && isBack);
    QCOMPARE(Raw::modeOf(QFile::encodeName(folder.path())), 0700);
}

void tst_NameKeeping::takenName_isReported_data()
{
    QTest::addColumn<bool>("isSocket");
    QTest::newRow("by another server") << true;
    QTest::newRow("by a file") << false;
}

void tst_NameKeeping::takenName_isReported()
{
    QFETCH(const bool, isSocket);
    LocalServer server;
    QVERIFY(server.listen(Name));
    QList<Error> errors;
    bool wasListening = true;
    connect(&server, &LocalServer::errorOccurred, this, [&](const Error &error) {
        errors += error;
        wasListening = server.isListening();
    });
    LocalSocket client;
    client.connectToServer(Name);
    QVERIFY(client.waitForConnected(5000));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    LocalSocket *const accepted = server.nextPendingConnection();
    const OwnedHandle waiting = Raw::connectTo(path());
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    QCOMPARE(::unlink(path().constData()), 0);
    const OwnedHandle foreign = isSocket ? Raw::serve(path()) : OwnedHandle();
    QVERIFY(isSocket || Raw::writeFile(path(), "somebody's"));
    const auto before = Raw::statusOf(path());
    QVERIFY(spinUntil([&] { return !errors.isEmpty(); }, Soon));
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors.first().code(), Error::NameLost);
    QCOMPARE(errors.first().subject(), QFile::decodeName(path()));
    QVERIFY(!wasListening);
    QVERIFY(server.nextPendingConnection()); // earlier connections are still pending
    accepted->write("still here");
    QVERIFY(spinUntil([&] { return client.bytesAvailable() == 10; }));
    QCOMPARE(Raw::statusOf(path()).st_ino, before.st_ino);
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList { Name });
    QVERIFY(server.listen(QStringLiteral("elsewhere")));
}

void tst_NameKeeping::takenName_endsThePrimaryRole()
{
    SingleInstance first(QStringLiteral("app"));
    QVERIFY(first.isPrimary());
    QVERIFY(QDir(m_dir->path()).entryList(QDir::System).size() == 1);
    int lost = 0, changed = 0;
    connect(&first, &SingleInstance::roleChanged, this, [&] { ++changed; });
    connect(&first, &SingleInstance::nameLost, this, [&] { ++lost; });
    for (const QString &file : Raw::namesIn(m_dir->path()))
        QVERIFY(QFile::remove(m_dir->filePath(file)));
    SingleInstance second(QStringLiteral("app"));
    QVERIFY(second.isPrimary());
    QVERIFY(spinUntil([&] { return lost > 0; }, Soon));
    QCOMPARE(changed, 1);
    QCOMPARE(int(first.role()), int(SingleInstance::Role::Undecided));
    QCOMPARE(first.error().code(), Error::NameLost);
    QVERIFY(second.isPrimary());
    QVERIFY(!spinUntil([&] { return lost > 1; }, 1500));
}

void tst_NameKeeping::datagramSocket_reportsItsLostName_data()
{
    QTest::addColumn<bool>("replaced");
    QTest::newRow("removed") << false;
    QTest::newRow("replaced") << true;
}

void tst_NameKeeping::datagramSocket_reportsItsLostName()
{
    QFETCH(const bool, replaced);
    UnixDatagramSocket socket;
    QVERIFY(socket.bind(address()));
    QList<Error> errors;
    connect(&socket, &UnixDatagramSocket::errorOccurred, this, [&](const Error &error) { errors += error; });
    QCOMPARE(::unlink(lockPath().constData()), 0);
    QVERIFY(spinUntil([&] { return Raw::exists(lockPath()); }, Soon));
    UnixDatagramSocket peer;
    QVERIFY(peer.bind(UnixAddress::fromPath(m_dir->filePath(QStringLiteral("peer")))));
    QVERIFY(errors.isEmpty());
    QCOMPARE(::unlink(path().constData()), 0);
    const OwnedHandle foreign = replaced ? Raw::serve(path(), -1, SOCK_DGRAM) : OwnedHandle();
    QVERIFY(spinUntil([&] { return !errors.isEmpty(); }, Soon));
    QCOMPARE(errors.first().code(), Error::NameLost);
    QCOMPARE(errors.first().subject(), QFile::decodeName(path()));
    QVERIFY(!spinUntil([&] { return errors.size() > 1; }, 2500));
    QCOMPARE(socket.state(), Device::State::Connected);
    QVERIFY(socket.writeDatagram("still here", peer.localAddress()));
    QVERIFY(spinUntil([&] { return peer.bytesAvailable() == 10; }));
    QCOMPARE(Raw::isSocket(path()), replaced);
    socket.close();
    QCOMPARE(Raw::isSocket(path()), replaced);
}

// Cleaners of temporary folders use the time stamps.
void tst_NameKeeping::oldTimeStamps_areRefreshed()
{
    LocalServer server;
    QVERIFY(server.listen(Name));
    const QByteArray bound = QFile::encodeName(m_dir->filePath(QStringLiteral("datagrams")));
    UnixDatagramSocket socket;
    QVERIFY(socket.bind(UnixAddress::fromPath(QFile::decodeName(bound))));
    const QList<QByteArray> files { path(), lockPath(), bound, Raw::lockOf(bound) };
    for (const QByteArray &file : files) {
        const timespec old[2] = { { 1000000, 0 }, { 1000000, 0 } };
        QCOMPARE(::utimensat(AT_FDCWD, file.constData(), old, AT_SYMLINK_NOFOLLOW), 0);
    }
    const auto isYoung = [](const QByteArray &file) { return ::time(nullptr) - Raw::statusOf(file).st_mtime < 600; };
    QVERIFY(spinUntil([&] { return std::all_of(files.begin(), files.end(), isYoung); }, Soon));
    QVERIFY(answers());
}

// Runs the real program on files that are an hour old. It keeps files younger than a minute.
void tst_NameKeeping::systemdTmpfiles_keepsTheFiles()
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("systemd-tmpfiles"));
    if (program.isEmpty())
        QSKIP("systemd-tmpfiles is not installed");
    if (!isLinux())
        QSKIP("sockets have no marks on this system");
    const QString folder = m_dir->filePath(QStringLiteral("folder"));
    const QString deep = folder + QLatin1Char('/') + QString(120, QLatin1Char('d'));
    const QString link = m_dir->filePath(QStringLiteral("link"));
    QVERIFY(QDir().mkpath(isLinux() ? deep : folder) && QFile::link(folder, link));
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder));
    QStringList paths { folder + QStringLiteral("/plain"), QStringLiteral("./relative"),
                        link + QStringLiteral("/linked"), folder + QStringLiteral("/../folder/roundabout") };
    if (isLinux())
        paths << deep + QStringLiteral("/deep") << folder + QLatin1Char('/') + QString(200, QLatin1Char('n'));
    std::vector<std::unique_ptr<UnixServer>> servers;
    for (const QString &path : paths) {
        servers.push_back(std::make_unique<UnixServer>());
        QVERIFY2(servers.back()->listen(UnixAddress::fromPath(path)), qPrintable(servers.back()->error().message()));
    }
    UnixDatagramSocket datagrams;
    QVERIFY(datagrams.bind(UnixAddress::fromPath(link + QStringLiteral("/datagrams"))));
    const auto names = [&] { return QStringList(Raw::namesIn(folder) + Raw::namesIn(deep)); };
    const QStringList all = names();
    QVERIFY(Raw::writeFile(QFile::encodeName(folder + QStringLiteral("/old")), "to be removed"));
    QVERIFY(Raw::leaveStaleSocket(QFile::encodeName(folder + QStringLiteral("/stale"))));
    for (const QString &place : { folder, deep }) {
        for (const QString &file : Raw::namesIn(place)) {
            const timespec old[2] = { { ::time(nullptr) - 3000, 0 }, { ::time(nullptr) - 3000, 0 } };
            const QByteArray path = QFile::encodeName(place + QLatin1Char('/') + file);
            QCOMPARE(::utimensat(AT_FDCWD, path.constData(), old, AT_SYMLINK_NOFOLLOW), 0);
        }
    }
    const QString rules = m_dir->filePath(QStringLiteral("rules.conf"));
    QVERIFY(Raw::writeFile(QFile::encodeName(rules), "d " + QFile::encodeName(folder) + " - - - mM:1m\n"));
    QProcess cleaner;
    cleaner.start(program, { QStringLiteral("--clean"), rules });
    QVERIFY(cleaner.waitForFinished());
    QVERIFY(QDir::setCurrent(before));
    QVERIFY2(!QFileInfo::exists(folder + QStringLiteral("/old")), cleaner.readAllStandardError().constData());
    QVERIFY(!Raw::exists(QFile::encodeName(folder + QStringLiteral("/stale"))));
    QCOMPARE(names(), all);
}

namespace {

// A process that listens, forks a child, and is killed. The child runs helper until it is
// released.
class Forked
{
public:
    using Listen = std::function<bool(UnixServer &, UnixSeqPacketServer &, LocalServer &)>;
    using Helper = std::function<void(Raw::Child &self, Server &server)>;

    Forked(const Listen &listen, bool packets, bool local, const Helper &helper)
        : m_process([=](Raw::Child &self) {
              UnixServer stream;
              UnixSeqPacketServer messages;
              LocalServer named;
              if (!listen(stream, messages, named))
                  return 1;
              Server &server = local ? static_cast<Server &>(named)
                  : packets          ? static_cast<Server &>(messages)
                                     : stream;
              if (const pid_t child = ::fork(); child == 0) {
                  const QByteArray number = QByteArray::number(::getpid());
                  for (const char digit : number)
                      self.sendByte(digit);
                  self.sendByte(' ');
                  helper(self, server);
                  ::_exit(0);
              }
              self.receiveByte();
              ::kill(::getpid(), SIGKILL);
              return 1;
          })
    {
        for (char digit = m_process.receiveByte(); digit > ' '; digit = m_process.receiveByte())
            m_helper = m_helper * 10 + (digit - '0');
    }
    ~Forked()
    {
        if (m_helper > 0)
            ::kill(m_helper, SIGKILL);
    }

    pid_t helper() const { return m_helper; }
    Raw::Child &process() { return m_process; }
    void killOwner()
    {
        ::kill(m_process.processId(), SIGKILL);
        m_process.exitCode();
    }

private:
    Raw::Child m_process;
    pid_t m_helper = 0;
};

void sleepLong(Raw::Child &, Server &)
{
    ::sleep(60);
}

} // namespace

void tst_NameKeeping::forkedHelper_doesNotKeepTheName_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *const kind : { "local", "unix", "packets" })
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void tst_NameKeeping::forkedHelper_doesNotKeepTheName()
{
#if !defined(Q_OS_LINUX)
    QSKIP("this system does not report which process listens");
#endif
    QFETCH(const QString, kind);
    const bool packets = kind == QLatin1String("packets"), local = kind == QLatin1String("local");
    const auto listen = [=, this](UnixServer &stream, UnixSeqPacketServer &messages, LocalServer &named) {
        return local ? named.listen(Name) : packets ? messages.listen(address()) : stream.listen(address());
    };
    Forked owner(listen, packets, local, sleepLong);
    QVERIFY(owner.helper() > 0);
    LocalServer next;
    QVERIFY(!next.listen(Name)); // the owner lives
    QCOMPARE(next.error().code(), Error::NameInUse);
    QVERIFY(next.error().message().endsWith(QStringLiteral("by process %1").arg(owner.process().processId())));
    owner.killOwner();
    QVERIFY2(next.listen(Name), qPrintable(next.error().message()));
    QCOMPARE(::kill(owner.helper(), 0), 0);
    LocalSocket client;
    client.connectToServer(Name);
    QVERIFY(client.waitForConnected(5000));
    QVERIFY(next.waitForNewConnection(5000));
}

// A child changes no file while its parent lives.
void tst_NameKeeping::forkedHelper_doesNotTakeTheName()
{
    LocalServer server;
    QVERIFY(server.listen(Name));
    Raw::Child child([&](Raw::Child &self) {
        ::unlink(lockPath().constData());
        for (int i = 0; i < 3; ++i)
            server.waitForNewConnection(600);
        const bool untouched = !Raw::exists(lockPath());
        server.close();
        return untouched && Raw::isSocket(path()) && self.sendByte('y') ? 0 : 1;
    });
    QCOMPARE(child.exitCode(), 0);
    QVERIFY(spinUntil([&] { return Raw::exists(lockPath()); }, Soon));
    QVERIFY(answers());
}

// The parent exits, as in daemon().
void tst_NameKeeping::childThatContinues_keepsTheName()
{
    const auto listen = [this](UnixServer &stream, UnixSeqPacketServer &, LocalServer &) {
        return stream.listen(address());
    };
    const auto goOn = [](Raw::Child &self, Server &server) {
        QDeadlineTimer deadline(60000);
        while (!deadline.hasExpired()) {
            if (server.waitForNewConnection(100))
                static_cast<UnixServer &>(server).nextPendingConnection();
            char word = 0;
            if (::recv(self.wire(), &word, 1, MSG_DONTWAIT) == 1)
                break;
        }
        server.close();
        self.sendByte('c');
    };
    Forked owner(listen, false, false, goOn);
    QVERIFY(owner.helper() > 0);
    const int inode = int(Raw::statusOf(path()).st_ino);
    ::kill(owner.process().processId(), SIGKILL);
    LocalServer next;
    QVERIFY(!next.listen(Name)); // at once
    QCOMPARE(next.error().code(), Error::NameInUse);
    const QString child = QStringLiteral("by process %1").arg(owner.helper());
    const bool named = spinUntil([&] { return !next.listen(Name) && next.error().message().endsWith(child); }, Soon);
    QVERIFY2(named, qPrintable(next.error().message()));
    QVERIFY(spinUntil(
        [&] { return Raw::contentOf(lockPath()).endsWith(' ' + QByteArray::number(owner.helper()) + '\n'); }, Soon));
    QCOMPARE(int(Raw::statusOf(path()).st_ino), inode);
    QVERIFY(owner.process().sendByte('.'));
    QCOMPARE(owner.process().receiveByte(), 'c');
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

QTEST_GUILESS_MAIN(tst_NameKeeping)
#include "tst_namekeeping.moc"
