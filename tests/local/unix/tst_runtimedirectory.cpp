// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the places of generic names: the choice of the folder, its creation, and the folders that
// are skipped.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_RuntimeDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void xdgFolder_isUsed();
    void newFolder_isPrivate_data();
    void newFolder_isPrivate();
    void connecting_createsNoFolder();
    void failedListen_createsNoFolder_data();
    void failedListen_createsNoFolder();
    void withoutXdg_systemOrTemporaryFolderIsUsed_data();
    void withoutXdg_systemOrTemporaryFolderIsUsed();
    void folderWritableByOthers_isSkipped_data();
    void folderWritableByOthers_isSkipped();
    void otherFileType_isSkipped_data();
    void otherFileType_isSkipped();
    void folderOfAnotherUser_isSkipped();
    void unusableTemporaryFolder_isReplacedOrReported_data();
    void unusableTemporaryFolder_isReplacedOrReported();
    void serverInASecondPlace_isFound();
    void longNamesInTheAbstractPlace_areDistinct();
    void shortage_isReportedInTheFirstPlace();

private:
    QString below(const char *name) const { return m_dir->filePath(QString::fromLatin1(name)); }
    void use(const QString &path) const { qputenv("XDG_RUNTIME_DIR", QFile::encodeName(path)); }
    // Returns the folder that the system provides for this user, or an empty string.
    static QString systemFolder();
    QString temporaryFolder() const { return below("qtinterprocess-") + QString::number(::geteuid()); }
    QString expectedFolder() const { return systemFolder().isEmpty() ? temporaryFolder() : systemFolder(); }
    static QString abstractPlace(const QString &name)
    {
        return QStringLiteral("@qtinterprocess-%1/%2").arg(::geteuid()).arg(name);
    }
    void expectPassedOver(const QString &folder);

    std::unique_ptr<QTemporaryDir> m_dir;
    QByteArray m_tmpdir;
    bool m_hadTmpdir = false;
};

void tst_RuntimeDirectory::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    m_hadTmpdir = qEnvironmentVariableIsSet("TMPDIR");
    m_tmpdir = qgetenv("TMPDIR");
    qputenv("TMPDIR", QFile::encodeName(m_dir->path()));
}

void tst_RuntimeDirectory::cleanup()
{
    qunsetenv("XDG_RUNTIME_DIR");
    if (m_hadTmpdir)
        qputenv("TMPDIR", m_tmpdir);
    else
        qunsetenv("TMPDIR");
    m_dir.reset();
}

void tst_RuntimeDirectory::xdgFolder_isUsed()
{
    use(m_dir->path());
    LocalServer server;
    QVERIFY(server.listen(QStringLiteral("app")));
    QCOMPARE(server.fullServerName(), below("app"));
    QVERIFY(Raw::isSocket(QFile::encodeName(below("app"))));
}

void tst_RuntimeDirectory::newFolder_isPrivate_data()
{
    QTest::addColumn<int>("mask");
    QTest::newRow("usual umask") << 022;
    QTest::newRow("no umask") << 0;
    QTest::newRow("umask 077") << 077;
    QTest::newRow("umask 0777") << 0777;
}

void tst_RuntimeDirectory::newFolder_isPrivate()
{
    QFETCH(const int, mask);
    if (!systemFolder().isEmpty())
        QSKIP("the system provides a folder for this user");
    const Raw::Umask umask { mode_t(mask) };
    LocalServer server;
    QVERIFY2(server.listen(QStringLiteral("app")), qPrintable(server.error().message()));
    const QByteArray folder = QFile::encodeName(temporaryFolder());
    QCOMPARE(Raw::modeOf(folder), 0700);
    QCOMPARE(Raw::statusOf(folder).st_uid, ::geteuid());
    LocalSocket client;
    client.connectToServer(QStringLiteral("app"));
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
}

