// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A process mark knows in which process an object was made, and which process owns it.

#include "os/processmark.h"

#include "testsupport/testsupport.h"
#include "testsupport/unix/forked.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include <QtInterprocess/UnixAddress>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ProcessMark : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void markInItsOwnProcess_isOurs();
    void child_doesNotOwnTheMark();
    void grandchild_ownsNoMarkOfItsAncestors();
    void markMadeInAChild_belongsToTheChild();
    void orphan_takesOver();
    void doubleForkedOrphan_takesOver();
    void grandchildOfALivingGrandparent_doesNotTakeOver();
    void zombieGrandparent_countsAsEnded();
    void forkInAThread_isNoticed();
    void manyGenerations();
    void callInChildren_runsInEachChild();
    void perProcess_isMadeOnceForEachProcess();
    void perProcess_isUsableWhateverTheParentHasLocked();
};

namespace {

// A pipe on which a process waits for a byte, or for the end.
class Pipe
{
public:
    Pipe() { (void)!::pipe(m_ends); }
    ~Pipe()
    {
        closeWriter();
        ::close(m_ends[0]);
    }

    void tell() { (void)!::write(m_ends[1], "x", 1); }
    bool wait()
    {
        char byte = 0;
        return ::read(m_ends[0], &byte, 1) == 1;
    }
    void closeWriter()
    {
        if (m_ends[1] != -1)
            ::close(m_ends[1]);
        m_ends[1] = -1;
    }

private:
    Q_DISABLE_COPY_MOVE(Pipe)

    int m_ends[2] = { -1, -1 };
};

bool holdsSoon(const std::function<bool()> &condition)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.hasExpired(10000))
            return false;
        ::usleep(1000);
    }
    return true;
}

std::atomic<int> s_calls { 0 };

void countCall()
{
    ++s_calls;
}

struct Locked
{
    std::mutex mutex;
    int number = 0;
};

} // namespace

void tst_ProcessMark::markInItsOwnProcess_isOurs()
{
    const os::ProcessMark mark;
    QVERIFY(mark.isThisProcess());
    QVERIFY(mark.isOwned());
}

void tst_ProcessMark::child_doesNotOwnTheMark()
{
    const os::ProcessMark mark;
    const int status = runForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, !mark.isThisProcess());
        CHILD_CHECK(checks, !mark.isOwned());
        CHILD_CHECK(checks, os::ProcessMark().isThisProcess());
        CHILD_CHECK(checks, os::ProcessMark().isOwned());
    });
    QCOMPARE(status, 0);
    QVERIFY(mark.isThisProcess() && mark.isOwned());
}

void tst_ProcessMark::grandchild_ownsNoMarkOfItsAncestors()
{
    const os::ProcessMark mark;
    const int status = runForked([&](ChildChecks &checks) {
        const os::ProcessMark ofChild;
        const int inner = runForked([&](ChildChecks &innerChecks) {
            CHILD_CHECK(innerChecks, !mark.isOwned() && !ofChild.isOwned());
            CHILD_CHECK(innerChecks, !mark.isThisProcess() && !ofChild.isThisProcess());
        });
        CHILD_CHECK(checks, inner == 0);
        CHILD_CHECK(checks, ofChild.isThisProcess());
    });
    QCOMPARE(status, 0);
}

void tst_ProcessMark::markMadeInAChild_belongsToTheChild()
{
    for (int i = 0; i < 3; ++i) { // one after the other, so that their generations have the same number
        const int status = runForked([](ChildChecks &checks) {
            const os::ProcessMark mark;
            CHILD_CHECK(checks, mark.isThisProcess());
        });
        QCOMPARE(status, 0);
    }
}

// The parent exits, as in daemon(). The orphan reports the result.
void tst_ProcessMark::orphan_takesOver()
{
    Pipe outcome;
    const int status = runForked([&](ChildChecks &) { // not this process, which must keep running
        const os::ProcessMark mark;
        (void)startForked([&](ChildChecks &) {
            if (holdsSoon([&] { return mark.isOwned(); }) && !mark.isThisProcess())
                outcome.tell();
        });
    });
    QCOMPARE(status, 0);
    outcome.closeWriter();
    QVERIFY(outcome.wait());
}

