// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/backoff.h"

#include <QtTest/qtest.h>

using namespace QtInterprocess;

class tst_Backoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pausesGrowUpToTheLongest();
    void pausesAreRandom();
    void noPauseIsShorterThanTheFirst();
    void resumesAtTheEndOfThePause();
    void shortSuccess_keepsThePause();
    void longSuccess_resetsThePause();
};

void tst_Backoff::pausesGrowUpToTheLongest()
{
    Backoff pauses(4, 1000);
    for (const int most : { 4, 8, 16, 32, 64, 128, 256, 512, 1000, 1000 }) {
        const int pause = pauses.next();
        QVERIFY2(pause >= most / 2 && pause <= most, qPrintable(QString::number(pause)));
    }
    pauses.reset();
    QVERIFY(pauses.next() <= 4);
}

void tst_Backoff::pausesAreRandom()
{
    QSet<int> seen;
    for (int i = 0; i < 100; ++i) {
        Backoff pauses(600, 10'000);
        QCOMPARE(pauses.next(), 600);
        seen.insert(pauses.next());
    }
    QVERIFY(seen.size() > 10);
}

// The headers promise minimum pauses, for example "from 50 ms to 1 s".
void tst_Backoff::noPauseIsShorterThanTheFirst()
{
    for (int i = 0; i < 100; ++i) {
        Backoff pauses(50, 80);
        for (int k = 0; k < 3; ++k) {
            const int pause = pauses.next();
            QVERIFY2(pause >= 50 && pause <= 80, qPrintable(QString::number(pause)));
        }
    }
}

void tst_Backoff::resumesAtTheEndOfThePause()
{
    Backoff pauses(60'000, 200'000);
    QVERIFY(pauses.resumesAt().hasExpired());
    QVERIFY(!pauses.hasPaused());
    for (int i = 0; i < 3; ++i) {
        const int pause = pauses.next();
        const qint64 left = pauses.resumesAt().remainingTime();
        QVERIFY2(left <= pause && left > pause - 10'000, qPrintable(QString::number(left)));
        QVERIFY(pauses.hasPaused());
    }
    pauses.reset();
    QVERIFY(!pauses.hasPaused());
    QVERIFY(!pauses.resumesAt().hasExpired());
}

void tst_Backoff::shortSuccess_keepsThePause()
{
    Backoff pauses(1, 1'000'000);
    for (int i = 0; i < 10; ++i) {
        pauses.succeeded();
        (void)pauses.next();
    }
    QVERIFY(pauses.next() >= 512);
}

void tst_Backoff::longSuccess_resetsThePause()
{
    Backoff pauses(1, 64);
    for (int i = 0; i < 10; ++i)
        (void)pauses.next();
    QVERIFY(pauses.next() >= 32);
    pauses.succeeded();
    QTest::qSleep(100); // not a wait: this is how long the success lasts
    QVERIFY(pauses.next() <= 1);
}

QTEST_GUILESS_MAIN(tst_Backoff)
#include "tst_backoff.moc"