void tst_RuntimeDirectory::connecting_createsNoFolder()
{
    const QString name = uniqueName();
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::NotFound);
    QCOMPARE(client.error().subject(), expectedFolder() + QLatin1Char('/') + name);
    QCOMPARE(LocalName(name).fullName(), expectedFolder() + QLatin1Char('/') + name);
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_RuntimeDirectory::failedListen_createsNoFolder_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::newRow("empty") << QString() << int(Error::InvalidName);
    QTest::newRow("slash") << QStringLiteral("a/b") << int(Error::InvalidName);
    QTest::newRow("zero byte") << QStringLiteral("a") + QChar(u'\0') << int(Error::InvalidName);
    QTest::newRow("too long") << QString(256, QLatin1Char('n')) << int(Error::NameTooLong);
}

void tst_RuntimeDirectory::failedListen_createsNoFolder()
{
    QFETCH(const QString, name);
    QFETCH(const int, code);
    LocalServer server;
    QVERIFY(!server.listen(LocalName::generic(name)));
    QCOMPARE(int(server.error().code()), code);
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_RuntimeDirectory::withoutXdg_systemOrTemporaryFolderIsUsed_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("unset") << QByteArray();
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("relative") << QByteArray("run");
    QTest::newRow("missing") << QByteArray("/run/qtinterprocess-missing");
    QTest::newRow("missing folder in a missing folder") << QByteArray("/run/qtinterprocess-missing/deep");
    QTest::newRow("too long") << QByteArray("/" + QByteArray(5000, 'x'));
}

// If the user has a systemd folder, it is used. Otherwise the user gets a folder below the
// temporary one.
void tst_RuntimeDirectory::withoutXdg_systemOrTemporaryFolderIsUsed()
{
    QFETCH(const QByteArray, value);
    if (!value.isNull())
        qputenv("XDG_RUNTIME_DIR", value);
    const QString name = uniqueName();
    const QString place = expectedFolder() + QLatin1Char('/') + name;
    QCOMPARE(LocalName(name).fullName(), place);
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
    {
        LocalServer server;
        QVERIFY2(server.listen(name), qPrintable(server.error().message()));
        QCOMPARE(server.fullServerName(), place);
        QVERIFY(Raw::isSocket(QFile::encodeName(place)));
        QCOMPARE(Raw::modeOf(QFile::encodeName(expectedFolder())), 0700);
    }
    QVERIFY(!Raw::exists(QFile::encodeName(place)));
    QVERIFY(!Raw::exists("/run/qtinterprocess-missing"));
}

QString tst_RuntimeDirectory::systemFolder()
{
    const QByteArray path = "/run/user/" + QByteArray::number(::geteuid());
    const struct stat status = Raw::statusOf(path);
    const bool isUsable = S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() && (status.st_mode & 0022) == 0;
    return isUsable ? QFile::decodeName(path) : QString();
}

// A folder is skipped even if a server runs in it, because that server could belong to anybody.
void tst_RuntimeDirectory::expectPassedOver(const QString &folder)
{
    use(folder);
    const QString name = QStringLiteral("app");
    const QString place = expectedFolder() + QStringLiteral("/app");
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::NotFound);
    QCOMPARE(client.error().subject(), place);
    LocalServer server;
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    QCOMPARE(server.fullServerName(), place);
    client.connectToServer(name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QCOMPARE(client.fullServerName(), place);
    QVERIFY(server.waitForNewConnection(5000));
}

void tst_RuntimeDirectory::folderWritableByOthers_isSkipped_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("everyone") << 0777;
    QTest::newRow("everyone, sticky") << 01777;
    QTest::newRow("the group") << 0770;
    QTest::newRow("others") << 0702;
}