void tst_ProcessMark::doubleForkedOrphan_takesOver()
{
    Pipe outcome;
    const int status = runForked([&](ChildChecks &) {
        const os::ProcessMark mark;
        (void)startForked([&](ChildChecks &) {
            (void)startForked([&](ChildChecks &) {
                if (holdsSoon([&] { return mark.isOwned(); }))
                    outcome.tell();
            });
        });
    });
    QCOMPARE(status, 0);
    outcome.closeWriter();
    QVERIFY(outcome.wait());
}

void tst_ProcessMark::grandchildOfALivingGrandparent_doesNotTakeOver()
{
    const os::ProcessMark mark;
    Pipe outcome;
    const int status = runForked([&](ChildChecks &) {
        const os::ProcessMark ofChild;
        (void)startForked([&](ChildChecks &) {
            if (holdsSoon([&] { return ofChild.isOwned(); }) && !mark.isOwned())
                outcome.tell();
        });
    });
    QCOMPARE(status, 0);
    outcome.closeWriter();
    QVERIFY(outcome.wait());
}

void tst_ProcessMark::zombieGrandparent_countsAsEnded()
{
    if (QtInterprocess::UnixAddress::maximumAbstractLength() == 0)
        QSKIP("needs process handles");
    Pipe outcome;
    const pid_t uncollected = startForked([&](ChildChecks &) {
        const os::ProcessMark mark;
        (void)startForked([&](ChildChecks &) {
            (void)startForked([&](ChildChecks &) {
                if (holdsSoon([&] { return mark.isOwned(); }))
                    outcome.tell();
            });
        });
    });
    outcome.closeWriter();
    const bool taken = outcome.wait();
    QCOMPARE(waitForForked(uncollected), 0);
    QVERIFY(taken);
}

void tst_ProcessMark::forkInAThread_isNoticed()
{
    const os::ProcessMark mark;
    int status = -1;
    std::thread([&] {
        status = runForked([&](ChildChecks &checks) {
            CHILD_CHECK(checks, !mark.isThisProcess());
            CHILD_CHECK(checks, os::ProcessMark().isThisProcess());
        });
    }).join();
    QCOMPARE(status, 0);
}

// More generations than the mark remembers.
void tst_ProcessMark::manyGenerations()
{
    const os::ProcessMark mark;
    std::function<void(ChildChecks &, int)> descend = [&](ChildChecks &checks, int left) {
        const os::ProcessMark own;
        CHILD_CHECK(checks, own.isThisProcess() && !mark.isOwned());
        if (left > 0)
            CHILD_CHECK(checks, runForked([&](ChildChecks &inner) { descend(inner, left - 1); }) == 0);
    };
    QCOMPARE(runForked([&](ChildChecks &checks) { descend(checks, 80); }), 0);
}

void tst_ProcessMark::callInChildren_runsInEachChild()
{
    os::ProcessMark::callInChildren(countCall);
    const auto childHasCalled = [](int times) {
        return runForked([=](ChildChecks &checks) { CHILD_CHECK(checks, s_calls == times); }) == 0;
    };
    QVERIFY(childHasCalled(1));
    QVERIFY(childHasCalled(1));
    QCOMPARE(s_calls.load(), 0);
    const int status = runForked([&](ChildChecks &checks) { CHILD_CHECK(checks, childHasCalled(2)); });
    QCOMPARE(status, 0);
}

void tst_ProcessMark::perProcess_isMadeOnceForEachProcess()
{
    static os::PerProcess<Locked> s_object;
    QVERIFY(!s_object.existing());
    s_object.get().number = 1;
    QCOMPARE(&s_object.get(), s_object.existing());
    const int status = runForked([](ChildChecks &checks) {
        CHILD_CHECK(checks, !s_object.existing());
        CHILD_CHECK(checks, s_object.get().number == 0);
        CHILD_CHECK(checks, &s_object.get() == s_object.existing());
    });
    QCOMPARE(status, 0);
    QCOMPARE(s_object.get().number, 1);
}

void tst_ProcessMark::perProcess_isUsableWhateverTheParentHasLocked()
{
    static os::PerProcess<Locked> s_object;
    Pipe locked;
    Pipe unlock;
    std::thread other([&] {
        const std::lock_guard lock(s_object.get().mutex);
        locked.tell();
        (void)unlock.wait();
    });
    QVERIFY(locked.wait());
    const int status = runForked([](ChildChecks &) { const std::lock_guard lock(s_object.get().mutex); });
    unlock.tell();
    other.join();
    QCOMPARE(status, 0);
}

QTEST_GUILESS_MAIN(tst_ProcessMark)
#include "tst_processmark.moc"
