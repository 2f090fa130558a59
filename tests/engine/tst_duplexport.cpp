// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A duplex port made of two ports that threads serve. When the peer has closed, the reading
// thread may not have reported all input yet.

#include "engine/connection.h"
#include "engine/duplexport.h"
#include "testsupport/testsupport.h"

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

// A port that reads what the test reports, and fails to write.
class ScriptedPort final : public Port, private Output
{
public:
    ScriptedPort(Flow flow, ByteQueue &input) : Port(input, flow, Ready::Readable | Ready::Writable) { }

    void report(const QByteArray &bytes, bool isEnd)
    {
        m_report.append(bytes.constData(), bytes.size());
        m_isEnd = isEnd;
        source->ready(Ready::Readable);
    }

    qintptr handle() const override { return 7; }
    bool read(StreamTurn &turn) override
    {
        turn.bytesRead = m_report.size();
        m_input.append(std::move(m_report));
        return !m_isEnd;
    }
    bool discardInput() override { return false; }
    Output &output() override { return *this; }
    Failure write(const char *data, qint64 size) override { return append(data, size), Failure(); }
    Failure send() override { return send(0); }
    void close(Closing) override { m_isOpen = false; }
    void handOver() override { close(Closing::Abort); }
    Error join(ReadySource &told, Watch &) override { return source = &told, Error(); }
    void setInterest(Watch &, ReadySet) override { }
    ReadySet poll(ReadySet, QDeadlineTimer) override { return {}; }
    // No port becomes ready.
    ReadySet pollBoth(Port &, ReadySet, QDeadlineTimer deadline) override
    {
        while (!deadline.hasExpired())
            QThread::yieldCurrentThread();
        return {};
    }

    ReadySource *source = nullptr;

private:
    void append(const char *, qint64 size) override { m_size += size; }
    Failure send(qintptr) override { return lose(Error(Error::PeerClosed, 0, QStringLiteral("write to"))); }
    void clear() override { }

    ByteQueue m_report;
    bool m_isEnd = false;
};

struct GonePeer final : private StreamObserver
{
    GonePeer() { connection.write("x", 1); }

    bool hasFailed() const { return connection.bytesToWrite() == 0; }

    ByteQueue input;
    QStringList turns;
    ScriptedPort *const reader = new ScriptedPort(Flow::In, input);
    ScriptedPort *const writer = new ScriptedPort(Flow::Out, input);
    Connection connection {
        std::make_unique<DuplexPort>(std::unique_ptr<Port>(reader), std::unique_ptr<Port>(writer), input), *this
    };

private:
    void streamTurn(StreamTurn &turn) override
    {
        if (turn.hasRead())
            turns += QStringLiteral("read %1").arg(turn.bytesRead);
        if (turn.readFinished)
            turns += QStringLiteral("finished");
        if (turn.closed)
            turns += turn.takeError().error() == Error::PeerClosed ? QStringLiteral("gone") : QStringLiteral("closed");
    }
};

} // namespace

class DuplexPortTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lateInput_isReadBeforeTheEnd();
    void missingInput_endsTheConnection_data();
    void missingInput_endsTheConnection();
};

void DuplexPortTest::lateInput_isReadBeforeTheEnd()
{
    GonePeer gone;
    QVERIFY(spinUntil([&] { return gone.hasFailed(); }));
    for (int i = 0; i < 20; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(gone.turns, QStringList());
    gone.reader->report("before", false);
    QCOMPARE(gone.turns, QStringList { QStringLiteral("read 6") });
    gone.reader->report("x", true);
    QVERIFY(spinUntil([&] { return gone.turns.size() == 4; }));
    QCOMPARE(gone.turns.join(QLatin1Char(',')), QLatin1String("read 6,read 1,finished,gone"));
}

void DuplexPortTest::missingInput_endsTheConnection_data()
{
    QTest::addColumn<bool>("waits");
    QTest::newRow("in the event loop") << false;
    QTest::newRow("in a wait") << true;
}

void DuplexPortTest::missingInput_endsTheConnection()
{
    QFETCH(const bool, waits);
    GonePeer gone;
    const auto isOver = [&] { return gone.turns.size() == 2; };
    if (waits)
        QVERIFY(gone.connection.wait(QDeadlineTimer(10000)));
    QVERIFY(spinUntil(isOver));
    QCOMPARE(gone.turns.join(QLatin1Char(',')), QLatin1String("finished,gone"));
}

QTEST_GUILESS_MAIN(DuplexPortTest)
#include "tst_duplexport.moc"