void tst_RuntimeDirectory::folderWritableByOthers_isSkipped()
{
    QFETCH(const int, mode);
    const QString folder = below("open");
    QVERIFY(QDir().mkpath(folder));
    const OwnedHandle trap = Raw::serve(QFile::encodeName(folder) + "/app");
    QVERIFY(trap);
    QCOMPARE(::chmod(QFile::encodeName(folder).constData(), mode_t(mode)), 0);
    expectPassedOver(folder);
    QCOMPARE(Raw::namesIn(folder), QStringList { QStringLiteral("app") });
    QCOMPARE(Raw::modeOf(QFile::encodeName(folder)), mode);
    QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0700), 0);
    LocalSocket client; // the place was skipped for its mode alone
    client.connectToServer(QStringLiteral("app"));
    QVERIFY(client.waitForConnected(5000));
    QCOMPARE(client.fullServerName(), folder + QStringLiteral("/app"));
}

void tst_RuntimeDirectory::otherFileType_isSkipped_data()
{
    QTest::addColumn<bool>("isLink");
    QTest::addColumn<QString>("end");
    QTest::newRow("ordinary file") << false << QString();
    QTest::newRow("symbolic link") << true << QString();
    QTest::newRow("symbolic link, with a slash") << true << QStringLiteral("/");
}

void tst_RuntimeDirectory::otherFileType_isSkipped()
{
    QFETCH(const bool, isLink);
    QFETCH(const QString, end);
    const QString place = below("place");
    QVERIFY(QDir().mkpath(below("target")));
    if (isLink)
        QVERIFY(QFile::link(below("target"), place));
    else
        QVERIFY(Raw::writeFile(QFile::encodeName(place), "precious"));
    const struct stat before = Raw::statusOf(QFile::encodeName(place));
    expectPassedOver(place + end);
    QCOMPARE(Raw::statusOf(QFile::encodeName(place)).st_ino, before.st_ino);
    QCOMPARE(Raw::namesIn(below("target")), QStringList());
}

void tst_RuntimeDirectory::folderOfAnotherUser_isSkipped()
{
    QString folder = QStringLiteral("/usr"); // belongs to root, as seen by an ordinary user
    if (::geteuid() == 0) {
        folder = below("theirs");
        QVERIFY(QDir().mkpath(folder));
        QCOMPARE(::chown(QFile::encodeName(folder).constData(), 65534, 65534), 0);
    }
    expectPassedOver(folder);
    QVERIFY(!Raw::exists(QFile::encodeName(folder) + "/app"));
    QVERIFY(!Raw::exists(Raw::lockOf(QFile::encodeName(folder) + "/app")));
}

void tst_RuntimeDirectory::unusableTemporaryFolder_isReplacedOrReported_data()
{
    QTest::addColumn<int>("ownMode"); // 0: missing
    QTest::addColumn<int>("parentMode");
    QTest::newRow("others may write to it") << 0777 << 0700;
    QTest::newRow("the group may write to it") << 0770 << 0700;
    QTest::newRow("missing, and others could exchange it") << 0 << 0777;
    QTest::newRow("private, and others could exchange it") << 0700 << 0777;
    QTest::newRow("missing, and the group could exchange it") << 0 << 0770;
}

// On systems with abstract names, one of them is the place. On other systems the error describes
// the obstacle.
void tst_RuntimeDirectory::unusableTemporaryFolder_isReplacedOrReported()
{
    QFETCH(const int, ownMode);
    QFETCH(const int, parentMode);
    if (!systemFolder().isEmpty())
        QSKIP("the system provides a folder for this user");
    const QByteArray folder = QFile::encodeName(temporaryFolder());
    if (ownMode != 0)
        QVERIFY(::mkdir(folder.constData(), 0700) == 0 && ::chmod(folder.constData(), mode_t(ownMode)) == 0);
    QCOMPARE(::chmod(QFile::encodeName(m_dir->path()).constData(), mode_t(parentMode)), 0);
    const QString name = uniqueName();
    LocalServer server;
    const bool listens = server.listen(name);
    QCOMPARE(Raw::exists(folder), ownMode != 0);
    if (ownMode != 0)
        QCOMPARE(Raw::namesIn(temporaryFolder()), QStringList());
    if (!LocalName::isSupported(LocalName::Kind::Namespaced)) {
        QVERIFY(!listens);
        QCOMPARE(server.error().code(), Error::AccessDenied);
        const QString owner = QStringLiteral("a folder of user %1 with mode ").arg(::geteuid());
        QVERIFY2(server.error().message().contains(owner), qPrintable(server.error().message()));
        QCOMPARE(LocalName(name).fullName(), QString());
        return;
    }
    QVERIFY2(listens, qPrintable(server.error().message()));
    QCOMPARE(server.fullServerName(), abstractPlace(name));
    QCOMPARE(LocalName(name).fullName(), abstractPlace(name));
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QCOMPARE(client.fullServerName(), abstractPlace(name));
}

