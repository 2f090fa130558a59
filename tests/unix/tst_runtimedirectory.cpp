// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The folder of the generic names: which one it is, how it is made, and that a stranger's is not used.

#include "rawunix.h"
#include "support/testsupport.h"

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

    void isTheOneOfXdg();
    void isMadeForItsUserAlone_data();
    void isMadeForItsUserAlone();
    void isNotMadeForConnecting();
    void isNotMadeForAListenThatFails_data();
    void isNotMadeForAListenThatFails();
    void isNotMadeInAMissingFolder();
    void withoutXdg_data();
    void withoutXdg();
    void thatOthersWriteToIsRefused_data();
    void thatOthersWriteToIsRefused();
    void thatIsNoFolderIsRefused_data();
    void thatIsNoFolderIsRefused();
    void ofSomebodyElseIsRefused();

private:
    QString below(const char *name) const { return m_dir->filePath(QString::fromLatin1(name)); }
    void use(const QString &path) const { qputenv("XDG_RUNTIME_DIR", QFile::encodeName(path)); }
    void expectRefused(const QString &folder);

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

void tst_RuntimeDirectory::isTheOneOfXdg()
{
    use(m_dir->path());
    LocalServer server;
    QVERIFY(server.listen(QStringLiteral("app")));
    QCOMPARE(server.fullServerName(), below("app"));
    QVERIFY(Raw::isSocket(QFile::encodeName(below("app"))));
}

void tst_RuntimeDirectory::isMadeForItsUserAlone_data()
{
    QTest::addColumn<int>("mask");
    QTest::newRow("usual umask") << 022;
    QTest::newRow("no umask") << 0;
    QTest::newRow("umask 077") << 077;
    QTest::newRow("umask 0777") << 0777;
}

void tst_RuntimeDirectory::isMadeForItsUserAlone()
{
    QFETCH(const int, mask);
    const QString folder = below("made");
    use(folder);
    const Raw::Umask umask { mode_t(mask) };
    LocalServer server;
    QVERIFY2(server.listen(QStringLiteral("app")), qPrintable(server.error().message()));
    QCOMPARE(Raw::modeOf(QFile::encodeName(folder)), 0700);
    QCOMPARE(Raw::statusOf(QFile::encodeName(folder)).st_uid, ::geteuid());
    LocalSocket client;
    client.connectToServer(QStringLiteral("app"));
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
}

void tst_RuntimeDirectory::isNotMadeForConnecting()
{
    use(below("missing"));
    LocalSocket client;
    client.connectToServer(QStringLiteral("app"));
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::NotFound);
    QCOMPARE(LocalName(QStringLiteral("app")).fullName(), below("missing/app"));
    QVERIFY(!Raw::exists(QFile::encodeName(below("missing"))));
}

void tst_RuntimeDirectory::isNotMadeForAListenThatFails_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::newRow("empty") << QString() << int(Error::InvalidName);
    QTest::newRow("slash") << QStringLiteral("a/b") << int(Error::InvalidName);
    QTest::newRow("zero byte") << QStringLiteral("a") + QChar(u'\0') << int(Error::InvalidName);
    QTest::newRow("too long") << QString(256, QLatin1Char('n')) << int(Error::NameTooLong);
}

void tst_RuntimeDirectory::isNotMadeForAListenThatFails()
{
    QFETCH(const QString, name);
    QFETCH(const int, code);
    use(below("missing"));
    LocalServer server;
    QVERIFY(!server.listen(LocalName::generic(name)));
    QCOMPARE(int(server.error().code()), code);
    QVERIFY(!Raw::exists(QFile::encodeName(below("missing"))));
}

void tst_RuntimeDirectory::isNotMadeInAMissingFolder()
{
    use(below("missing/deep"));
    LocalServer server;
    QVERIFY(!server.listen(QStringLiteral("app")));
    QCOMPARE(server.error().code(), Error::NotFound);
    QCOMPARE(server.error().nativeCode(), ENOENT);
    QCOMPARE(server.error().subject(), below("missing/deep/app"));
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_RuntimeDirectory::withoutXdg_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("unset") << QByteArray();
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("relative") << QByteArray("run");
}

