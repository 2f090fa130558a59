// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests server names from every type of text, without Qt's strict macros. nameliterals_strict.cpp
// compiles with those macros.

#undef QT_NO_CAST_FROM_ASCII
#undef QT_NO_CAST_TO_ASCII
#undef QT_NO_CAST_FROM_BYTEARRAY
#define QT_USE_QSTRINGBUILDER

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NameLiterals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfText_isAName();
    void literal_isListenedOnAndConnectedTo();
    void concatenation_isListenedOnAndConnectedTo();

private:
    PrivateRuntimeDirectory m_runtime;
};

void tst_NameLiterals::everyKindOfText_isAName()
{
    const LocalName name = LocalName::namespaced(QStringLiteral("app"));
    const QString string = QStringLiteral("@app");
    const QString at = QStringLiteral("@");
    const char *const pointer = "@app";
    QVERIFY(name == LocalName("@app"));
    QVERIFY(name == LocalName(pointer));
    QVERIFY(name == LocalName(u"@app"));
    QVERIFY(name == LocalName(string));
    QVERIFY(name == LocalName(QLatin1String("@app")));
    QVERIFY(name == LocalName(QStringView(string)));
    QVERIFY(name == LocalName(QStringView(string).mid(0)));
    QVERIFY(name == LocalName(QByteArrayLiteral("@app")));
    QVERIFY(name == LocalName(at % QLatin1String("app")));
    QVERIFY(name == LocalName(at + "app"));
    QVERIFY(LocalName("größe") == LocalName::generic(QString::fromUtf8("größe")));
    QVERIFY(name == "@app");
    QVERIFY(LocalName(u"x") != u"@x");
}

void tst_NameLiterals::literal_isListenedOnAndConnectedTo()
{
    LocalServer server;
    QVERIFY2(server.listen("literal"), qPrintable(server.error().message()));
    QCOMPARE(server.serverName(), QStringLiteral("literal"));
    LocalSocket socket;
    socket.connectToServer("literal");
    QVERIFY2(socket.waitForConnected(5000), qPrintable(socket.error().message()));
    socket.abort();
    socket.connectToServer("literal", QIODevice::ReadOnly);
    QVERIFY(socket.waitForConnected(5000));
    socket.abort();
    socket.setServerName("literal");
    socket.connectToServer(QIODevice::WriteOnly); // an open mode, not a name
    QVERIFY(socket.waitForConnected(5000));
    QVERIFY(!socket.isReadable());
}

void tst_NameLiterals::concatenation_isListenedOnAndConnectedTo()
{
    const QString unique = uniqueName();
    LocalServer server;
    QVERIFY2(server.listen(unique % "-a"), qPrintable(server.error().message()));
    QCOMPARE(server.serverName(), QString(unique + "-a"));
    LocalSocket socket;
    socket.connectToServer(unique % QLatin1String("-a"));
    QVERIFY2(socket.waitForConnected(5000), qPrintable(socket.error().message()));
}

QTEST_GUILESS_MAIN(tst_NameLiterals)
#include "tst_nameliterals.moc"
