// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests access on Windows by the security descriptor of the pipe. Wine stores the descriptor and
// lets everybody in.

#include "testsupport/testsupport.h"
#include "testsupport/win/rawpipe.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_AccessWin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void descriptorOfTheUsersOwn();
    void groupByNameAndSid();
    void refusedValues_data();
    void refusedValues();
    void requiredServers_data();
    void requiredServers();
};

static const QString users = QStringLiteral("S-1-5-32-545");

void tst_AccessWin::descriptorOfTheUsersOwn()
{
    const QString sddl = QStringLiteral("O:%1D:P(A;;FA;;;%1)(A;;0x120089;;;BU)").arg(Raw::user());
    LocalServer server;
    server.setAccess(Access::fromSecurityDescriptor(sddl));
    const QString name = uniqueName();
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    const QString found = Raw::securityOf(server.nativeHandle());
    QVERIFY2(found.contains(QStringLiteral(";;;BU)")), qPrintable(found));
    QVERIFY2(!found.contains(QStringLiteral(";;;SY)")), qPrintable(found)); // no entry was added
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QVERIFY(server.waitForNewConnection(5000));
}

void tst_AccessWin::groupByNameAndSid()
{
    for (const QString &group : { users, Raw::nameOf(users) }) {
        LocalServer server;
        server.setAccess(Access::group(group));
        QVERIFY2(server.listen(LocalName::system(uniqueName())), qPrintable(server.error().message()));
        const QString found = Raw::securityOf(server.nativeHandle());
        QVERIFY2(found.contains(QStringLiteral("(A;;0x12019b;;;BU)")), qPrintable(found));
        QVERIFY2(found.contains(QStringLiteral(";;;%1)").arg(Raw::user())), qPrintable(found));
        QVERIFY2(!found.contains(QStringLiteral(";;;WD)")), qPrintable(found));
    }
}

void tst_AccessWin::refusedValues_data()
{
    QTest::addColumn<Access>("access");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *title, const Access &access, Error::Code code, const QString &reason) {
        QTest::newRow(title) << access << int(code) << reason;
    };
    row("nonsense", Access::fromSecurityDescriptor(QStringLiteral("D:(nonsense")), Error::InvalidOperation,
        QStringLiteral("\"D:(nonsense\" is not a security descriptor"));
    row("no text", Access::fromSecurityDescriptor(QString()), Error::InvalidOperation, QStringLiteral("invalid"));
    row("no name", Access::group(QString()), Error::InvalidOperation, QStringLiteral("invalid"));
    row("mode", Access::fromMode(0066), Error::InvalidOperation, QStringLiteral("mode"));
    row("unknown group", Access::group(QStringLiteral("no-such-group-here")), Error::NotFound,
        QStringLiteral("there is no group \"no-such-group-here\""));
    row("user", Access::group(Raw::nameOf(Raw::user())), Error::NotFound, QStringLiteral("is not a group"));
    row("group of the process", Access::Group, Error::Unsupported, QStringLiteral("Access::group()"));
}

void tst_AccessWin::refusedValues()
{
    QFETCH(const Access, access);
    QFETCH(const int, code);
    QFETCH(const QString, reason);
    const QString name = uniqueName();
    LocalServer server;
    server.setAccess(access);
    QVERIFY(!server.listen(name));
    QCOMPARE(server.error().code(), Error::Code(code));
    QVERIFY2(server.error().message().contains(reason), qPrintable(server.error().message()));
    QVERIFY2(server.error().message().contains(LocalName(name).fullName()), qPrintable(server.error().message()));
    QVERIFY(!Raw::open(LocalName(name).fullName()));
    QCOMPARE(::GetLastError(), DWORD(ERROR_FILE_NOT_FOUND));
}

void tst_AccessWin::requiredServers_data()
{
    QTest::addColumn<Access>("required");
    QTest::newRow("group") << Access::group(users);
    QTest::newRow("descriptor") << Access::fromSecurityDescriptor(QStringLiteral("D:P(A;;GA;;;WD)"));
    QTest::newRow("group of the process") << Access(Access::Group);
}

// A requirement that a client cannot check fails with Unsupported.
void tst_AccessWin::requiredServers()
{
    QFETCH(const Access, required);
    LocalServer server;
    QVERIFY(server.listen(LocalName::system(uniqueName())));
    LocalSocket client;
    client.setRequiredServer(required);
    client.connectToServer(server.serverName());
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::Unsupported);
}

QTEST_GUILESS_MAIN(tst_AccessWin)
#include "tst_access_win.moc"
