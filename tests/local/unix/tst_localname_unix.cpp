// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests full names on Unix, and which strings are not names there.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;
using Kind = LocalName::Kind;

Q_DECLARE_METATYPE(QtInterprocess::LocalName)

class tst_LocalNameUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fullName();
    void fullNameOfInvalidNames_isEmpty_data();
    void fullNameOfInvalidNames_isEmpty();
    void invalidNames_data();
    void invalidNames();
    void genericNamesOfAllSorts_data();
    void genericNamesOfAllSorts();
    void relativePath();
    void namespacedName();

private:
    PrivateRuntimeDirectory m_runtime;
};

// Listens at the name, connects to it and receives a byte.
static void talkAt(const LocalName &name)
{
    LocalServer server;
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    QCOMPARE(server.serverName(), name.toString());
    QCOMPARE(server.fullServerName(), name.fullName());
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QCOMPARE(client.serverName(), name.toString());
    QCOMPARE(client.fullServerName(), name.fullName());
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    client.write("x");
    QVERIFY(client.waitForBytesWritten(5000));
    QVERIFY(accepted->waitForReadyRead(5000));
    QCOMPARE(accepted->readAll(), QByteArray("x"));
}

#if defined(__linux__)
constexpr bool onLinux = true;
#else
constexpr bool onLinux = false;
#endif

void tst_LocalNameUnix::fullName()
{
    QCOMPARE(LocalName(QStringLiteral("app")).fullName(), m_runtime.path() + QStringLiteral("/app"));
    QCOMPARE(LocalName(QStringLiteral("/run/app.sock")).fullName(), QStringLiteral("/run/app.sock"));
    QCOMPARE(LocalName(QStringLiteral("./app.sock")).fullName(), QStringLiteral("./app.sock"));
    const QString system = QLatin1String(onLinux ? "/run/" : "/var/run/");
    QVERIFY(LocalName::isSupported(Kind::System));
    QCOMPARE(LocalName(QStringLiteral("system:/app")).fullName(), system + QStringLiteral("app"));
    QCOMPARE(LocalName::system(QStringLiteral("app/control")).fullName(), system + QStringLiteral("app/control"));
    const bool namespaced = LocalName::isSupported(Kind::Namespaced);
    QCOMPARE(LocalName(QStringLiteral("@app")).fullName(), namespaced ? QStringLiteral("@app") : QString());
}

void tst_LocalNameUnix::fullNameOfInvalidNames_isEmpty_data()
{
    QTest::addColumn<LocalName>("name");
    QTest::newRow("empty") << LocalName();
    QTest::newRow("empty path") << LocalName::path(QString());
    QTest::newRow("empty namespaced") << LocalName::namespaced(QString());
    QTest::newRow("slash") << LocalName::generic(QStringLiteral("a/b"));
    QTest::newRow("absolute generic") << LocalName::generic(QStringLiteral("/a"));
    QTest::newRow("this folder") << LocalName::generic(QStringLiteral("."));
    QTest::newRow("the folder above") << LocalName::generic(QStringLiteral(".."));
    for (const char *const name : { "", "/", "/app", "app/", "app//control", ".", "..", "../app", "app/./b", "app/.." })
        QTest::addRow("system:/%s", name) << LocalName::system(QString::fromLatin1(name));
}

void tst_LocalNameUnix::fullNameOfInvalidNames_isEmpty()
{
    QFETCH(const LocalName, name);
    QCOMPARE(name.fullName(), QString());
}

