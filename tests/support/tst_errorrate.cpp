// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/errorrate.h"
#include "testsupport/testsupport.h"

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

Error denied(const QString &who, const char *operation = "accept a connection on")
{
    return Error(Error::AccessDenied, 13, QString::fromLatin1(operation), QStringLiteral("name"), who);
}

} // namespace

class tst_ErrorRate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstIsReportedAtOnce();
    void othersAreReportedOnceInASecond();
    void kindsOfErrors_areReportedSeparately();
    void takeAll_returnsHeldBackErrors();
};

void tst_ErrorRate::firstIsReportedAtOnce()
{
    ErrorRate rate;
    QCOMPARE(rate.add(denied(QStringLiteral("user 7"))), denied(QStringLiteral("user 7")));
    QVERIFY(rate.dueAt().isForever());
    QVERIFY(rate.takeDue().empty());
    QVERIFY(rate.takeAll().empty());
}

void tst_ErrorRate::othersAreReportedOnceInASecond()
{
    ErrorRate rate;
    QVERIFY(rate.add(denied(QStringLiteral("user 0"))));
    for (int i = 1; i <= 4712; ++i)
        // A different text does not count as another error.
        QVERIFY(!rate.add(denied(QStringLiteral("user %1").arg(i))));
    QVERIFY(rate.takeDue().empty());
    QVERIFY(!rate.dueAt().isForever());
    QVERIFY(rate.dueAt().remainingTime() <= ErrorRate::Interval);
    QVERIFY(spinUntil([&] { return rate.dueAt().hasExpired(); }));
    const auto due = rate.takeDue();
    QCOMPARE(due.size(), size_t(1));
    QCOMPARE(due[0].code(), Error::AccessDenied);
    QCOMPARE(due[0].nativeCode(), 13);
    QCOMPARE(due[0].reason(), QStringLiteral("user 4712 (and 4711 more in the last second)"));
    QVERIFY(rate.dueAt().isForever());
    QVERIFY(!rate.add(denied(QStringLiteral("user 1")))); // starts the next second
    QVERIFY(spinUntil([&] { return rate.dueAt().hasExpired(); }));
    QCOMPARE(rate.add(denied(QStringLiteral("user 2"))).reason(),
             QStringLiteral("user 2 (and 1 more in the last second)"));
}

void tst_ErrorRate::kindsOfErrors_areReportedSeparately()
{
    ErrorRate rate;
    QVERIFY(rate.add(denied(QStringLiteral("user 1"))));
    QVERIFY(rate.add(denied(QStringLiteral("user 1"), "read from")));
    QVERIFY(rate.add(Error(Error::ResourceExhausted, 24, QStringLiteral("read from"))));
    QVERIFY(!rate.add(denied(QStringLiteral("user 2"))));
    QVERIFY(!rate.add(denied(QStringLiteral("user 3"), "read from")));
}

void tst_ErrorRate::takeAll_returnsHeldBackErrors()
{
    ErrorRate rate;
    QVERIFY(rate.add(denied(QStringLiteral("user 1"))));
    QVERIFY(!rate.add(denied(QStringLiteral("user 2"))));
    const auto all = rate.takeAll();
    QCOMPARE(all.size(), size_t(1));
    QCOMPARE(all[0], denied(QStringLiteral("user 2")));
    QVERIFY(rate.takeAll().empty());
}

QTEST_GUILESS_MAIN(tst_ErrorRate)
#include "tst_errorrate.moc"
