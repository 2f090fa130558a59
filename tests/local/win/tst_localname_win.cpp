// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests full names on Windows, and which strings are not names there.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qregularexpression.h>

using namespace QtInterprocess;
using namespace TestSupport;

Q_DECLARE_METATYPE(QtInterprocess::LocalName)

class tst_LocalNameWin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fullName();
    void differentNames_meanTheSamePipe_data();
    void differentNames_meanTheSamePipe();
    void invalidNames_data();
    void invalidNames();
    void longNames_data();
    void longNames();
};

static const QString prefix = QStringLiteral("\\\\.\\pipe\\");

void tst_LocalNameWin::fullName()
{
    const QString generic = LocalName(QStringLiteral("org.example.App")).fullName();
    const QRegularExpression sid(QStringLiteral("S-1-5-[0-9-]+$"));
    QVERIFY2(generic.startsWith(prefix + QStringLiteral("org.example.App")), qPrintable(generic));
    QVERIFY2(sid.match(generic).hasMatch(), qPrintable(generic)); // all users share the namespace of pipes
    QCOMPARE(LocalName(QStringLiteral("@app")).fullName(), prefix + QStringLiteral("app"));
    QCOMPARE(LocalName(prefix + QStringLiteral("app")).fullName(), prefix + QStringLiteral("app"));
    QVERIFY(LocalName::isSupported(LocalName::Kind::Namespaced));
    QCOMPARE(LocalName(QStringLiteral("system:/app")).fullName(), prefix + QStringLiteral("app"));
    QCOMPARE(LocalName::system(QStringLiteral("app/control")).fullName(), prefix + QStringLiteral("app\\control"));
    for (const char *const name : { "", "/app", "app/", "a//b", "..", "app/../b", "a\\b" })
        QCOMPARE(LocalName::system(QString::fromLatin1(name)).fullName(), QString());
}

void tst_LocalNameWin::differentNames_meanTheSamePipe_data()
{
    QTest::addColumn<LocalName>("server");
    QTest::addColumn<LocalName>("client");
    const QString a = uniqueName(), b = uniqueName(), c = uniqueName();
    QTest::newRow("generic, its full name") << LocalName(a) << LocalName(LocalName(a).fullName());
    QTest::newRow("namespaced, path") << LocalName::namespaced(b) << LocalName(prefix + b);
    const QString d = uniqueName();
    QTest::newRow("system, path") << LocalName::system(d) << LocalName(prefix + d);
    QTest::newRow("system with parts, path")
        << LocalName::system(d + QStringLiteral("/a")) << LocalName(prefix + d + QStringLiteral("\\a"));
    QTest::newRow("path, namespaced") << LocalName(prefix + b) << LocalName::namespaced(b);
    QTest::newRow("other case") << LocalName(c) << LocalName(c.toUpper());
    QTest::newRow("other case of the prefix")
        << LocalName::namespaced(c) << LocalName(QStringLiteral("\\\\.\\PIPE\\") + c);
}

void tst_LocalNameWin::differentNames_meanTheSamePipe()
{
    QFETCH(const LocalName, server);
    QFETCH(const LocalName, client);
    LocalServer listener;
    QVERIFY2(listener.listen(server), qPrintable(listener.error().message()));
    LocalSocket socket;
    socket.connectToServer(client);
    QVERIFY2(socket.waitForConnected(5000), qPrintable(socket.error().message()));
    QVERIFY(listener.waitForNewConnection(5000));
    LocalServer second;
    QVERIFY(!second.listen(client));
    QCOMPARE(second.error().code(), Error::NameInUse);
}

void tst_LocalNameWin::invalidNames_data()
{
    QTest::addColumn<LocalName>("name");
    QTest::newRow("path without a leading slash") << LocalName::path(QStringLiteral("app"));
    QTest::newRow("drive") << LocalName::path(QStringLiteral("C:\\app.sock"));
    QTest::newRow("dot") << LocalName(QStringLiteral("./app"));
    QTest::newRow("nothing behind the prefix") << LocalName(prefix);
    QTest::newRow("no host") << LocalName(QStringLiteral("\\\\\\pipe\\app"));
    QTest::newRow("no pipe") << LocalName(QStringLiteral("\\\\.\\mailslot\\app"));
    QTest::newRow("backslashes") << LocalName(QStringLiteral("\\\\"));
    QTest::newRow("backslash in a generic name") << LocalName::generic(QStringLiteral("a\\b"));
    QTest::newRow("backslash in a namespaced name") << LocalName::namespaced(QStringLiteral("a\\b"));
    QTest::newRow("backslash at the end") << LocalName(prefix + QStringLiteral("a\\"));
}

void tst_LocalNameWin::invalidNames()
{
    QFETCH(const LocalName, name);
    QCOMPARE(name.fullName(), QString());
    LocalServer server;
    QVERIFY(!server.listen(name));
    QCOMPARE(server.error().code(), Error::InvalidName);
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::InvalidName);
}

void tst_LocalNameWin::longNames_data()
{
    QTest::addColumn<LocalName>("name");
    QTest::addColumn<bool>("fits");
    const qsizetype room = 256 - prefix.size();
    const auto characters = [](qsizetype count) { return QString(count, QLatin1Char('n')); };
    const qsizetype added = LocalName(QStringLiteral("n")).fullName().size() - prefix.size() - 1;
    QTest::newRow("generic, the longest") << LocalName(characters(room - added)) << true;
    QTest::newRow("generic, too long") << LocalName(characters(room - added + 1)) << false;
    QTest::newRow("namespaced, the longest") << LocalName::namespaced(characters(room)) << true;
    QTest::newRow("namespaced, too long") << LocalName::namespaced(characters(room + 1)) << false;
    QTest::newRow("path, the longest") << LocalName(prefix + characters(room)) << true;
    QTest::newRow("path, too long") << LocalName(prefix + characters(room + 1)) << false;
}

void tst_LocalNameWin::longNames()
{
    QFETCH(const LocalName, name);
    QFETCH(const bool, fits);
    LocalServer server;
    LocalSocket client;
    QCOMPARE(name.fullName().isEmpty(), !fits);
    QCOMPARE(server.listen(name), fits);
    client.connectToServer(name);
    QCOMPARE(client.waitForConnected(5000), fits);
    if (fits)
        return;
    QCOMPARE(server.error().code(), Error::NameTooLong);
    QCOMPARE(client.error().code(), Error::NameTooLong);
}

QTEST_GUILESS_MAIN(tst_LocalNameWin)
#include "tst_localname_win.moc"
