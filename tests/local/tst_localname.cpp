// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// What a string means as a name, and what is no name at all.

#include "support/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;
using Kind = LocalName::Kind;

Q_DECLARE_METATYPE(QtInterprocess::LocalName)

class tst_LocalName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsing_data();
    void parsing();
    void aStringMakesTheNameAgain_data();
    void aStringMakesTheNameAgain();
    void namesAreEqualByKindAndName();
    void kindsOfThisPlatform();
    void fullName();
    void fullNameOfWhatCannotBe_data();
    void fullNameOfWhatCannotBe();
    void invalidNames_data();
    void invalidNames();
    void genericNamesOfAllSorts_data();
    void genericNamesOfAllSorts();
    void relativePath();
    void namespacedName();
    void setServerName();

private:
    PrivateRuntimeDirectory m_runtime;
};

// Listens, connects, and sees a byte arrive.
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

void tst_LocalName::parsing_data()
{
    QTest::addColumn<QString>("string");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *string, Kind kind, const char *name) {
        QTest::newRow(*string ? string : "(empty)")
            << QString::fromUtf8(string) << int(kind) << QString::fromUtf8(name);
    };
    row("org.example.App", Kind::Generic, "org.example.App");
    row("app", Kind::Generic, "app");
    row("", Kind::Generic, "");
    row("with blank", Kind::Generic, "with blank");
    row("größe", Kind::Generic, "größe");
    row(".hidden", Kind::Generic, ".hidden");
    row(".", Kind::Generic, ".");
    row("..", Kind::Generic, "..");
    row("a/b", Kind::Generic, "a/b");
    row("...", Kind::Generic, "...");
    row(".../a", Kind::Generic, ".../a");
    row("a@b", Kind::Generic, "a@b");
    row(" @a", Kind::Generic, " @a");
    row("/run/app.sock", Kind::Path, "/run/app.sock");
    row("/", Kind::Path, "/");
    row("./app.sock", Kind::Path, "./app.sock");
    row("../app.sock", Kind::Path, "../app.sock");
    row("./", Kind::Path, "./");
    row("@app", Kind::Namespaced, "app");
    row("@", Kind::Namespaced, "");
    row("@@app", Kind::Namespaced, "@app");
    row("@/run/app", Kind::Namespaced, "/run/app");
}

void tst_LocalName::parsing()
{
    QFETCH(const QString, string);
    QFETCH(const int, kind);
    QFETCH(const QString, name);
    const LocalName parsed(string);
    QCOMPARE(int(parsed.kind()), kind);
    QCOMPARE(parsed.name(), name);
    QCOMPARE(parsed.isEmpty(), name.isEmpty());
    QCOMPARE(parsed.toString(), string);
}

void tst_LocalName::aStringMakesTheNameAgain_data()
{
    QTest::addColumn<LocalName>("name");
    QTest::newRow("default") << LocalName();
    QTest::newRow("generic") << LocalName::generic(QStringLiteral("app"));
    QTest::newRow("absolute path") << LocalName::path(QStringLiteral("/run/app"));
    QTest::newRow("path with a dot") << LocalName::path(QStringLiteral("./app"));
    QTest::newRow("path without a dot") << LocalName::path(QStringLiteral("app"));
    QTest::newRow("path below a folder") << LocalName::path(QStringLiteral("run/app"));
    QTest::newRow("path of a hidden file") << LocalName::path(QStringLiteral(".app"));
    QTest::newRow("path with an at sign") << LocalName::path(QStringLiteral("@app"));
    QTest::newRow("namespaced") << LocalName::namespaced(QStringLiteral("app"));
    QTest::newRow("namespaced with an at sign") << LocalName::namespaced(QStringLiteral("@app"));
}

void tst_LocalName::aStringMakesTheNameAgain()
{
    QFETCH(const LocalName, name);
    const LocalName again(name.toString());
    QCOMPARE(int(again.kind()), int(name.kind()));
    QCOMPARE(again.toString(), name.toString());
    // A path may get a dot in front on the way, and is the same path.
    QCOMPARE(again.fullName().isEmpty(), name.fullName().isEmpty());
    if (name.kind() != Kind::Path)
        QVERIFY(again == name);
    else
        QCOMPARE(QDir::cleanPath(again.name()), QDir::cleanPath(name.name()));
}

void tst_LocalName::namesAreEqualByKindAndName()
{
    const QString a = QStringLiteral("a");
    QVERIFY(LocalName(a) == LocalName::generic(a));
    QVERIFY(LocalName(QStringLiteral("@a")) == LocalName::namespaced(a));
    QVERIFY(LocalName(QStringLiteral("/a")) == LocalName::path(QStringLiteral("/a")));
    QVERIFY(LocalName::generic(a) != LocalName::namespaced(a));
    QVERIFY(LocalName::generic(a) != LocalName::path(a));
    QVERIFY(LocalName::generic(a) != LocalName::generic(QStringLiteral("b")));
    QVERIFY(LocalName() == LocalName(QString()));
}

void tst_LocalName::kindsOfThisPlatform()
{
    QVERIFY(LocalName::isSupported(Kind::Generic));
    QVERIFY(LocalName::isSupported(Kind::Path));
    // The kind that is not everywhere has to behave as it says.
    LocalServer server;
    QCOMPARE(server.listen(LocalName::namespaced(uniqueName())), LocalName::isSupported(Kind::Namespaced));
}

