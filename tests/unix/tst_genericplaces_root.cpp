// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A stranger in the places of a user's generic names. The user and the stranger are two that this process becomes for a
// while, or children of it; so it runs as root only.

#include "rawunix.h"
#include "support/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <grp.h>
#include <sys/statvfs.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

// Users that have no folder in /run/user.
constexpr uid_t User = 47101;
constexpr uid_t Stranger = 47102;

// This process as somebody else, for a while.
class As
{
public:
    explicit As(uid_t user) : m_done(::seteuid(user) == 0) { }
    ~As() { ::seteuid(0); }
    explicit operator bool() const { return m_done; }

private:
    Q_DISABLE_COPY(As)
    const bool m_done;
};

bool becomeStranger()
{
    return ::setgroups(0, nullptr) == 0 && ::setgid(Stranger) == 0 && ::setuid(Stranger) == 0;
}

} // namespace

class tst_GenericPlaces_Root : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void strangersThingInTheWay_data();
    void strangersThingInTheWay();
    void strangerInBothPlaces_data();
    void strangerInBothPlaces();
    void strangerAtTheAbstractNameOnly();
    void linkToOtherServers_data();
    void linkToOtherServers();
    void secondServerOfTheUser();
    void strangersFolderThatComesAndGoes();
    void setUserIdProgram();

private:
    QByteArray folder() const { return m_temporary + "/qtinterprocess-" + QByteArray::number(User); }
    QString inFolder() const { return QFile::decodeName(folder()) + QLatin1Char('/') + m_name; }
    QByteArray rawAbstract() const { return "@qtinterprocess-" + QByteArray::number(User) + '/' + m_name.toUtf8(); }
    QString abstract() const { return QString::fromUtf8(rawAbstract()); }
    bool hasAbstract() const { return LocalName::isSupported(LocalName::Kind::Namespaced); }
    void putInTheWay(const QString &what);
    void startMany();

    std::unique_ptr<QTemporaryDir> m_dir;
    QByteArray m_temporary; // where everybody may write, as in /tmp
    QString m_name;
};

void tst_GenericPlaces_Root::init()
{
    QCOMPARE(::geteuid(), uid_t(0)); // registered for root only
    m_dir = std::make_unique<QTemporaryDir>();
    m_temporary = QFile::encodeName(m_dir->filePath(QStringLiteral("tmp")));
    QCOMPARE(::chmod(QFile::encodeName(m_dir->path()).constData(), 0755), 0);
    QVERIFY(::mkdir(m_temporary.constData(), 0700) == 0 && ::chmod(m_temporary.constData(), 01777) == 0);
    qputenv("TMPDIR", m_temporary);
    qunsetenv("XDG_RUNTIME_DIR");
    m_name = uniqueName();
}

void tst_GenericPlaces_Root::cleanup()
{
    qunsetenv("TMPDIR");
    m_dir.reset();
}

void tst_GenericPlaces_Root::putInTheWay(const QString &what)
{
    const QByteArray mine = m_temporary + "/mine";
    QVERIFY(::mkdir(mine.constData(), 0700) == 0 && ::chown(mine.constData(), User, User) == 0);
    const As stranger(Stranger);
    QVERIFY(bool(stranger));
    const QByteArray place = folder();
    if (what == QLatin1String("folder"))
        QVERIFY(::mkdir(place.constData(), 0755) == 0);
    else if (what == QLatin1String("open folder"))
        QVERIFY(::mkdir(place.constData(), 0700) == 0 && ::chmod(place.constData(), 0777) == 0);
    else if (what == QLatin1String("closed folder"))
        QVERIFY(::mkdir(place.constData(), 0700) == 0);
    else if (what == QLatin1String("symbolic link"))
        QVERIFY(::symlink("/nowhere", place.constData()) == 0);
    else if (what == QLatin1String("link to the user's own folder"))
        QVERIFY(::symlink(mine.constData(), place.constData()) == 0);
    else if (what == QLatin1String("file"))
        QVERIFY(Raw::writeFile(place, "hers"));
    else if (what == QLatin1String("FIFO"))
        QVERIFY(::mkfifo(place.constData(), 0666) == 0);
    else
        QVERIFY(Raw::leaveStaleSocket(place));
}

void tst_GenericPlaces_Root::strangersThingInTheWay_data()
{
    QTest::addColumn<QString>("description"); // in errors
    const auto row = [](const char *what, const char *description) {
        QTest::newRow(what) << QString::fromLatin1(description);
    };
    row("folder", "a folder of user 47102");
    row("open folder", "a folder of user 47102");
    row("closed folder", "a folder of user 47102");
    row("symbolic link", "a symbolic link of user 47102");
    row("link to the user's own folder", "a symbolic link of user 47102");
    row("file", "a file of user 47102");
    row("FIFO", "a FIFO of user 47102");
    row("socket", "a socket of user 47102");
}

