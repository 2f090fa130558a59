// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests how qtipc shows a stranger's bytes on a terminal.

#include "printable.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtTest/qtest.h>

class tst_Printable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytes_data();
    void bytes();
    void everyByteAlone();
    void jsonStaysJson();
};

void tst_Printable::bytes_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *name, const QByteArray &given, const QByteArray &shown) {
        QTest::newRow(name) << given << shown;
    };
    row("nothing", "", "");
    row("text", "plain text\n\ttab \\ \"quoted\"", "plain text\n\ttab \\ \"quoted\"");
    row("other scripts",
        "Gr\xc3\xbc\xc3\x9f"
        "e \xe4\xbd\xa0\xe5\xa5\xbd \xf0\x9f\x98\x80",
        "Gr\xc3\xbc\xc3\x9f"
        "e \xe4\xbd\xa0\xe5\xa5\xbd \xf0\x9f\x98\x80");
    row("ends of lines", "a\r\nb\n", "a\r\nb\n");
    row("back to the beginning of the line", "good\rbad\n", "good\\u000dbad\n");
    row("at the end", "a\r", "a\\u000d");
    row("the title", "\x1b]0;title\x07", "\\u001b]0;title\\u0007");
    row("an answer by the terminal", "\x1b[6n\x1b[c", "\\u001b[6n\\u001b[c");
    row("nul", QByteArray("a\0b", 3), "a\\u0000b");
    row("delete and backspace", "a\x7f\x08", "a\\u007f\\u0008");
    row("C1 in UTF-8",
        "\xc2\x9b"
        "31m",
        "\\u009b31m");
    row("C1 in a byte",
        "\x9b"
        "31m",
        "\\x9b31m");
    row("direction reversed",
        "\xe2\x80\xae"
        "txt",
        "\\u202etxt");
    row("isolates", "\xe2\x81\xa6\xe2\x81\xa9", "\\u2066\\u2069");
    row("marks of direction", "\xd8\x9c\xe2\x80\x8e\xe2\x80\x8f", "\\u061c\\u200e\\u200f");
    row("Latin-1",
        "Gr\xfc\xdf"
        "e",
        "Gr\\xfc\\xdfe");
    row("overlong escape", "\xc0\x9b\xe0\x80\x9b\xf0\x80\x80\x9b", "\\xc0\\x9b\\xe0\\x80\\x9b\\xf0\\x80\\x80\\x9b");
    row("halves of UTF-16", "\xed\xa0\x80", "\\xed\\xa0\\x80");
    row("beyond Unicode", "\xf4\x90\x80\x80\xf5", "\\xf4\\x90\\x80\\x80\\xf5");
    row("cut off", "a\xe4\xbd", "a\\xe4\\xbd");
    row("cut off by a control character", "\xe4\xbd\x1b[", "\\xe4\\xbd\\u001b[");
}

// The result is the same for pieces of every size.
void tst_Printable::bytes()
{
    QFETCH(const QByteArray, given);
    QFETCH(const QByteArray, shown);
    QCOMPARE(printable(given), shown);
    for (qsizetype piece = 1; piece < given.size(); ++piece) {
        Printable pieces;
        QByteArray text;
        for (qsizetype at = 0; at < given.size(); at += piece)
            text += pieces.add(given.mid(at, piece));
        QCOMPARE(text + pieces.finish(), shown);
    }
}

void tst_Printable::everyByteAlone()
{
    for (int value = 0; value < 256; ++value) {
        const QByteArray text = printable(QByteArray(1, char(value)));
        for (const char byte : text)
            QVERIFY2((byte >= 0x20 && byte < 0x7f) || byte == '\n' || byte == '\t', text.toHex().constData());
    }
}

void tst_Printable::jsonStaysJson()
{
    const QJsonObject object { { QStringLiteral("name"), QStringLiteral("\u001b[0m\u009b\u202e\u007f\u00fc") } };
    const QByteArray text = printable(QJsonDocument(object).toJson(QJsonDocument::Compact));
    QCOMPARE(QJsonDocument::fromJson(text).object(), object);
    QVERIFY(!text.contains("\xc2\x9b"));
}

QTEST_GUILESS_MAIN(tst_Printable)
#include "tst_printable.moc"
