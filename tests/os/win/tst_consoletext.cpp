// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Converts the text of consoles between UTF-16 and UTF-8, split at every place.

#include "os/win/consoletext.h"

#include <QtTest/QTest>

using QtInterprocess::os::ShownText;
using QtInterprocess::os::TypedText;

class tst_ConsoleText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typed_splitAnywhere_isConverted();
    void typed_takenByteByByte();
    void typed_loneSurrogate_isReplaced();
    void typed_ctrlZ_data();
    void typed_ctrlZ();
    void typed_ctrlZAfterADiscardedLine_isTheEnd();
    void shown_splitAnywhere_isConverted();
    void shown_invalidUtf8_isReplaced();
    void shown_byteOrderMark_isText();
};

// Characters of one, two, three and four bytes in UTF-8; the last one is a surrogate pair in
// UTF-16.
static const QString everyLength = QStringLiteral("a\u00e4\u20ac\U0001f514\r\n");

static QByteArray takeAll(TypedText &typed)
{
    QByteArray all(1000, Qt::Uninitialized);
    all.truncate(qsizetype(typed.take(all.data(), all.size())));
    return all;
}

void tst_ConsoleText::typed_splitAnywhere_isConverted()
{
    for (qsizetype first = 0; first <= everyLength.size(); ++first) {
        for (qsizetype second = first; second <= everyLength.size(); ++second) {
            const QStringView text = everyLength;
            TypedText typed;
            QByteArray bytes;
            for (const QStringView piece : { text.left(first), text.mid(first, second - first), text.mid(second) }) {
                QVERIFY(typed.add(piece, true));
                bytes += takeAll(typed);
            }
            QCOMPARE(bytes, everyLength.toUtf8());
            QVERIFY(typed.isEmpty());
        }
    }
}

void tst_ConsoleText::typed_takenByteByByte()
{
    TypedText typed;
    QVERIFY(typed.add(everyLength, true));
    QByteArray bytes;
    char byte = 0;
    while (typed.take(&byte, 1) == 1)
        bytes += byte;
    QCOMPARE(bytes, everyLength.toUtf8());
    QVERIFY(typed.isEmpty());
}

void tst_ConsoleText::typed_loneSurrogate_isReplaced()
{
    TypedText typed;
    const char16_t first[] = { u'a', 0xd83d };
    QVERIFY(typed.add(QStringView(first, 2), true));
    QCOMPARE(takeAll(typed), QByteArray("a"));
    QVERIFY(typed.add(u"b", true));
    QCOMPARE(takeAll(typed),
             QByteArray("\xef\xbf\xbd"
                        "b"));
    const char16_t twice[] = { 0xd83d, 0xd83d };
    QVERIFY(typed.add(QStringView(twice, 2), true));
    QVERIFY(typed.add(QStringView(u"\xdd14"), true));
    QCOMPARE(takeAll(typed), QByteArray("\xef\xbf\xbd\xf0\x9f\x94\x94"));
}

void tst_ConsoleText::typed_ctrlZ_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<bool>("lines");
    QTest::addColumn<bool>("goesOn");
    QTest::newRow("at the beginning of the input") << QString() << true << false;
    QTest::newRow("at the beginning of a line") << QStringLiteral("abc\r\n") << true << false;
    QTest::newRow("in a line that is read in pieces") << QStringLiteral("abc") << true << true;
    QTest::newRow("without lines") << QString() << false << true;
}

void tst_ConsoleText::typed_ctrlZ()
{
    QFETCH(const QString, before);
    QFETCH(const bool, lines);
    QFETCH(const bool, goesOn);
    TypedText typed;
    QVERIFY(typed.add(before, lines));
    QCOMPARE(typed.add(u"\x1a\r\n", lines), goesOn);
    QCOMPARE(takeAll(typed), before.toUtf8() + (goesOn ? "\x1a\r\n" : ""));
}

void tst_ConsoleText::typed_ctrlZAfterADiscardedLine_isTheEnd()
{
    TypedText typed;
    QVERIFY(typed.add(u"abc", true));
    typed.lineIsGone();
    QVERIFY(!typed.add(u"\x1a\r\n", true));
}

void tst_ConsoleText::shown_splitAnywhere_isConverted()
{
    const QByteArray bytes = everyLength.toUtf8();
    for (qsizetype first = 0; first <= bytes.size(); ++first) {
        for (qsizetype second = first; second <= bytes.size(); ++second) {
            ShownText shown;
            QString text = shown.add(bytes.constData(), first);
            text += shown.add(bytes.constData() + first, second - first);
            text += shown.add(bytes.constData() + second, bytes.size() - second);
            QCOMPARE(text, everyLength);
        }
    }
}

void tst_ConsoleText::shown_invalidUtf8_isReplaced()
{
    ShownText shown;
    QCOMPARE(shown.add("a\xff"
                       "b",
                       3),
             QStringLiteral("a\ufffdb"));
    QCOMPARE(shown.add("\xe2\x82", 2), QString()); // may be the start of a euro sign
    const QString replaced = shown.add("cd", 2);
    QVERIFY2(replaced.startsWith(QChar(0xfffd)) && replaced.endsWith(QStringLiteral("cd")), qPrintable(replaced));
    const QByteArray worst(100, '\xf0');
    QCOMPARE(shown.add(worst.constData(), worst.size()).size(), worst.size() - 1); // the last may go on
}

void tst_ConsoleText::shown_byteOrderMark_isText()
{
    ShownText shown;
    QCOMPARE(shown.add("\xef\xbb\xbf"
                       "a",
                       4),
             QStringLiteral("\ufeff"
                            "a"));
}

QTEST_APPLESS_MAIN(tst_ConsoleText)
#include "tst_consoletext.moc"
