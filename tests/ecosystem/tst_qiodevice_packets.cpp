// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests transactions and Qt's readers and writers over a QIODevice, with packets that arrive in
// pieces.

#include "ecosystem/connectedpair.h"

#include <QtCore/qdatastream.h>
#include <QtCore/qtextstream.h>
#include <QtCore/qtimer.h>
#include <QtCore/qxmlstream.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_QIODevicePackets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void transaction();
    void transactionOfLines();
    void transactionLargerThanTheReadBuffer_data() { readBufferSizes(); }
    void transactionLargerThanTheReadBuffer();
    void openTransactionAtTheEnd();
    void dataStreamOfPieces_data() { readBufferSizes(); }
    void dataStreamOfPieces();
    void dataStreamWithoutAnEventLoop_data() { readBufferSizes(); }
    void dataStreamWithoutAnEventLoop();
    void sixteenByteBufferNeverStalls();
    void textStream();
    void xmlStreamReader_data() { readBufferSizes(); }
    void xmlStreamReader();

private:
    void readBufferSizes();

    PrivateRuntimeDirectory m_runtime;
};

namespace {

// Writes data in pieces of odd sizes, one per turn of the event loop.
class Drip : public QObject
{
public:
    Drip(QIODevice *device, const QByteArray &data) : m_device(device), m_data(data)
    {
        connect(&m_timer, &QTimer::timeout, this, &Drip::next);
        m_timer.start(0);
    }

private:
    void next()
    {
        constexpr qsizetype Sizes[] = { 1, 2, 1, 100, 65'537, 3, 200'000, 4'096 };
        m_device->write(m_data.left(Sizes[m_count % 8]));
        m_data.remove(0, Sizes[m_count++ % 8]);
        if (m_data.isEmpty())
            m_timer.stop();
    }

    QIODevice *const m_device;
    QByteArray m_data;
    QTimer m_timer;
    int m_count = 0;
};

} // namespace

void tst_QIODevicePackets::readBufferSizes()
{
    QTest::addColumn<qint64>("readBufferSize");
    QTest::newRow("unlimited") << qint64(0);
    QTest::newRow("64 KiB") << qint64(64 * 1024);
    QTest::newRow("16 bytes") << qint64(16);
}

void tst_QIODevicePackets::transaction()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    LocalSocket &client = pair.client;
    QVERIFY(pair.arrives("abcdef"));
    client.startTransaction();
    QVERIFY(client.isTransactionStarted());
    QCOMPARE(client.read(2), QByteArray("ab"));
    QCOMPARE(client.skip(1), qint64(1));
    QCOMPARE(client.bytesAvailable(), qint64(3));
    QVERIFY(pair.arrives("ghi")); // arrives during the transaction
    QCOMPARE(client.read(4), QByteArray("defg"));
    client.rollbackTransaction();
    QVERIFY(!client.isTransactionStarted());
    QCOMPARE(client.bytesAvailable(), qint64(9));
    client.startTransaction();
    QCOMPARE(client.peek(3), QByteArray("abc"));
    QCOMPARE(client.read(5), QByteArray("abcde"));
    client.commitTransaction();
    QCOMPARE(client.readAll(), QByteArray("fghi"));
}

void tst_QIODevicePackets::transactionOfLines()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    LocalSocket &client = pair.client;
    QVERIFY(pair.arrives("one\ntwo\nth"));
    client.startTransaction();
    QCOMPARE(client.readLine(), QByteArray("one\n"));
    QVERIFY(client.canReadLine());
    QCOMPARE(client.readLine(), QByteArray("two\n"));
    QVERIFY(!client.canReadLine());
    client.rollbackTransaction();
    QVERIFY(client.canReadLine());
    QVERIFY(pair.arrives("ree\n")); // half of the line is in QIODevice's buffer, half behind it
    client.startTransaction();
    QCOMPARE(client.readLine(), QByteArray("one\n"));
    QCOMPARE(client.readLine(), QByteArray("two\n"));
    QVERIFY(client.canReadLine());
    QCOMPARE(client.readLine(), QByteArray("three\n"));
    client.rollbackTransaction();
    QCOMPARE(client.readLine(), QByteArray("one\n"));
    QCOMPARE(client.readAll(), QByteArray("two\nthree\n"));
}

