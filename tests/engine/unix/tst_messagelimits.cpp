// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Messages of few or no bytes use memory too: readBufferSize() counts the overhead. Messages that
// are discarded are reported at most once per second.

#include "testsupport/unix/messagepairs.h"
#include "testsupport/unix/rawunix.h"

#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr qint64 Limit = 1024 * 1024;

// Sends until the kernel takes no more, while the receiver reads as it likes. Returns how many
// messages were sent.
int flood(const std::vector<OwnedHandle> &senders, const Raw::Address *to, int most)
{
    int sent = 0;
    for (int idle = 0; idle < 5 && sent < most;) {
        bool hasSent = false;
        for (const OwnedHandle &sender : senders) {
            const auto count = ::sendto(int(sender.get()), "", 0, MSG_DONTWAIT | MSG_NOSIGNAL,
                                        to ? to->data() : nullptr, to ? to->size : 0);
            hasSent = hasSent || count == 0;
            sent += count == 0;
        }
        idle = hasSent ? 0 : idle + 1;
        QCoreApplication::processEvents();
    }
    return sent;
}

} // namespace

class tst_MessageLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyDatagramsOfLongNames_countAgainstTheLimit();
    void emptyPacketsWithCredentials_countAgainstTheLimit();
    void limitSmallerThanOneMessage_admitsOne();
    void tooLargeDatagrams_areReportedOnceInASecond();
    void ownFailures_areAllReported();

private:
    UnixAddress address() const { return UnixAddress::fromPath(m_dir.filePath(uniqueName().right(12))); }

    QTemporaryDir m_dir;
};

void tst_MessageLimits::emptyDatagramsOfLongNames_countAgainstTheLimit()
{
    UnixDatagramSocket receiver;
    QVERIFY(receiver.bind(address()));
    receiver.setReadBufferSize(Limit);
    const Raw::Address to(receiver.localAddress().bytes());
    std::vector<OwnedHandle> senders;
    for (int i = 0; i < 8; ++i) { // in turn, so that no two consecutive messages share a name
        const QByteArray name = QFile::encodeName(m_dir.filePath(QString(60, QLatin1Char('a' + char(i)))));
        senders.push_back(Raw::serve(name, -1, SOCK_DGRAM));
        QVERIFY(senders.back().isValid());
    }
    const int sent = flood(senders, &to, 200'000);
    QVERIFY2(sent > 100 && sent < Limit / 250, qPrintable(QString::number(sent)));
    // Reading makes room again.
    int read = 0;
    while (receiver.hasPendingMessages()) {
        (void)receiver.readMessage();
        ++read;
    }
    QVERIFY(read > 100);
    QVERIFY(flood(senders, &to, 200'000) > 100);
}

void tst_MessageLimits::emptyPacketsWithCredentials_countAgainstTheLimit()
{
    REQUIRE_PACKET_SOCKETS();
    if (!hasEmptyPackets())
        QSKIP("this system has no empty packets");
    int ends[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    std::vector<OwnedHandle> sender;
    sender.emplace_back(ends[1]);
    OwnedHandle far(ends[0]);
    UnixSeqPacketSocket socket;
    if (!socket.setReceivesCredentials(true))
        QSKIP("this system has no sender credentials");
    socket.setReadBufferSize(Limit);
    QVERIFY(socket.adopt(std::move(far)));
    const int sent = flood(sender, nullptr, 200'000);
    QVERIFY2(sent > 100 && sent < Limit / 100, qPrintable(QString::number(sent)));
}

void tst_MessageLimits::limitSmallerThanOneMessage_admitsOne()
{
    UnixDatagramSocket receiver;
    UnixDatagramSocket sender;
    QVERIFY(receiver.bind(address()) && sender.bind(address()));
    receiver.setReadBufferSize(1);
    for (const qint64 size : { 100'000, 0, 7 })
        QVERIFY(sender.writeDatagram(pattern(size), receiver.localAddress()));
    QCOMPARE(messagesOf(receiver, 3), QByteArrayList({ pattern(100'000), QByteArray(), pattern(7) }));
}

void tst_MessageLimits::tooLargeDatagrams_areReportedOnceInASecond()
{
    UnixDatagramSocket receiver;
    UnixDatagramSocket sender;
    QVERIFY(receiver.bind(address()) && sender.open());
    receiver.setMaximumMessageSize(10);
    QSignalSpy errors(&receiver, &Device::errorOccurred);
    constexpr int Count = 500;
    for (int i = 0; i < Count; ++i) {
        QVERIFY(sender.writeDatagram(pattern(11), receiver.localAddress()));
        QCoreApplication::processEvents();
    }
    QVERIFY(sender.writeDatagram("last", receiver.localAddress()));
    QCOMPARE(messagesOf(receiver, 1), QByteArrayList({ "last" }));
    QVERIFY(errors.count() >= 1);
    QVERIFY2(errors.count() < 20, qPrintable(QString::number(errors.count()))); // the seconds that this can take
    const int before = int(errors.count());
    QVERIFY(spinUntil([&] { return errors.count() > before; }) || before > 1);
    const auto last = errors.last()[0].value<Error>();
    QCOMPARE(last.code(), Error::MessageTooLarge);
    QVERIFY2(last.reason().endsWith(QLatin1String(" more in the last second)")), qPrintable(last.reason()));
}

void tst_MessageLimits::ownFailures_areAllReported()
{
    UnixDatagramSocket socket;
    QVERIFY(socket.bind(address()));
    QSignalSpy errors(&socket, &Device::errorOccurred);
    for (int i = 1; i <= 20; ++i) {
        QVERIFY(socket.writeDatagram("to nobody", address()));
        QVERIFY(spinUntil([&] { return errors.count() == i; }));
    }
}

QTEST_GUILESS_MAIN(tst_MessageLimits)
#include "tst_messagelimits.moc"