void tst_LocalNameUnix::invalidNames_data()
{
    QTest::addColumn<LocalName>("name");
    QTest::addColumn<QString>("message"); // the text after the operation
    const auto row = [](const char *title, const LocalName &name, const char *message) {
        QTest::newRow(title) << name << QString::fromLatin1(message);
    };
    const QString zero = QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
    row("empty", LocalName(), ": the name is empty");
    row("empty path", LocalName::path(QString()), ": the path is empty");
    row("slash", QStringLiteral("a/b"), " \"a/b\": a name with a slash must begin with / or ./");
    row("pipe of Windows", QStringLiteral("\\\\.\\pipe\\app"),
        " \"\\\\.\\pipe\\app\": the name is that of a Windows pipe; this system has none");
    row("way up", QStringLiteral("a/../../b"), " \"a/../../b\": a name with a slash must begin with / or ./");
    row("absolute generic", LocalName::generic(QStringLiteral("/tmp/a")),
        " \"/tmp/a\": a name with a slash must begin with / or ./");
    row("this folder", QStringLiteral("."), " \".\": the names . and .. are folders");
    row("the folder above", QStringLiteral(".."), " \"..\": the names . and .. are folders");
    row("system name that leads out", QStringLiteral("system:/../tmp/a"),
        " \"system:/../tmp/a\": a system name consists of parts with one slash between them; a part cannot be . or ..");
    row("empty system name", LocalName::system(QString()),
        " \"system:/\": a system name consists of parts with one slash between them; a part cannot be . or ..");
    row("zero byte in a generic name", zero, nullptr);
    row("zero byte in a path", LocalName::path(QStringLiteral("./") + zero), nullptr);
    if (LocalName::isSupported(Kind::Namespaced))
        row("empty namespaced", LocalName::namespaced(QString()), " \"@\": the name is empty");
}

void tst_LocalNameUnix::invalidNames()
{
    QFETCH(const LocalName, name);
    QFETCH(const QString, message);
    const QStringList before = m_runtime.names();
    LocalServer server;
    QVERIFY(!server.listen(name));
    QVERIFY(!server.isListening());
    QCOMPARE(server.error().code(), Error::InvalidName);
    QCOMPARE(server.error().operation(), QStringLiteral("listen on"));
    LocalSocket client;
    client.connectToServer(name);
    QCOMPARE(client.state(), Device::State::Connecting);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::InvalidName);
    QCOMPARE(client.error().operation(), QStringLiteral("connect to"));
    if (message.isNull()) {
        QCOMPARE(server.error().reason(), QStringLiteral("the path contains a zero byte"));
        QCOMPARE(client.error().reason(), QStringLiteral("the path contains a zero byte"));
    } else {
        QCOMPARE(server.error().message(), QStringLiteral("listen on") + message);
        QCOMPARE(client.error().message(), QStringLiteral("connect to") + message);
    }
    QCOMPARE(m_runtime.names(), before);
}

void tst_LocalNameUnix::genericNamesOfAllSorts_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         { "org.example.App", "with blank", ".hidden", "größe €", "a@b", "app.lock", "-rf", "a\\b", "*", "new\nline" })
        QTest::newRow(name) << QString::fromUtf8(name);
}

void tst_LocalNameUnix::genericNamesOfAllSorts()
{
    QFETCH(const QString, name);
    talkAt(LocalName::generic(name));
    QCOMPARE(m_runtime.names(), QStringList());
}

void tst_LocalNameUnix::relativePath()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_runtime.path()));
    QVERIFY(QDir(m_runtime.path()).mkdir(QStringLiteral("below")));
    talkAt(LocalName(QStringLiteral("./") + uniqueName()));
    talkAt(LocalName(QStringLiteral("../") + QDir(m_runtime.path()).dirName() + QLatin1Char('/') + uniqueName()));
    talkAt(LocalName::path(QStringLiteral("below/") + uniqueName()));
    QVERIFY(QDir(m_runtime.path()).rmdir(QStringLiteral("below"))); // succeeds because the folder is empty
    QVERIFY(QDir::setCurrent(before));
}

void tst_LocalNameUnix::namespacedName()
{
    const LocalName name = LocalName::namespaced(uniqueName() + QStringLiteral("/ä"));
    if (LocalName::isSupported(Kind::Namespaced)) {
        LocalServer server;
        QVERIFY2(server.listen(name), qPrintable(server.error().message()));
        LocalSocket client;
        client.connectToServer(name);
        QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
        QVERIFY(server.waitForNewConnection(5000));
        QCOMPARE(client.serverName(), name.toString());
        return;
    }
    LocalServer server;
    QVERIFY(!server.listen(name));
    QCOMPARE(server.error().code(), Error::Unsupported);
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::Unsupported);
}

QTEST_GUILESS_MAIN(tst_LocalNameUnix)
#include "tst_localname_unix.moc"
