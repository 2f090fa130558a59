// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/unixaddress_literals.h"
#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/UnixAddress>

#include <QtCore/qstringbuilder.h>

using namespace QtInterprocess;

// With QT_NO_CAST_FROM_ASCII, a literal is no path; bytes must be marked as such.

template <typename Path, typename = void>
constexpr bool isPath = false;
template <typename Path>
constexpr bool isPath<Path, std::void_t<decltype(UnixAddress::fromPath(std::declval<Path>()))>> = true;

static_assert(isPath<QString> && isPath<const QString &> && isPath<QByteArray &> && isPath<const QByteArray &>);
static_assert(isPath<QLatin1String> && isPath<QStringView> && isPath<const char16_t (&)[4]>);
static_assert(isPath<decltype(QString() % QLatin1String())>);
static_assert(!isPath<const char *> && !isPath<char *> && !isPath<const char (&)[4]>);

class tst_UnixAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unnamed();
    void path();
    void everyKindOfText_isAPath();
    void abstract();
    void text_data();
    void text();
    void equality();
    void limits();
};

void tst_UnixAddress::unnamed()
{
    const UnixAddress address;
    QCOMPARE(int(address.type()), int(UnixAddress::Type::Unnamed));
    QCOMPARE(address.bytes(), QByteArray());
    QCOMPARE(address.toString(), QString());
}

void tst_UnixAddress::path()
{
    const UnixAddress address = UnixAddress::fromPath(QStringLiteral("/run/größe"));
    QCOMPARE(int(address.type()), int(UnixAddress::Type::Path));
    QCOMPARE(address.bytes(), QFile::encodeName(QStringLiteral("/run/größe")));
    QCOMPARE(address.toString(), QStringLiteral("/run/größe"));
    QVERIFY(address == UnixAddress::fromPath(QFile::encodeName(QStringLiteral("/run/größe"))));
    const QByteArray notText = "/run/\xff\xfe"; // a file name may have any bytes
    QCOMPARE(UnixAddress::fromPath(notText).bytes(), notText);
}

void tst_UnixAddress::everyKindOfText_isAPath()
{
    const auto addresses = sameAddressOfLiterals();
    QVERIFY(!addresses.isEmpty());
    for (const UnixAddress &address : addresses)
        QVERIFY2(address == UnixAddress::fromPath(QStringLiteral("/run/app")), address.bytes().constData());
}

void tst_UnixAddress::abstract()
{
    const QByteArray name("a\0b", 3);
    const UnixAddress address = UnixAddress::abstract(name);
    QCOMPARE(int(address.type()), int(UnixAddress::Type::Abstract));
    QCOMPARE(address.bytes(), name);
    QCOMPARE(address.bytes().size(), 3);
}

void tst_UnixAddress::text_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QByteArray("app") << QStringLiteral("@app");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("@");
    QTest::newRow("zero") << QByteArray("\0a\0", 3) << QStringLiteral("@\\x00a\\x00");
    QTest::newRow("control") << QByteArray("\n\x7f\x1f") << QStringLiteral("@\\x0a\\x7f\\x1f");
    QTest::newRow("high") << QByteArray("\xc3\xa4\xff") << QStringLiteral("@\\xc3\\xa4\\xff");
    QTest::newRow("backslash") << QByteArray("\\x00") << QStringLiteral("@\\x5cx00"); // not to be taken for a zero
    QTest::newRow("blank and tilde") << QByteArray(" ~") << QStringLiteral("@ ~");
}

void tst_UnixAddress::text()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QString, text);
    QCOMPARE(UnixAddress::abstract(name).toString(), text);
}

void tst_UnixAddress::equality()
{
    const UnixAddress path = UnixAddress::fromPath(QStringLiteral("a"));
    QVERIFY(path == UnixAddress::fromPath(QByteArrayLiteral("a")));
    QVERIFY(path != UnixAddress::fromPath(QByteArrayLiteral("b")));
    QVERIFY(path != UnixAddress::abstract("a"));
    QVERIFY(UnixAddress::abstract(QByteArray("a\0", 2)) != UnixAddress::abstract("a"));
    QVERIFY(UnixAddress() == UnixAddress());
    QVERIFY(UnixAddress() != UnixAddress::fromPath(QByteArray()));
    QVERIFY(UnixAddress() != UnixAddress::abstract(QByteArray()));
}

void tst_UnixAddress::limits()
{
    QCOMPARE(UnixAddress::maximumPathLength(), int(sizeof(sockaddr_un::sun_path)) - 1);
    const int abstract = UnixAddress::maximumAbstractLength();
    QVERIFY(abstract == 0 || abstract == int(sizeof(sockaddr_un::sun_path)) - 1);
#ifndef Q_OS_LINUX
    QCOMPARE(abstract, 0);
#endif
}

QTEST_GUILESS_MAIN(tst_UnixAddress)
#include "tst_unixaddress.moc"