// The usual packet reader: it reads a size and then that many bytes, or rolls back and waits for
// readyRead().
void tst_QIODevicePackets::transactionLargerThanTheReadBuffer()
{
    QFETCH(qint64, readBufferSize);
    constexpr qint64 Size = 3 * 1024 * 1024;
    ConnectedPair pair(readBufferSize);
    QVERIFY(pair.isConnected());
    QByteArrayList packets;
    connect(&pair.client, &LocalSocket::readyRead, this, [&] {
        for (;;) {
            pair.client.startTransaction();
            const qint64 size = pair.client.readLine().toLongLong();
            const QByteArray packet = pair.client.read(size);
            if (size == 0 || packet.size() < size) {
                pair.client.rollbackTransaction();
                return;
            }
            pair.client.commitTransaction();
            packets.append(packet);
        }
    });
    const QByteArray packet = QByteArray::number(Size) + '\n' + pattern(Size);
    pair.peer->write(packet + packet + "3\nend");
    QVERIFY(runUntil([&] { return packets.size() == 3; }));
    QVERIFY(packets[0] == pattern(Size));
    QVERIFY(packets[1] == pattern(Size));
    QCOMPARE(packets[2], QByteArray("end"));
}

void tst_QIODevicePackets::openTransactionAtTheEnd()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives("abc"));
    pair.client.startTransaction();
    QCOMPARE(pair.client.readAll(), QByteArray("abc"));
    QVERIFY(pair.hangUp());
    QCoreApplication::processEvents();
    QVERIFY(pair.client.isTransactionStarted());
    pair.client.rollbackTransaction();
    QCOMPARE(pair.client.bytesAvailable(), qint64(3));
    QCoreApplication::processEvents();
    QCOMPARE(pair.client.readAll(), QByteArray("abc"));
}

static QByteArray streamed(const QByteArray &blob, const QString &text)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << blob << text << quint64(42);
    return bytes;
}

void tst_QIODevicePackets::dataStreamOfPieces()
{
    QFETCH(qint64, readBufferSize);
    const QByteArray blob = pattern(4 * 1024 * 1024);
    const QString text = QStringLiteral("Gr\u00fc\u00dfe");
    ConnectedPair pair(readBufferSize);
    QVERIFY(pair.isConnected());
    int packets = 0;
    int attempts = 0;
    QDataStream in(&pair.client);
    connect(&pair.client, &LocalSocket::readyRead, this, [&] {
        for (;;) {
            QByteArray readBlob;
            QString readText;
            quint64 number = 0;
            ++attempts;
            in.startTransaction();
            in >> readBlob >> readText >> number;
            if (!in.commitTransaction())
                return;
            QVERIFY(readBlob == blob);
            QCOMPARE(readText, text);
            QCOMPARE(number, quint64(42));
            ++packets;
        }
    });
    const QByteArray packet = streamed(blob, text);
    const Drip drip(pair.peer, packet + packet);
    QVERIFY(runUntil([&] { return packets == 2; }));
    QVERIFY(attempts > 2);
    QCOMPARE(pair.client.bytesAvailable(), qint64(0));
}

