// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests how LocalName parses a string, and which strings are not names.

#include "testsupport/testsupport.h"

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
    void toString_restoresTheName_data();
    void toString_restoresTheName();
    void namesAreEqualByKindAndName();
    void kindsOfThisPlatform();
    void unsuitableNames_failWithInvalidName_data();
    void unsuitableNames_failWithInvalidName();
    void genericNamesOfAllSorts_data();
    void genericNamesOfAllSorts();
    void namespacedNames();
    void setServerName();

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
    row("\\\\.\\pipe\\app", Kind::Path, "\\\\.\\pipe\\app");
    row("\\\\server\\pipe\\app", Kind::Path, "\\\\server\\pipe\\app");
    row("\\\\", Kind::Path, "\\\\");
    row("\\app", Kind::Generic, "\\app");
    row("a\\\\b", Kind::Generic, "a\\\\b");
    row("@\\\\app", Kind::Namespaced, "\\\\app");
    row("@app", Kind::Namespaced, "app");
    row("@", Kind::Namespaced, "");
    row("@@app", Kind::Namespaced, "@app");
    row("@/run/app", Kind::Namespaced, "/run/app");
    row("system:/app", Kind::System, "app");
    row("system:/app/control", Kind::System, "app/control");
    row("system:/", Kind::System, "");
    row("system:app", Kind::Generic, "system:app");
    row("system", Kind::Generic, "system");
    row("System:/app", Kind::Generic, "System:/app"); // "system:" is case-sensitive
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

void tst_LocalName::toString_restoresTheName_data()
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
    QTest::newRow("pipe") << LocalName::path(QStringLiteral("\\\\.\\pipe\\app"));
    QTest::newRow("namespaced") << LocalName::namespaced(QStringLiteral("app"));
    QTest::newRow("system") << LocalName::system(QStringLiteral("app"));
    QTest::newRow("system, with parts") << LocalName::system(QStringLiteral("app/control"));
    QTest::newRow("system, absolute") << LocalName::system(QStringLiteral("/app"));
    QTest::newRow("path like a system name") << LocalName::path(QStringLiteral("system:/app"));
    QTest::newRow("namespaced with an at sign") << LocalName::namespaced(QStringLiteral("@app"));
}

void tst_LocalName::toString_restoresTheName()
{
    QFETCH(const LocalName, name);
    const LocalName again(name.toString());
    QCOMPARE(int(again.kind()), int(name.kind()));
    QCOMPARE(again.toString(), name.toString());
    // toString() may add a dot in front of a path. The path stays the same.
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
    // listen() agrees with isSupported() on the kind that some systems lack.
    LocalServer server;
    QCOMPARE(server.listen(LocalName::namespaced(uniqueName())), LocalName::isSupported(Kind::Namespaced));
}

void tst_LocalName::unsuitableNames_failWithInvalidName_data()
{
    QTest::addColumn<LocalName>("name");
    QTest::addColumn<QString>("reason");
    const QString empty = QStringLiteral("the name is empty");
    const QString slash = QStringLiteral("a name with a slash must begin with / or ./");
    QTest::newRow("empty") << LocalName() << empty;
    QTest::newRow("slash") << LocalName::generic(QStringLiteral("a/b")) << slash;
    QTest::newRow("absolute generic") << LocalName::generic(QStringLiteral("/a")) << slash;
    QTest::newRow("way up") << LocalName(QStringLiteral("a/../../b")) << slash;
    // The reasons of the other rows depend on the platform.
    const QString zero = QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
    QTest::newRow("zero byte") << LocalName::generic(zero) << QString();
    QTest::newRow("empty path") << LocalName::path(QString()) << QString();
    if (LocalName::isSupported(Kind::Namespaced))
        QTest::newRow("empty namespaced") << LocalName::namespaced(QString()) << empty;
    const char *const elsewhere = localSocketTraits().namesAreFiles ? "\\\\.\\pipe\\app" : "/run/app";
    QTest::newRow("path of another platform") << LocalName(QString::fromLatin1(elsewhere)) << QString();
}

void tst_LocalName::unsuitableNames_failWithInvalidName()
{
    QFETCH(const LocalName, name);
    QFETCH(const QString, reason);
    QCOMPARE(name.fullName(), QString());
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
    if (!reason.isEmpty()) {
        QCOMPARE(server.error().reason(), reason);
        QCOMPARE(client.error().reason(), reason);
    }
    QCOMPARE(m_runtime.names(), QStringList());
}

void tst_LocalName::genericNamesOfAllSorts_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : { "org.example.App", "with blank", ".hidden", "größe €", "a@b", "app.lock", "-rf" })
        QTest::newRow(name) << QString::fromUtf8(name);
}

void tst_LocalName::genericNamesOfAllSorts()
{
    QFETCH(const QString, name);
    talkAt(LocalName::generic(name));
    QCOMPARE(m_runtime.names(), QStringList());
}

void tst_LocalName::namespacedNames()
{
    const LocalName name = LocalName::namespaced(uniqueName() + QStringLiteral(" ä"));
    if (LocalName::isSupported(Kind::Namespaced)) {
        talkAt(name);
        return;
    }
    QCOMPARE(name.fullName(), QString());
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
    client.setServerName(QStringLiteral("other")); // ignored while connecting
    QVERIFY(client.waitForConnected(5000));
    QCOMPARE(client.serverName(), name.toString());
    QCOMPARE(client.fullServerName(), name.fullName());
}

QTEST_GUILESS_MAIN(tst_LocalName)
#include "tst_localname.moc"
