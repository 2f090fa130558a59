// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The time between two checks of a name's files, with and without a kernel timer.

#include "os/unix/call.h"
#include "os/unix/optionalcalls.h"
#include "primitives/unix/namewatch.h"
#include "testsupport/testsupport.h"

#include <climits>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

class tst_NameWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        FaultPoint::disarmAll();
        os::forgetMissing();
    }
    void checks_comeOneAtATime_data();
    void checks_comeOneAtATime();
    void stoppedWatch_checksNoMore();
};

void tst_NameWatch::checks_comeOneAtATime_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("first");
    QTest::newRow("all calls work") << Call::Count << 0 << 1;
    QTest::newRow("old kernel") << Call::CreateTimer << ENOSYS << 1;
    QTest::newRow("no descriptors left") << Call::CreateTimer << EMFILE << 1;
    QTest::newRow("sandbox") << Call::SetTimer << EPERM << 1;
    QTest::newRow("sandbox that starts later") << Call::SetTimer << EPERM << 2;
}

void tst_NameWatch::checks_comeOneAtATime()
{
    QFETCH(const Call, call);
    QFETCH(const int, error);
    QFETCH(const int, first);
    if (call != Call::Count)
        FaultPoint::arm(call, error, first, INT_MAX - first);
    QList<qint64> times;
    std::unique_ptr<NameWatch> watch;
    watch = std::make_unique<NameWatch>([&] {
        times += QDeadlineTimer::current().deadline();
        watch->start();
    });
    watch->start();
    QVERIFY(!watch->nextCheck().hasExpired());
    QVERIFY(spinUntil([&] { return times.size() == 2; }, 10000));
    const qint64 apart = times[1] - times[0];
    QVERIFY2(apart >= 200,
             qPrintable(QString::number(apart))); // a descriptor that stays readable would cause it at once
}

void tst_NameWatch::stoppedWatch_checksNoMore()
{
    int stopped = 0, others = 0;
    NameWatch watch([&] { ++stopped; });
    watch.start();
    watch.stop();
    NameWatch later([&] {
        ++others;
        later.start();
    });
    later.start();
    QVERIFY(spinUntil([&] { return others == 2; }, 10000));
    QCOMPARE(stopped, 0);
    watch.start();
    QVERIFY(spinUntil(
        [&] {
            if (stopped > 0)
                watch.stop();
            return stopped > 0;
        },
        10000));
}

QTEST_GUILESS_MAIN(tst_NameWatch)
#include "tst_namewatch.moc"