void tst_QIODevicePackets::dataStreamWithoutAnEventLoop()
{
    QFETCH(qint64, readBufferSize);
    const QByteArray blob = pattern(150'000);
    ConnectedPair pair(readBufferSize);
    QVERIFY(pair.isConnected());
    pair.peer->write(streamed(blob, QStringLiteral("text")));
    QDataStream in(&pair.client);
    QByteArray readBlob;
    QString text;
    for (;;) {
        in.startTransaction();
        in >> readBlob >> text;
        if (in.commitTransaction())
            break;
        pair.peer->flush(); // no event loop sends the rest
        QVERIFY(pair.client.waitForReadyRead(20000));
    }
    QVERIFY(readBlob == blob);
    QCOMPARE(text, QStringLiteral("text"));
}

// Protocols with a known packet size read in this way: they check, wait and check again.
void tst_QIODevicePackets::sixteenByteBufferNeverStalls()
{
    constexpr qint64 Size = 8 * 1024 * 1024;
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    Peer peer({ QStringLiteral("send"), server.serverName(), QString::number(Size) });
    QVERIFY(server.waitForNewConnection(20000));
    LocalSocket *socket = server.nextPendingConnection();
    socket->setReadBufferSize(16);
    qint64 done = 0;
    for (const qint64 size : { qint64(10), qint64(17), qint64(100'000), qint64(16), Size - 100'043 }) {
        while (socket->bytesAvailable() < size)
            QVERIFY(socket->waitForReadyRead(20000));
        const QByteArray packet = socket->read(size);
        QCOMPARE(packet.size(), qsizetype(size));
        QCOMPARE(firstDifference(packet, quint64(done)), qint64(-1));
        done += size;
    }
    QVERIFY(!socket->waitForReadyRead(20000));
    QCOMPARE(socket->state(), Device::State::Closed);
}

void tst_QIODevicePackets::textStream()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QTextStream out(pair.peer);
    out << QStringLiteral("Gr\u00fc\u00dfe ") << 42 << Qt::endl << QStringLiteral("\u20ac") << '\n';
    out.flush();
    QVERIFY(runUntil([&] { return pair.client.bytesAvailable() == 15; }));
    QTextStream in(&pair.client);
    QString word;
    int number = 0;
    in >> word >> number;
    QCOMPARE(word, QStringLiteral("Gr\u00fc\u00dfe"));
    QCOMPARE(number, 42);
    QCOMPARE(in.readLine(), QString());
    QCOMPARE(in.readLine(), QStringLiteral("\u20ac"));
    QVERIFY(in.atEnd());
    // The character arrives in two pieces, and the last line has no end.
    QVERIFY(pair.arrives("x\xe2\x82", 3));
    QCOMPARE(in.read(1), QStringLiteral("x"));
    pair.peer->write("\xac\nlast");
    QVERIFY(pair.hangUp());
    QStringList lines;
    while (!in.atEnd())
        lines.append(in.readLine());
    QCOMPARE(lines, QStringList({ QStringLiteral("\u20ac"), QStringLiteral("last") }));
}

void tst_QIODevicePackets::xmlStreamReader()
{
    QFETCH(qint64, readBufferSize);
    const int all = scaled(20'000);
    QByteArray document("<list>");
    for (int i = 0; i < all; ++i)
        document += "<item n='" + QByteArray::number(i) + "'>text</item>";
    document += "</list>";
    ConnectedPair pair(readBufferSize);
    QVERIFY(pair.isConnected());
    QXmlStreamReader xml(&pair.client);
    int items = 0;
    connect(&pair.client, &LocalSocket::readyRead, this, [&] {
        while (!xml.atEnd()) {
            if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("item"))
                QCOMPARE(xml.attributes().value(QLatin1String("n")).toInt(), items++);
        }
        QVERIFY(!xml.hasError() || xml.error() == QXmlStreamReader::PrematureEndOfDocumentError);
    });
    const Drip drip(pair.peer, document);
    QVERIFY(runUntil([&] { return xml.tokenType() == QXmlStreamReader::EndDocument; }));
    QCOMPARE(items, all);
    QVERIFY(!xml.hasError());
}

QTEST_GUILESS_MAIN(tst_QIODevicePackets)
#include "tst_qiodevice_packets.moc"
