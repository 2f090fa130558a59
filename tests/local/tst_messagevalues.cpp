// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the limits on received values, and the cost of refusing a hostile value.

#include "local/messagevalue.h"
#include "testsupport/sanitizers.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/MessageChannel>

#include <QtCore/qbuffer.h>
#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>
#include <QtCore/qendian.h>
#include <QtCore/qurl.h>

using namespace QtInterprocess;
using namespace TestSupport;
using Format = MessageChannel::Format;

class tst_MessageValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void elementsAreCounted_data();
    void elementsAreCounted();
    void levelsAreCounted_data();
    void levelsAreCounted();
    void malformedCbor_data();
    void malformedCbor();
    void wellFormedCbor_data();
    void wellFormedCbor();
    void bracketsInStrings_areNotCounted();
    void zeroIsUnlimited();
    void hostileValues_takeLittleMemory_data();
    void hostileValues_takeLittleMemory();
    void valuesAtTheLimitsAreDecoded();
    void exceedingAValueLimit_closesTheChannel_data();
    void exceedingAValueLimit_closesTheChannel();
    void bytesWithoutValueReceiver_areNotChecked();
};

static QByteArray head(int major, quint32 count)
{
    QByteArray bytes(5, char(major << 5 | 26));
    qToBigEndian(count, bytes.data() + 1);
    return bytes;
}

static QByteArray list(int count, const QByteArray &item)
{
    return head(4, quint32(count)) + item.repeated(count);
}

static QByteArray jsonList(int count, const QByteArray &item)
{
    QByteArray items = (item + ',').repeated(count);
    items.chop(1);
    return '[' + items + ']';
}