// The other place is taken, and both sides find it; without one, the error says whose it is and what.
void tst_GenericPlaces_Root::strangersThingInTheWay()
{
    QFETCH(const QString, description);
    putInTheWay(QString::fromLatin1(QTest::currentDataTag()));
    if (QTest::currentTestFailed())
        return;
    const struct stat before = Raw::statusOf(folder());
    LocalServer server;
    LocalSocket client;
    {
        const As user(User);
        const bool listens = server.listen(m_name);
        QCOMPARE(listens, hasAbstract());
        client.connectToServer(m_name);
        QCOMPARE(client.waitForConnected(5000), hasAbstract());
    }
    if (hasAbstract()) {
        QCOMPARE(server.fullServerName(), abstract());
        QCOMPARE(client.fullServerName(), abstract());
        QCOMPARE(client.peerCredentials().userId, std::optional<quint32>(User));
    } else {
        for (const Error &error : { server.error(), client.error() }) {
            QCOMPARE(error.code(), Error::AccessDenied);
            QVERIFY2(error.message().contains(description), qPrintable(error.message()));
        }
    }
    const struct stat after = Raw::statusOf(folder());
    QVERIFY(before.st_ino == after.st_ino && before.st_mode == after.st_mode && before.st_uid == after.st_uid);
    QCOMPARE(Raw::namesIn(QFile::decodeName(m_temporary + "/mine")), QStringList());
}

void tst_GenericPlaces_Root::strangerInBothPlaces_data()
{
    strangersThingInTheWay_data();
}

void tst_GenericPlaces_Root::strangerInBothPlaces()
{
    QFETCH(const QString, description);
    if (!hasAbstract())
        QSKIP("there is one place only");
    putInTheWay(QString::fromLatin1(QTest::currentDataTag()));
    if (QTest::currentTestFailed())
        return;
    Raw::Child stranger([this](Raw::Child &self) {
        const bool ready = becomeStranger();
        const OwnedHandle server = Raw::serve(rawAbstract());
        self.tell(ready && server ? 'y' : 'n');
        if (self.hear() != 'a')
            return 255;
        int heard = 0;
        const OwnedHandle listening = Raw::nonBlocking(OwnedHandle(::dup(int(server.get()))));
        for (;;) {
            const OwnedHandle client(::accept(int(listening.get()), nullptr, nullptr));
            if (!client)
                return heard;
            char byte = 0;
            while (::recv(int(client.get()), &byte, 1, 0) == 1)
                ++heard;
        }
    });
    QCOMPARE(stranger.hear(), 'y');
    LocalServer server;
    LocalSocket client;
    {
        const As user(User);
        QVERIFY(!server.listen(m_name));
        client.connectToServer(m_name);
        client.write("secret");
        QVERIFY(!client.waitForConnected(5000));
    }
    const QString served = QStringLiteral("it is served by user 47102, not by this user");
    for (const Error &error : { server.error(), client.error() }) {
        QCOMPARE(error.code(), Error::AccessDenied);
        QCOMPARE(error.subject(), abstract());
        QVERIFY2(error.reason().contains(description), qPrintable(error.message()));
        QVERIFY2(error.reason().contains(served), qPrintable(error.message()));
        QVERIFY2(error.reason().contains(QFile::decodeName(folder())), qPrintable(error.message()));
    }
    stranger.tell('a');
    QCOMPARE(stranger.exitCode(), 0);
}

