// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/messagebounds.h"
#include "testsupport/platform.h"
#include "testsupport/sanitizers.h"

#include <QtCore/qrandom.h>
#include <QtTest/qtest.h>

#include <deque>

using namespace QtInterprocess;

class tst_MessageBounds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyBounds_haveNoMessage();
    void messages_followInOrder();
    void emptyMessages_areCounted();
    void restOfAMessage_isTheNextMessage();
    void position_mayGoBack();
    void trim_forgetsTakenMessages();
    void clearing();
    void messagesHaveNumbers();
    void behavesLikeASimpleModel();
    void flood_releasesItsMemory();
};

void tst_MessageBounds::emptyBounds_haveNoMessage()
{
    MessageBounds bounds;
    QCOMPARE(bounds.nextSize(0), -1);
    bounds.trim();
    QCOMPARE(bounds.nextSize(0), -1);
}

void tst_MessageBounds::messages_followInOrder()
{
    MessageBounds bounds;
    bounds.append(5);
    bounds.append(7);
    QCOMPARE(bounds.nextSize(12), 5);
    QCOMPARE(bounds.nextSize(7), 7);
    QCOMPARE(bounds.nextSize(0), -1);
    bounds.append(1);
    QCOMPARE(bounds.nextSize(1), 1);
}

void tst_MessageBounds::emptyMessages_areCounted()
{
    MessageBounds bounds;
    bounds.append(0);
    bounds.append(3);
    bounds.append(0);
    bounds.append(0);
    QCOMPARE(bounds.nextSize(3), 0);
    bounds.takeFirst();
    QCOMPARE(bounds.nextSize(3), 3);
    QCOMPARE(bounds.nextSize(0), 0);
    bounds.takeFirst();
    QCOMPARE(bounds.nextSize(0), 0);
    bounds.takeFirst();
    QCOMPARE(bounds.nextSize(0), -1);
}

void tst_MessageBounds::restOfAMessage_isTheNextMessage()
{
    MessageBounds bounds;
    bounds.append(10);
    bounds.append(0);
    bounds.append(4);
    QCOMPARE(bounds.nextSize(14 - 3), 7);
    QCOMPARE(bounds.nextSize(14 - 9), 1);
    QCOMPARE(bounds.nextSize(4), 0);
    QCOMPARE(bounds.nextSize(3), 3); // reading bytes goes on over the empty message
}

void tst_MessageBounds::position_mayGoBack()
{
    MessageBounds bounds;
    bounds.append(4);
    bounds.append(0);
    bounds.append(4);
    QCOMPARE(bounds.nextSize(2), 2);
    QCOMPARE(bounds.nextSize(8), 4); // rolled back
    QCOMPARE(bounds.nextSize(4), 0);
    bounds.takeFirst();
    QCOMPARE(bounds.nextSize(4), 4);
    QCOMPARE(bounds.nextSize(8), 4);
    QCOMPARE(bounds.nextSize(4), 0); // the empty message is restored too
}

void tst_MessageBounds::trim_forgetsTakenMessages()
{
    MessageBounds bounds;
    for (int i = 0; i < 1000; ++i)
        bounds.append(1);
    const qint64 before = bounds.overhead();
    QCOMPARE(bounds.nextSize(1), 1);
    bounds.trim();
    QCOMPARE(bounds.overhead() * 1000, before);
    QCOMPARE(bounds.nextSize(1), 1);
    QCOMPARE(bounds.nextSize(0), -1);
}

void tst_MessageBounds::clearing()
{
    MessageBounds bounds;
    bounds.append(0);
    bounds.append(5);
    bounds.clear();
    QCOMPARE(bounds.nextSize(0), -1);
    bounds.append(2);
    QCOMPARE(bounds.nextSize(2), 2);
}

void tst_MessageBounds::messagesHaveNumbers()
{
    MessageBounds bounds;
    QCOMPARE(bounds.count(), 0);
    QCOMPARE(bounds.nextNumber(0), 0);
    QCOMPARE(bounds.lastRead(0), -1);
    for (const qint64 size : { 4, 0, 4 })
        bounds.append(size);
    QCOMPARE(bounds.count(), 3);
    QCOMPARE(bounds.lastRead(8), -1);
    QCOMPARE(bounds.nextNumber(7), 0);
    QCOMPARE(bounds.lastRead(7), 0); // partly read
    QCOMPARE(bounds.lastRead(4), 0);
    QCOMPARE(bounds.nextNumber(4), 1);
    bounds.takeFirst();
    QCOMPARE(bounds.lastRead(4), 1);
    QCOMPARE(bounds.nextNumber(4), 2);
    QCOMPARE(bounds.lastRead(8), -1); // rolled back
    QCOMPARE(bounds.lastRead(0), 2);
    bounds.trim();
    QCOMPARE(bounds.count(), 3);
    QCOMPARE(bounds.nextNumber(0), 3);
    QCOMPARE(bounds.lastRead(0), 2);
    bounds.clear();
    QCOMPARE(bounds.count(), 0);
}

void tst_MessageBounds::behavesLikeASimpleModel()
{
    QRandomGenerator random(4711);
    MessageBounds bounds;
    std::deque<qint64> model; // the remaining size of each message
    qint64 held = 0;
    qint64 appended = 0;
    bool isBegun = false; // of the first message
    for (int i = 0; i < 100'000; ++i) {
        QCOMPARE(bounds.nextSize(held), model.empty() ? -1 : model.front());
        const qint64 next = appended - qint64(model.size());
        QCOMPARE(bounds.nextNumber(held), next);
        QCOMPARE(bounds.lastRead(held), isBegun ? next : next - 1);
        const bool fills = i / 5000 % 2 == 0; // grows to hundreds of messages, then shrinks to none
        const quint32 dice = random.bounded(4u);
        if (dice == 0 && !model.empty() && model.front() == 0) {
            bounds.takeFirst();
            model.pop_front();
        } else if (dice == 1 && held > 0) {
            qint64 count = random.bounded(int(std::min<qint64>(held, fills ? 2 : 12))) + 1;
            held -= count;
            while (count > 0) { // reading bytes skips empty messages
                const qint64 step = std::min(count, model.front());
                count -= step;
                model.front() -= step;
                isBegun = model.front() > 0;
                if (!isBegun)
                    model.pop_front();
            }
        } else if (dice == 2) {
            bounds.trim();
        } else if (model.size() < (fills ? 1000u : 50u)) {
            const qint64 size = random.bounded(4);
            bounds.append(size);
            ++appended;
            model.push_back(size);
            held += size;
        }
    }
}

void tst_MessageBounds::flood_releasesItsMemory()
{
    constexpr int Count = 4'000'000;
    const qint64 before = TestSupport::residentKilobytes();
    MessageBounds bounds;
    for (int i = 0; i < Count; ++i)
        bounds.append(1);
    QCOMPARE(bounds.nextSize(0), -1);
    bounds.trim();
    QCOMPARE(bounds.count(), Count);
    QCOMPARE(bounds.overhead(), 0);
    const qint64 grown = TestSupport::residentKilobytes() - before;
    QVERIFY2(!TestSupport::MeasuresMemory || grown < 8 * 1024, qPrintable(QString::number(grown)));
}

QTEST_GUILESS_MAIN(tst_MessageBounds)
#include "tst_messagebounds.moc"