void tst_MessageValues::elementsAreCounted_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("elements");
    const auto row = [](const char *name, Format format, const QByteArray &value, qint64 elements) {
        QTest::newRow(name) << format << value << elements;
    };
    row("CBOR: a number", Format::Cbor, "\x01", 1);
    row("CBOR: a string", Format::Cbor,
        "\x63"
        "abc",
        1);
    row("CBOR: an empty list", Format::Cbor, "\x80", 1);
    row("CBOR: a list", Format::Cbor, "\x83\x01\x02\x03", 4);
    row("CBOR: a map", Format::Cbor, "\xa2\x01\x02\x03\x04", 5);
    row("CBOR: equal keys", Format::Cbor, "\xa2\x01\x02\x01\x02", 5);
    row("CBOR: lists in a list", Format::Cbor, "\x82\x80\x81\x80", 4);
    row("CBOR: a list without a count", Format::Cbor, "\x9f\x01\x02\xff", 3);
    row("CBOR: a map without a count", Format::Cbor, "\xbf\x01\x02\xff", 3);
    row("CBOR: tags", Format::Cbor, "\xc6\xc6\x01", 3);
    row("CBOR: pieces of a string", Format::Cbor,
        "\x7f\x61"
        "a\x60\x61"
        "b\xff",
        4);
    row("CBOR: pieces of bytes", Format::Cbor, "\x5f\x40\x40\xff", 3);
    row("CBOR: a URL", Format::Cbor, "\xd8\x20\x78\x20" + QByteArray(32, 'a'), 4);
    row("CBOR: a URL in pieces", Format::Cbor, "\xd8\x20\x7f\x78\x20" + QByteArray(32, 'a') + "\x60\xff", 6);
    row("CBOR: a string in a list behind a URL tag", Format::Cbor, "\xd8\x20\x81\x78\x20" + QByteArray(32, 'a'), 3);
    row("JSON: a number", Format::Json, "1", 1);
    row("JSON: a list", Format::Json, "[1,2,3]", 4);
    row("JSON: a map", Format::Json, R"({"a":1,"b":2})", 5);
    row("JSON: lists in a list", Format::Json, "[[1],[2]]", 5);
    row("JSON: brackets in a string", Format::Json, R"("[{,:\"[")", 1);
}

void tst_MessageValues::elementsAreCounted()
{
    QFETCH(const Format, format);
    QFETCH(const QByteArray, value);
    QFETCH(const qint64, elements);
    QVERIFY(decodeValue(value, format, { 0, elements }));
    if (elements > 1) {
        const auto tooMany = decodeValue(value, format, { 0, elements - 1 });
        QVERIFY(!tooMany);
        QCOMPARE(tooMany.error().code(), Error::MessageTooLarge);
        QVERIFY2(tooMany.error().message().contains(QStringLiteral("maximumValueElements")),
                 qPrintable(tooMany.error().message()));
    }
}

void tst_MessageValues::levelsAreCounted_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("depth");
    QTest::newRow("CBOR: lists") << Format::Cbor << QByteArray("\x81\x81\x81\x01") << 3;
    QTest::newRow("CBOR: the innermost is empty") << Format::Cbor << QByteArray("\x81\x81\x80") << 3;
    QTest::newRow("CBOR: maps") << Format::Cbor << QByteArray("\xa1\x01\xa1\x01\x01") << 2;
    QTest::newRow("CBOR: a map as a key") << Format::Cbor << QByteArray("\xa1\xa1\x01\x01\x01") << 2;
    QTest::newRow("CBOR: tags") << Format::Cbor << QByteArray("\xc6\xc6\xc6\x01") << 3;
    QTest::newRow("CBOR: without counts") << Format::Cbor << QByteArray("\x9f\x9f\xff\x9f\xff\xff") << 2;
    QTest::newRow("CBOR: one after the other") << Format::Cbor << QByteArray("\x82\x81\x01\x81\x01") << 2;
    QTest::newRow("CBOR: a tag in a list") << Format::Cbor << QByteArray("\x82\xc6\x01\xc6\x01") << 2;
    QTest::newRow("JSON: lists") << Format::Json << QByteArray("[[[]]]") << 3;
    QTest::newRow("JSON: maps") << Format::Json << QByteArray(R"({"[":{"{":1}})") << 2;
    QTest::newRow("JSON: one after the other") << Format::Json << QByteArray("[[1],[1]]") << 2;
}

void tst_MessageValues::levelsAreCounted()
{
    QFETCH(const Format, format);
    QFETCH(const QByteArray, value);
    QFETCH(const int, depth);
    QVERIFY(decodeValue(value, format, { depth, 0 }));
    const auto tooDeep = decodeValue(value, format, { depth - 1, 0 });
    QVERIFY(!tooDeep);
    QCOMPARE(tooDeep.error().code(), Error::MessageTooLarge);
    QVERIFY2(tooDeep.error().message().contains(QStringLiteral("maximumValueDepth")),
             qPrintable(tooDeep.error().message()));
}

void tst_MessageValues::malformedCbor_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a truncated head") << QByteArray("\x19\x01");
    QTest::newRow("a reserved head") << QByteArray("\x1c");
    QTest::newRow("a number without a size") << QByteArray("\x1f");
    QTest::newRow("a negative number without a size") << QByteArray("\x3f");
    QTest::newRow("a tag without a number") << QByteArray("\xdf\x01");
    QTest::newRow("a tag without a value") << QByteArray("\xc6");
    QTest::newRow("the tag of an end") << QByteArray("\x9f\xc6\xff");
    QTest::newRow("a simple value in two bytes") << QByteArray("\xf8\x10");
    QTest::newRow("an end alone") << QByteArray("\xff");
    QTest::newRow("an end in a list with a count") << QByteArray("\x82\x01\xff");
    QTest::newRow("half an entry of a map") << QByteArray("\xbf\x01\xff");
    QTest::newRow("a list without an end") << QByteArray("\x9f\x01");
    QTest::newRow("a string without an end") << QByteArray("\x7f\x61"
                                                           "a");
    QTest::newRow("bytes in a string") << QByteArray("\x7f\x41"
                                                     "a\xff");
    QTest::newRow("pieces in a piece") << QByteArray("\x7f\x7f\xff\xff");
    QTest::newRow("a number in a string") << QByteArray("\x7f\x01\xff");
    QTest::newRow("two values") << QByteArray("\x01\x01");
    QTest::newRow("a list of 2^64 - 1") << QByteArray("\x9b\xff\xff\xff\xff\xff\xff\xff\xff");
    QTest::newRow("a map of 2^63") << QByteArray("\xbb\x80\0\0\0\0\0\0\0", 9);
    QTest::newRow("a string of 2^64 - 1") << QByteArray("\x7b\xff\xff\xff\xff\xff\xff\xff\xff"
                                                        "a");
    QTest::newRow("a piece of 2^63") << QByteArray("\x7f\x7b\x80\0\0\0\0\0\0\0\xff", 11);
}

void tst_MessageValues::malformedCbor()
{
    QFETCH(const QByteArray, value);
    QCOMPARE(checkCbor(value, {}).code(), Error::InvalidMessage);
    QVERIFY(!decodeValue(value, Format::Cbor));
}

void tst_MessageValues::wellFormedCbor_data()
{
    QTest::addColumn<QCborValue>("value");
    QTest::newRow("numbers") << QCborValue(QCborArray { 0, -1, 23, 24, 255, 256, 65536, 1LL << 40, -(1LL << 40), 1.5 });
    QTest::newRow("simple values") << QCborValue(
        QCborArray { true, false, nullptr, QCborValue(), QCborSimpleType(255) });
    QTest::newRow("strings") << QCborValue(QCborArray { QString(), QStringLiteral("\u00fc"), QByteArray(300, '\xff') });
    QTest::newRow("maps") << QCborValue(QCborMap { { 1, QCborMap { { QStringLiteral("a"), QCborArray() } } } });
    QTest::newRow("tags") << QCborValue(QCborKnownTags(55799), QCborValue(QUrl(QStringLiteral("http://example.org"))));
    QTest::newRow("a message of 100,000 points") << [] {
        QCborArray points;
        for (int i = 0; i < 100'000; ++i)
            points.append(QCborArray { i, -i });
        return QCborValue(points);
    }();
}

void tst_MessageValues::wellFormedCbor()
{
    QFETCH(const QCborValue, value);
    for (const auto options : { QCborValue::NoTransformation, QCborValue::UseIntegers }) {
        const auto decoded = decodeValue(value.toCbor(options), Format::Cbor);
        QVERIFY2(decoded, qPrintable(decoded.error().message()));
        QVERIFY(*decoded == value);
    }
}

void tst_MessageValues::bracketsInStrings_areNotCounted()
{
    const QByteArray text = QByteArray(1000, '[') + R"(\"\\)" + QByteArray(1000, '{');
    const auto decoded = decodeValue('"' + text + '"', Format::Json, { 1, 1 });
    QVERIFY2(decoded, qPrintable(decoded.error().message()));
    QCOMPARE(decoded->toString().size(), 2002);
    QVERIFY(decodeValue(head(3, 2000) + QByteArray(2000, 'a'), Format::Cbor, { 1, 1 }));
}

void tst_MessageValues::zeroIsUnlimited()
{
    QVERIFY(decodeValue(list(600'000, "\x01"), Format::Cbor, { 0, 0 }));
    QVERIFY(decodeValue(QByteArray(900, '\x81') + '\x01', Format::Cbor, { 0, 0 }));
    QVERIFY(decodeValue(QByteArray(900, '[') + QByteArray(900, ']'), Format::Json, { 0, 0 }));
    // Qt does not decode this depth, so the value is refused before decoding starts.
    QCOMPARE(checkCbor(QByteArray(2000, '\x81') + '\x01', { 0, 0 }).code(), Error::MessageTooLarge);
}

void tst_MessageValues::hostileValues_takeLittleMemory_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("value");
    constexpr int Size = 4 * 1024 * 1024;
    const auto cbor = [](const char *name, const QByteArray &value) { QTest::newRow(name) << Format::Cbor << value; };
    const auto json = [](const char *name, const QByteArray &value) { QTest::newRow(name) << Format::Json << value; };
    cbor("CBOR: numbers", list(Size, "\x01"));
    cbor("CBOR: empty lists", list(Size, "\x80"));
    cbor("CBOR: lists of one", list(Size / 2, "\x81\x01"));
    cbor("CBOR: a deep list", QByteArray(Size, '\x81'));
    cbor("CBOR: a deep list without counts", QByteArray(Size, '\x9f'));
    cbor("CBOR: deep lists, many", list(Size / 1001, QByteArray(1000, '\x81') + '\x01'));
    cbor("CBOR: lists as deep as allowed, many", list(Size / 128, QByteArray(127, '\x81') + '\x01'));
    cbor("CBOR: a deep map", QByteArray("\xa1\x01").repeated(Size / 2));
    cbor("CBOR: a map with equal keys", head(5, Size / 2) + QByteArray("\x01\x01").repeated(Size / 2));
    cbor("CBOR: deep tags", QByteArray(Size, '\xc6') + '\x01');
    cbor("CBOR: tags", list(Size / 3, "\xc6\xc6\x01"));
    cbor("CBOR: dates", list(Size / 2, "\xc1\x01"));
    cbor("CBOR: empty strings", list(Size, "\x60"));
    cbor("CBOR: a string in empty pieces", '\x7f' + QByteArray(Size, '\x60') + '\xff');
    json("JSON: numbers", jsonList(Size / 2, "1"));
    json("JSON: lists of one", jsonList(Size / 4, "[1]"));
    json("JSON: deep", QByteArray(Size, '['));
    json("JSON: equal keys", '{' + QByteArray("\"a\":1,").repeated(Size / 6) + "\"a\":1}");
}

void tst_MessageValues::hostileValues_takeLittleMemory()
{
    QFETCH(const Format, format);
    QFETCH(const QByteArray, value);
    const qint64 before = residentKilobytes();
    const auto decoded = decodeValue(value, format);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code(), Error::MessageTooLarge);
    if (MeasuresMemory)
        QVERIFY2(residentKilobytes() - before < 1024, qPrintable(QString::number(residentKilobytes() - before)));
}

// These shapes are the most expensive ones that are decoded: 160 bytes for each element.
void tst_MessageValues::valuesAtTheLimitsAreDecoded()
{
    const ValueLimits limits;
    const int lists = int(limits.elements) / limits.depth;
    const QByteArray deep = QByteArray(limits.depth - 2, '\x9f') + '\x01' + QByteArray(limits.depth - 2, '\xff');
    const qint64 before = residentKilobytes();
    const auto decoded = decodeValue(list(lists, deep), Format::Cbor);
    QVERIFY2(decoded, qPrintable(decoded.error().message()));
    const qint64 grown = (residentKilobytes() - before) * 1024;
    if (MeasuresMemory)
        QVERIFY2(grown < 200 * limits.elements, qPrintable(QString::number(grown)));
}

namespace {

QByteArray frame(const QByteArray &message)
{
    QByteArray header(4, Qt::Uninitialized);
    qToBigEndian(quint32(message.size()), header.data());
    return header + message;
}

} // namespace

void tst_MessageValues::exceedingAValueLimit_closesTheChannel_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("CBOR: elements") << Format::Cbor << QByteArray("\x84\x01\x01\x01\x01");
    QTest::newRow("CBOR: levels") << Format::Cbor << QByteArray("\x81\x81\x81\x80");
    QTest::newRow("JSON: elements") << Format::Json << QByteArray("[1,1,1,1]");
    QTest::newRow("JSON: levels") << Format::Json << QByteArray("[[[[]]]]");
}

void tst_MessageValues::exceedingAValueLimit_closesTheChannel()
{
    QFETCH(const Format, format);
    QFETCH(const QByteArray, value);
    QBuffer device;
    device.setData(frame("1") + frame(value) + frame("1"));
    QVERIFY(device.open(QIODevice::ReadOnly));
    MessageChannel channel(&device);
    QCOMPARE(channel.maximumValueDepth(), 128);
    QCOMPARE(channel.maximumValueElements(), 500'000);
    channel.setFormat(format);
    channel.setMaximumValueDepth(3);
    channel.setMaximumValueElements(4);
    QStringList events;
    connect(&channel, &MessageChannel::valueReceived, this, [&] { events += QStringLiteral("value"); });
    connect(&channel, &MessageChannel::errorOccurred, this, [&](const Error &error) {
        QCOMPARE(error.code(), Error::MessageTooLarge);
        events += QStringLiteral("error");
    });
    connect(&channel, &MessageChannel::finished, this, [&] { events += QStringLiteral("finished"); });
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    QCOMPARE(events, QStringList({ QStringLiteral("value"), QStringLiteral("error"), QStringLiteral("finished") }));
    QVERIFY(!device.isOpen());
}

// A channel without a receiver of valueReceived() does not check the bytes.
void tst_MessageValues::bytesWithoutValueReceiver_areNotChecked()
{
    QBuffer device;
    device.setData(frame(QByteArray(10'000, '\x81')) + frame("last"));
    QVERIFY(device.open(QIODevice::ReadOnly));
    MessageChannel channel(&device);
    QByteArrayList messages;
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) { messages += message; });
    QVERIFY(spinUntil([&] { return messages.size() == 2; }));
    QVERIFY(!channel.error());
}

QTEST_GUILESS_MAIN(tst_MessageValues)
#include "tst_messagevalues.moc"
