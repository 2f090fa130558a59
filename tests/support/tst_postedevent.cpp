// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests PostedEvent: isQueued() is true exactly while Qt's queue holds the event.

#include "support/handover.h"
#include "support/postedevent.h"

#include "testsupport/testsupport.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

class Receiver final : public QObject
{
public:
    PostedEvent posted;
    int count = 0;
    QThread *arrivedIn = nullptr;
    bool postsAgain = false;

private:
    bool event(QEvent *event) override
    {
        if (!posted.arrives(event))
            return QObject::event(event);
        ++count;
        arrivedIn = QThread::currentThread();
        if (std::exchange(postsAgain, false))
            posted.post(this);
        return true;
    }
};

class Traveller final : public QObject
{
public:
    // Simulates a call of a moved object in its new thread.
    bool call() { return handover.join(); }

    Handover handover;
    std::vector<Handover::Step> steps;

private:
    bool event(QEvent *event) override
    {
        if (const auto step = handover.step(this, event); step != Handover::Step::None)
            steps.push_back(step);
        return QObject::event(event);
    }
};

int argumentCount = 1;
char programName[] = "tst_postedevent";
char *arguments[] = { programName, nullptr };

} // namespace

class tst_PostedEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void postedTwice_arrivesOnce();
    void postedFromItsHandler_arrivesAgain();
    void otherEvents_areIgnored();
    void dropped_isNotQueued();
    void droppedOfOneObject_isNotQueued();
    void endOfTheApplication_dropsIt();
    void withoutAnApplication_waits();
    void movesWithItsReceiver();
    void droppedInAnotherThread_isNotQueued();
    void eventOutlivesItsFlag();
    void receiverDestroyed();
    void handover_joinsWithItsEvent();
    void handoverWhoseEventWasDropped_joinsWithTheNextCall();
};

void tst_PostedEvent::postedTwice_arrivesOnce()
{
    QCoreApplication application(argumentCount, arguments);
    Receiver receiver;
    QVERIFY(!receiver.posted.isQueued());
    receiver.posted.post(&receiver);
    receiver.posted.post(&receiver);
    QVERIFY(receiver.posted.isQueued());
    QCoreApplication::processEvents();
    QCOMPARE(receiver.count, 1);
    QVERIFY(!receiver.posted.isQueued());
}

// The delivery of one event does not clear the flag of the next one.
void tst_PostedEvent::postedFromItsHandler_arrivesAgain()
{
    QCoreApplication application(argumentCount, arguments);
    Receiver receiver;
    receiver.postsAgain = true;
    receiver.posted.post(&receiver);
    QCoreApplication::sendPostedEvents(&receiver);
    QCoreApplication::sendPostedEvents(&receiver);
    QCOMPARE(receiver.count, 2);
    QVERIFY(!receiver.posted.isQueued());
}

void tst_PostedEvent::otherEvents_areIgnored()
{
    QCoreApplication application(argumentCount, arguments);
    Receiver receiver;
    Receiver other;
    receiver.posted.post(&other); // the other object ignores an event that is not its own
    QCoreApplication::postEvent(&receiver, new QEvent(QEvent::User));
    QCoreApplication::processEvents();
    QCOMPARE(receiver.count + other.count, 0);
    QVERIFY(!receiver.posted.isQueued());
}

void tst_PostedEvent::dropped_isNotQueued()
{
    QCoreApplication application(argumentCount, arguments);
    Receiver receiver;
    receiver.posted.post(&receiver);
    QCoreApplication::removePostedEvents(nullptr);
    QVERIFY(!receiver.posted.isQueued());
    receiver.posted.post(&receiver);
    QCoreApplication::processEvents();
    QCOMPARE(receiver.count, 1);
}