void tst_LocalName::fullName()
{
    QCOMPARE(LocalName(QStringLiteral("app")).fullName(), m_runtime.path() + QStringLiteral("/app"));
    QCOMPARE(LocalName(QStringLiteral("/run/app.sock")).fullName(), QStringLiteral("/run/app.sock"));
    QCOMPARE(LocalName(QStringLiteral("./app.sock")).fullName(), QStringLiteral("./app.sock"));
    const bool namespaced = LocalName::isSupported(Kind::Namespaced);
    QCOMPARE(LocalName(QStringLiteral("@app")).fullName(), namespaced ? QStringLiteral("@app") : QString());
}

void tst_LocalName::fullNameOfWhatCannotBe_data()
{
    QTest::addColumn<LocalName>("name");
    QTest::newRow("empty") << LocalName();
    QTest::newRow("empty path") << LocalName::path(QString());
    QTest::newRow("empty namespaced") << LocalName::namespaced(QString());
    QTest::newRow("slash") << LocalName::generic(QStringLiteral("a/b"));
    QTest::newRow("absolute generic") << LocalName::generic(QStringLiteral("/a"));
    QTest::newRow("this folder") << LocalName::generic(QStringLiteral("."));
    QTest::newRow("the folder above") << LocalName::generic(QStringLiteral(".."));
}

void tst_LocalName::fullNameOfWhatCannotBe()
{
    QFETCH(const LocalName, name);
    QCOMPARE(name.fullName(), QString());
}

void tst_LocalName::invalidNames_data()
{
    QTest::addColumn<LocalName>("name");
    QTest::addColumn<QString>("message"); // after the operation
    const auto row = [](const char *title, const LocalName &name, const char *message) {
        QTest::newRow(title) << name << QString::fromLatin1(message);
    };
    const QString zero = QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
    row("empty", LocalName(), ": the name is empty");
    row("empty path", LocalName::path(QString()), ": the path is empty");
    row("slash", QStringLiteral("a/b"), " \"a/b\": a name without a leading / or ./ cannot hold a slash");
    row("way up", QStringLiteral("a/../../b"), " \"a/../../b\": a name without a leading / or ./ cannot hold a slash");
    row("absolute generic", LocalName::generic(QStringLiteral("/tmp/a")),
        " \"/tmp/a\": a name without a leading / or ./ cannot hold a slash");
    row("this folder", QStringLiteral("."), " \".\": that is a folder");
    row("the folder above", QStringLiteral(".."), " \"..\": that is a folder");
    row("zero byte in a generic name", zero, nullptr);
    row("zero byte in a path", LocalName::path(QStringLiteral("./") + zero), nullptr);
    if (LocalName::isSupported(Kind::Namespaced))
        row("empty namespaced", LocalName::namespaced(QString()), " \"@\": the name is empty");
}

void tst_LocalName::invalidNames()
{
    QFETCH(const LocalName, name);
    QFETCH(const QString, message);
    const QStringList before = QDir(m_runtime.path())
                                   .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::Hidden | QDir::System);
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
        QCOMPARE(server.error().reason(), QStringLiteral("the path holds a zero byte"));
        QCOMPARE(client.error().reason(), QStringLiteral("the path holds a zero byte"));
    } else {
        QCOMPARE(server.error().message(), QStringLiteral("listen on") + message);
        QCOMPARE(client.error().message(), QStringLiteral("connect to") + message);
    }
    QCOMPARE(QDir(m_runtime.path()).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::Hidden | QDir::System),
             before);
}

void tst_LocalName::genericNamesOfAllSorts_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         { "org.example.App", "with blank", ".hidden", "größe €", "a@b", "app.lock", "-rf", "a\\b", "*", "new\nline" })
        QTest::newRow(name) << QString::fromUtf8(name);
}

void tst_LocalName::genericNamesOfAllSorts()
{
    QFETCH(const QString, name);
    talkAt(LocalName::generic(name));
    QCOMPARE(QDir(m_runtime.path()).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::Hidden | QDir::System),
             QStringList());
}

void tst_LocalName::relativePath()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_runtime.path()));
    QVERIFY(QDir(m_runtime.path()).mkdir(QStringLiteral("below")));
    talkAt(LocalName(QStringLiteral("./") + uniqueName()));
    talkAt(LocalName(QStringLiteral("../") + QDir(m_runtime.path()).dirName() + QLatin1Char('/') + uniqueName()));
    talkAt(LocalName::path(QStringLiteral("below/") + uniqueName()));
    QVERIFY(QDir(m_runtime.path()).rmdir(QStringLiteral("below"))); // it is empty
    QVERIFY(QDir::setCurrent(before));
}

void tst_LocalName::namespacedName()
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

void tst_LocalName::setServerName()
{
    const LocalName name(uniqueName());
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket client;
    client.setServerName(name);
    QCOMPARE(client.serverName(), name.toString());
    QCOMPARE(client.state(), Device::State::Closed);
    QVERIFY(client.open());
    client.setServerName(QStringLiteral("other")); // not while it is in use
    QVERIFY(client.waitForConnected(5000));
    QCOMPARE(client.serverName(), name.toString());
    QCOMPARE(client.fullServerName(), name.fullName());
}

QTEST_GUILESS_MAIN(tst_LocalName)
#include "tst_localname.moc"