// Programs of one user use the same place even if the places change between their starts.
void tst_RuntimeDirectory::serverInASecondPlace_isFound()
{
    if (!LocalName::isSupported(LocalName::Kind::Namespaced) || !systemFolder().isEmpty())
        QSKIP("this system has one place only");
    const QByteArray folder = QFile::encodeName(temporaryFolder());
    const QString name = uniqueName();
    QVERIFY(::mkdir(folder.constData(), 0700) == 0 && ::chmod(folder.constData(), 0777) == 0);
    LocalServer first;
    QVERIFY2(first.listen(name), qPrintable(first.error().message()));
    QCOMPARE(first.fullServerName(), abstractPlace(name));
    QCOMPARE(::chmod(folder.constData(), 0700), 0);
    LocalServer second;
    QVERIFY(!second.listen(name));
    QCOMPARE(second.error().code(), Error::NameInUse);
    QCOMPARE(second.error().message(),
             QStringLiteral("listen on \"%1/%2\": the name is in use by process %3, at \"%4\"")
                 .arg(temporaryFolder(), name, QString::number(::getpid()), abstractPlace(name)));
    QCOMPARE(Raw::namesIn(temporaryFolder()), QStringList());
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QCOMPARE(client.fullServerName(), abstractPlace(name));
    first.close();
    QVERIFY2(second.listen(name), qPrintable(second.error().message()));
    QCOMPARE(second.fullServerName(), temporaryFolder() + QLatin1Char('/') + name);
}

void tst_RuntimeDirectory::longNamesInTheAbstractPlace_areDistinct()
{
    if (!LocalName::isSupported(LocalName::Kind::Namespaced) || !systemFolder().isEmpty())
        QSKIP("this system has one place only");
    QVERIFY(QDir().mkdir(temporaryFolder()));
    QCOMPARE(::chmod(QFile::encodeName(temporaryFolder()).constData(), 0777), 0);
    for (const int size : { 70, 100, 255 }) {
        const QString name = uniqueName().leftJustified(size, QLatin1Char('n'));
        const QString other = name.chopped(1) + QLatin1Char('m');
        LocalServer server, otherServer, second;
        QVERIFY2(server.listen(name), qPrintable(server.error().message()));
        QVERIFY2(otherServer.listen(other), qPrintable(otherServer.error().message()));
        QVERIFY(!second.listen(name));
        QCOMPARE(second.error().code(), Error::NameInUse);
        LocalSocket client;
        client.connectToServer(name);
        QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
        QVERIFY(server.waitForNewConnection(5000));
    }
}

// A shortage ends later. A server in another place would then be a second one.
void tst_RuntimeDirectory::shortage_isReportedInTheFirstPlace()
{
    use(m_dir->path());
    LocalServer server;
    QVERIFY(server.listen(QStringLiteral("app")));
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
    LocalServer second;
    const bool listens = second.listen(QStringLiteral("app"));
    LocalSocket client;
    client.connectToServer(QStringLiteral("app"));
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
    QVERIFY(!listens);
    QCOMPARE(second.error().code(), Error::ResourceExhausted);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::ResourceExhausted);
}

QTEST_GUILESS_MAIN(tst_RuntimeDirectory)
#include "tst_runtimedirectory.moc"