void tst_PostedEvent::droppedOfOneObject_isNotQueued()
{
    QCoreApplication application(argumentCount, arguments);
    Receiver receiver;
    Receiver other;
    receiver.posted.post(&receiver);
    other.posted.post(&other);
    QCoreApplication::removePostedEvents(&receiver);
    QVERIFY(!receiver.posted.isQueued());
    QVERIFY(other.posted.isQueued());
    QCoreApplication::processEvents();
    QCOMPARE(receiver.count, 0);
    QCOMPARE(other.count, 1);
}

void tst_PostedEvent::endOfTheApplication_dropsIt()
{
    Receiver receiver;
    {
        QCoreApplication first(argumentCount, arguments);
        receiver.posted.post(&receiver);
    }
    QVERIFY(!receiver.posted.isQueued());
    QCoreApplication second(argumentCount, arguments);
    receiver.posted.post(&receiver);
    QCoreApplication::processEvents();
    QCOMPARE(receiver.count, 1);
}

void tst_PostedEvent::withoutAnApplication_waits()
{
    Receiver receiver;
    receiver.posted.post(&receiver);
    QVERIFY(receiver.posted.isQueued());
    QCoreApplication application(argumentCount, arguments);
    QCoreApplication::processEvents();
    QCOMPARE(receiver.count, 1);
}

void tst_PostedEvent::movesWithItsReceiver()
{
    QCoreApplication application(argumentCount, arguments);
    Receiver receiver;
    Worker thread([&] { QCoreApplication::sendPostedEvents(&receiver); });
    receiver.posted.post(&receiver);
    receiver.moveToThread(&thread);
    QVERIFY(receiver.posted.isQueued());
    thread.start();
    QVERIFY(thread.join());
    QVERIFY(!receiver.posted.isQueued());
    QCOMPARE(receiver.count, 1);
    QCOMPARE(receiver.arrivedIn, &thread);
}

void tst_PostedEvent::droppedInAnotherThread_isNotQueued()
{
    QCoreApplication application(argumentCount, arguments);
    Receiver receiver;
    receiver.posted.post(&receiver);
    Worker thread([&] { QCoreApplication::removePostedEvents(&receiver); });
    thread.start();
    QVERIFY(thread.join());
    QVERIFY(!receiver.posted.isQueued());
}

void tst_PostedEvent::eventOutlivesItsFlag()
{
    QCoreApplication application(argumentCount, arguments);
    QObject receiver;
    auto posted = std::make_unique<PostedEvent>();
    posted->post(&receiver);
    posted.reset();
    QCoreApplication::processEvents();
}

void tst_PostedEvent::receiverDestroyed()
{
    QCoreApplication application(argumentCount, arguments);
    QObject receiver;
    PostedEvent posted;
    {
        QObject shortLived;
        posted.post(&shortLived);
    }
    QVERIFY(!posted.isQueued());
}

// ---- changes of thread

void tst_PostedEvent::handover_joinsWithItsEvent()
{
    QCoreApplication application(argumentCount, arguments);
    Traveller traveller;
    Worker thread;
    traveller.moveToThread(&thread);
    QCOMPARE(traveller.steps, std::vector { Handover::Step::Leave });
    QMetaObject::invokeMethod(
        &traveller, [&] { thread.quit(); }, Qt::QueuedConnection);
    thread.start();
    QVERIFY(thread.join());
    QCOMPARE(traveller.steps, (std::vector { Handover::Step::Leave, Handover::Step::Join }));
}

void tst_PostedEvent::handoverWhoseEventWasDropped_joinsWithTheNextCall()
{
    QCoreApplication application(argumentCount, arguments);
    Traveller traveller;
    QThread idle;
    QVERIFY(!traveller.call());
    traveller.moveToThread(&idle);
    QCoreApplication::removePostedEvents(&traveller);
    QVERIFY(traveller.call());
    QVERIFY(!traveller.call());
    QCOMPARE(traveller.steps, std::vector { Handover::Step::Leave });
}

QTEST_APPLESS_MAIN(tst_PostedEvent)
#include "tst_postedevent.moc"