// The folder of systemd if this user has one; else one of this user's own below the folder for temporary files.
void tst_RuntimeDirectory::withoutXdg()
{
    QFETCH(const QByteArray, value);
    if (value.isNull())
        qunsetenv("XDG_RUNTIME_DIR");
    else
        qputenv("XDG_RUNTIME_DIR", value);
    qputenv("TMPDIR", QFile::encodeName(m_dir->path()));
    const QByteArray user = QByteArray::number(::geteuid());
    const QByteArray systemd = "/run/user/" + user;
    const struct stat status = Raw::statusOf(systemd);
    const bool hasSystemd = S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() && (status.st_mode & 0022) == 0;
    const QByteArray temporary = QFile::encodeName(m_dir->path()) + "/qtinterprocess-" + user;
    const QByteArray expected = hasSystemd ? systemd : temporary;

    const QString name = uniqueName();
    QCOMPARE(LocalName(name).fullName(), QFile::decodeName(expected) + QLatin1Char('/') + name);
    QVERIFY(!Raw::exists(temporary));
    {
        LocalServer server;
        QVERIFY2(server.listen(name), qPrintable(server.error().message()));
        QVERIFY(Raw::isSocket(expected + '/' + QFile::encodeName(name)));
        QCOMPARE(Raw::exists(temporary), !hasSystemd);
        QCOMPARE(Raw::modeOf(expected), 0700);
    }
    QVERIFY(!Raw::exists(expected + '/' + QFile::encodeName(name)));
}

// Even if somebody serves there: that could be anybody.
void tst_RuntimeDirectory::expectRefused(const QString &folder)
{
    use(folder);
    const QString name = QStringLiteral("app");
    const QString reason = QStringLiteral("\"%1\" is not a folder of this user alone").arg(folder);
    LocalServer server;
    QVERIFY(!server.listen(name));
    QCOMPARE(server.error().code(), Error::AccessDenied);
    QCOMPARE(server.error().message(), QStringLiteral("listen on \"%1/app\": %2").arg(folder, reason));
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::AccessDenied);
    QCOMPARE(client.error().message(), QStringLiteral("connect to \"%1/app\": %2").arg(folder, reason));
}

void tst_RuntimeDirectory::thatOthersWriteToIsRefused_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("everyone") << 0777;
    QTest::newRow("everyone, sticky") << 01777;
    QTest::newRow("the group") << 0770;
    QTest::newRow("others") << 0702;
}

void tst_RuntimeDirectory::thatOthersWriteToIsRefused()
{
    QFETCH(const int, mode);
    const QString folder = below("open");
    QVERIFY(QDir().mkpath(folder));
    const OwnedHandle trap = Raw::serve(QFile::encodeName(folder) + "/app");
    QVERIFY(trap);
    QCOMPARE(::chmod(QFile::encodeName(folder).constData(), mode_t(mode)), 0);
    expectRefused(folder);
    QCOMPARE(Raw::namesIn(folder), QStringList { QStringLiteral("app") });
    QCOMPARE(Raw::modeOf(QFile::encodeName(folder)), mode);
    QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0700), 0);
    LocalSocket client; // it was that, and nothing else
    client.connectToServer(QStringLiteral("app"));
    QVERIFY(client.waitForConnected(5000));
}

void tst_RuntimeDirectory::thatIsNoFolderIsRefused_data()
{
    QTest::addColumn<bool>("isLink");
    QTest::newRow("ordinary file") << false;
    QTest::newRow("symbolic link") << true;
}

void tst_RuntimeDirectory::thatIsNoFolderIsRefused()
{
    QFETCH(const bool, isLink);
    const QString place = below("place");
    QVERIFY(QDir().mkpath(below("target")));
    if (isLink)
        QVERIFY(QFile::link(below("target"), place));
    else
        QVERIFY(Raw::writeFile(QFile::encodeName(place), "precious"));
    const struct stat before = Raw::statusOf(QFile::encodeName(place));
    expectRefused(place);
    QCOMPARE(Raw::statusOf(QFile::encodeName(place)).st_ino, before.st_ino);
    QCOMPARE(Raw::namesIn(below("target")), QStringList());
}

void tst_RuntimeDirectory::ofSomebodyElseIsRefused()
{
    QString folder = QStringLiteral("/usr"); // for an ordinary user: root's
    if (::geteuid() == 0) {
        folder = below("theirs");
        QVERIFY(QDir().mkpath(folder));
        QCOMPARE(::chown(QFile::encodeName(folder).constData(), 65534, 65534), 0);
    }
    expectRefused(folder);
    QVERIFY(!Raw::exists(QFile::encodeName(folder) + "/app"));
    QVERIFY(!Raw::exists(QFile::encodeName(folder) + "/app.lock"));
}

QTEST_GUILESS_MAIN(tst_RuntimeDirectory)
#include "tst_runtimedirectory.moc"