// She changes nothing as long as the folder is the user's.
void tst_GenericPlaces_Root::strangerAtTheAbstractNameOnly()
{
    if (!hasAbstract())
        QSKIP("there is one place only");
    Raw::Child stranger([this](Raw::Child &self) {
        const bool ready = becomeStranger();
        const OwnedHandle server = Raw::serve(rawAbstract());
        self.tell(ready && server ? 'y' : 'n');
        return self.hear();
    });
    QCOMPARE(stranger.hear(), 'y');
    const As user(User);
    LocalSocket client;
    client.connectToServer(m_name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::NotFound);
    QCOMPARE(client.error().subject(), inFolder());
    LocalServer server, second;
    QVERIFY2(server.listen(m_name), qPrintable(server.error().message()));
    QCOMPARE(server.fullServerName(), inFolder());
    client.connectToServer(m_name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QVERIFY(!second.listen(m_name));
    QCOMPARE(second.error().code(), Error::NameInUse);
}

void tst_GenericPlaces_Root::linkToOtherServers_data()
{
    QTest::addColumn<uint>("owner");
    QTest::newRow("of the user") << uint(User);
    QTest::newRow("of root") << 0u;
}

// She would lead the user's client to a server that passes every check, and that it has not asked for.
void tst_GenericPlaces_Root::linkToOtherServers()
{
    QFETCH(const uint, owner);
    const QByteArray other = m_temporary + "/other";
    OwnedHandle server;
    {
        const As serving(owner);
        server = Raw::nonBlocking(Raw::serve(other));
        QVERIFY(server);
        QCOMPARE(::chmod(other.constData(), 0666), 0);
    }
    {
        const As stranger(Stranger);
        QCOMPARE(::mkdir(folder().constData(), 0755), 0);
        QCOMPARE(::symlink(other.constData(), QFile::encodeName(inFolder()).constData()), 0);
    }
    {
        const As user(User);
        LocalSocket client;
        client.connectToServer(m_name);
        QVERIFY(!client.waitForConnected(5000));
        QCOMPARE(client.error().code(), hasAbstract() ? Error::ConnectionRefused : Error::AccessDenied);
    }
    QCOMPARE(::accept(int(server.get()), nullptr, nullptr), -1);
}

// One before the stranger has gone, one after.
void tst_GenericPlaces_Root::secondServerOfTheUser()
{
    if (!hasAbstract())
        QSKIP("there is one place only");
    putInTheWay(QStringLiteral("folder"));
    LocalServer first, second;
    {
        const As user(User);
        QVERIFY2(first.listen(m_name), qPrintable(first.error().message()));
        QVERIFY(!second.listen(m_name));
        QCOMPARE(second.error().code(), Error::NameInUse);
        QVERIFY(second.error().reason().endsWith(QStringLiteral("process %1").arg(::getpid())));
    }
    QCOMPARE(::rmdir(folder().constData()), 0);
    const As user(User);
    QVERIFY(!second.listen(m_name));
    QCOMPARE(second.error().code(), Error::NameInUse);
    LocalSocket client;
    client.connectToServer(m_name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QCOMPARE(client.fullServerName(), abstract());
    first.close();
    QVERIFY2(second.listen(m_name), qPrintable(second.error().message()));
    QCOMPARE(second.fullServerName(), inFolder());
}

// However it is when they start: one of many is the primary, and all others find it.
void tst_GenericPlaces_Root::strangersFolderThatComesAndGoes()
{
    const QByteArray hers = m_temporary + "/hers";
    const QByteArray place = folder();
    for (int round = 0; round < 5; ++round) {
        m_name = uniqueName();
        auto stranger = std::make_unique<Raw::Child>([&](Raw::Child &self) {
            self.tell(becomeStranger() && ::mkdir(hers.constData(), 0755) == 0 ? 'y' : 'n');
            while (::rename(hers.constData(), place.constData()) == 0)
                ::rename(place.constData(), hers.constData());
            return 0; // now the user has it
        });
        QCOMPARE(stranger->hear(), 'y');
        startMany();
        if (QTest::currentTestFailed())
            return;
        stranger.reset();
        for (const QByteArray &path : { hers, place })
            QDir(QFile::decodeName(path)).removeRecursively();
    }
}

void tst_GenericPlaces_Root::startMany()
{
    constexpr int Count = 12;
    std::vector<std::unique_ptr<Peer>> starts;
    for (int i = 0; i < Count; ++i) {
        const QStringList arguments { m_name, QStringLiteral("uid=%1").arg(User) };
        starts.push_back(std::make_unique<Peer>(arguments, QStringLiteral(ONCEONLY_PROGRAM)));
    }
    int primaries = 0;
    int secondaries = 0;
    QVERIFY(spinUntil([&] {
        primaries = secondaries = 0;
        for (const auto &start : starts) {
            start->output += start->process.readAllStandardOutput();
            primaries += start->output.contains("\"primary\"") ? 1 : 0;
            secondaries += start->output.contains("\"secondary\"") ? 1 : 0;
        }
        return primaries + secondaries == Count;
    }));
    QCOMPARE(primaries, 1);
}

// Its environment is that of whoever has started it.
void tst_GenericPlaces_Root::setUserIdProgram()
{
    struct statvfs system = {};
    if (::statvfs(m_temporary.constData(), &system) != 0 || (system.f_flag & ST_NOSUID) != 0)
        QSKIP("there are no such programs in the folder for temporary files");
    const QByteArray program = QFile::encodeName(m_dir->filePath(QStringLiteral("program")));
    QVERIFY(QFile::copy(QStringLiteral(ONCEONLY_PROGRAM), QFile::decodeName(program)));
    QVERIFY(::chown(program.constData(), User, User) == 0 && ::chmod(program.constData(), 04755) == 0);
    const QByteArray given = m_temporary + "/given";
    QVERIFY(::mkdir(given.constData(), 0700) == 0 && ::chown(given.constData(), User, User) == 0);
    qputenv("XDG_RUNTIME_DIR", given);
    Peer peer({ m_name }, QFile::decodeName(program));
    QVERIFY(spinUntil([&] {
        peer.output += peer.process.readAllStandardOutput();
        return peer.output.contains("\"primary\"") || peer.process.state() == QProcess::NotRunning;
    }));
    QVERIFY2(peer.output.contains("\"primary\""), peer.output.constData());
    QCOMPARE(Raw::namesIn(QFile::decodeName(given)), QStringList());
    QVERIFY(!Raw::exists(folder()));
    peer.process.closeWriteChannel(); // so that it leaves nothing behind in /tmp
    QVERIFY(peer.waitForFinished());
    ::rmdir(("/tmp/qtinterprocess-" + QByteArray::number(User)).constData());
}

QTEST_GUILESS_MAIN(tst_GenericPlaces_Root)
#include "tst_genericplaces_root.moc"
