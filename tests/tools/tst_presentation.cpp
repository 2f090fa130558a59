// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests how qtipc presents received bytes.

#include "presentation.h"

#include <QtCore/qobject.h>
#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

class tst_Presentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutStyle_bytesStayAsTheyAre();
    void hex_showsOffsetNumbersAndText();
    void hex_goesOnWithTheOffset();
    void timestamps_standInFrontOfLines();
    void timestamps_lineInPieces_hasOne();
    void messages_data();
    void messages();

private:
    static QByteArray withoutTimes(const QByteArray &text)
    {
        static const QRegularExpression time(QStringLiteral(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z )"));
        return QString::fromUtf8(text).replace(time, QStringLiteral("T ")).toUtf8();
    }
};

static OutputStyle hexStyle()
{
    OutputStyle style;
    style.hex = true;
    return style;
}

static OutputStyle timestampStyle()
{
    OutputStyle style;
    style.timestamps = true;
    return style;
}

void tst_Presentation::withoutStyle_bytesStayAsTheyAre()
{
    Presentation presentation;
    const QByteArray bytes("\x1b[1m\xff\0\n", 7);
    QCOMPARE(presentation.add(bytes) + presentation.finish(), bytes);
}

void tst_Presentation::hex_showsOffsetNumbersAndText()
{
    Presentation presentation(hexStyle());
    QCOMPARE(presentation.add("0123456789abcdef\x1b\xc3\xbc\n"),
             QByteArray("00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
                        "00000010  1b c3 bc 0a                                       |....|\n"));
    QCOMPARE(presentation.finish(), QByteArray());
}

void tst_Presentation::hex_goesOnWithTheOffset()
{
    Presentation presentation(hexStyle());
    presentation.add(QByteArray(5, 'x'));
    QVERIFY(presentation.add("y").startsWith("00000005  79 "));
}

void tst_Presentation::timestamps_standInFrontOfLines()
{
    Presentation presentation(timestampStyle());
    QCOMPARE(withoutTimes(presentation.add("one\n\ntwo\n")), QByteArray("T one\nT \nT two\n"));
    OutputStyle both = hexStyle();
    both.timestamps = true;
    QVERIFY(withoutTimes(Presentation(both).add("x")).startsWith("T 00000000  78 "));
}

void tst_Presentation::timestamps_lineInPieces_hasOne()
{
    Presentation presentation(timestampStyle());
    QByteArray text = presentation.add("be");
    text += presentation.add("gin\nne");
    text += presentation.add("xt");
    QCOMPARE(withoutTimes(text), QByteArray("T begin\nT next"));
}

void tst_Presentation::messages_data()
{
    QTest::addColumn<bool>("escapes");
    QTest::addColumn<bool>("hex");
    QTest::addColumn<bool>("timestamps");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("plain") << false << false << false << QByteArray("a\x1b") << QByteArray("a\x1b\n");
    QTest::newRow("escaped") << true << false << false << QByteArray("a\x1b") << QByteArray("a\\u001b\n");
    QTest::newRow("timestamp") << false << false << true << QByteArray("a") << QByteArray("T a\n");
    QTest::newRow("hex, empty") << true << true << false << QByteArray()
                                << QByteArray("00000000  ") + QByteArray(50, ' ') + "||\n";
    QTest::newRow("hex") << true << true << true << QByteArray("\x1b")
                         << QByteArray("T 00000000  1b") + QByteArray(48, ' ') + "|.|\n";
}

void tst_Presentation::messages()
{
    QFETCH(const bool, escapes);
    QFETCH(const bool, hex);
    QFETCH(const bool, timestamps);
    QFETCH(const QByteArray, message);
    const Presentation presentation({ escapes, hex, timestamps });
    QTEST(withoutTimes(presentation.line(message)), "line");
    QTEST(withoutTimes(presentation.line(message)), "line"); // a message does not affect the next line
}

QTEST_APPLESS_MAIN(tst_Presentation)
#include "tst_presentation.moc"
