// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The changes that the library asks of a kqueue, and the readiness that it reads from events.
// Linux has no kqueue. kqueue() and kevent() of this program record their arguments and return
// what the test sets. They know no descriptors.

#include "os/unix/call.h"
#include "os/unix/eventqueue.h"
#include "os/unix/process.h"

#include "testsupport/unix/forked.h"

#include <QtTest/qtest.h>

#include <deque>
#include <vector>

#include <fcntl.h>
#include <sys/event.h>

using namespace QtInterprocess;
using namespace TestSupport;
using os::PollFor;
using os::QueueInterest;

namespace {

struct Kernel
{
    QStringList changes; // since the last takeChanges()
    std::deque<int> errors; // of the next changes; 0: no error
    std::vector<struct kevent> events;
    int descriptor = -1;
};
Kernel kernel;

QString textOf(const struct kevent &change)
{
    QString text = QString::number(quint64(change.ident));
    switch (change.filter) {
    case EVFILT_READ: text += QLatin1String(" read"); break;
    case EVFILT_WRITE: text += QLatin1String(" write"); break;
    case EVFILT_PROC: text += QLatin1String(change.fflags == NOTE_EXIT ? " exit" : " process"); break;
    case EVFILT_TIMER: text += QLatin1String(" timer"); break;
    }
    for (const auto &[flag, name] : { std::pair(EV_ADD, " add"), std::pair(EV_DELETE, " delete"),
                                      std::pair(EV_CLEAR, " clear"), std::pair(EV_ONESHOT, " oneshot") }) {
        if (change.flags & flag)
            text += QLatin1String(name);
    }
    return text;
}

QStringList takeChanges()
{
    return std::exchange(kernel.changes, {});
}

} // namespace

int kqueue()
{
    kernel.descriptor = ::open("/dev/null", O_RDONLY);
    return kernel.descriptor;
}

int kevent(int queue, const struct kevent *changes, int changeCount, struct kevent *events, int eventCount,
           const timespec *timeout)
{
    if (queue != kernel.descriptor || (eventCount > 0 && (!timeout || timeout->tv_sec || timeout->tv_nsec))) {
        errno = EBADF;
        return -1;
    }
    for (int i = 0; i < changeCount; ++i) {
        kernel.changes += textOf(changes[i]);
        const int error = kernel.errors.empty() ? 0 : kernel.errors.front();
        if (!kernel.errors.empty())
            kernel.errors.pop_front();
        if (error != 0) { // the event list has no room to report it
            errno = error;
            return -1;
        }
    }
    const int count = std::min(eventCount, int(kernel.events.size()));
    for (int i = 0; i < count; ++i)
        events[i] = kernel.events[size_t(i)];
    kernel.events.clear();
    return count;
}

class tst_Kqueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void queueClosesOnExec();
    void changesOfInterest_data();
    void changesOfInterest();
    void refusedInterest_leavesNoFilter();
    void filesAreRefused();
    void eventsBecomeReadiness_data();
    void eventsBecomeReadiness();
    void processIsWatchedForItsExit();
    void processThatCannotBeWatched_data();
    void processThatCannotBeWatched();
    void statusOfTheExit();
    void child_forgetsTheQueue();

private:
    Error change(QueueInterest had, QueueInterest wanted)
    {
        return os::changeEventQueue(int(m_queue.get()), m_fd, 7, had, wanted);
    }

    OwnedHandle m_queue;
    OwnedHandle m_pipe[2];
    int m_fd = -1;
};

void tst_Kqueue::init()
{
    kernel = {};
    m_queue = std::move(*os::createEventQueue());
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    m_pipe[0] = OwnedHandle(ends[0]);
    m_pipe[1] = OwnedHandle(ends[1]);
    m_fd = ends[0];
}

void tst_Kqueue::queueClosesOnExec()
{
    QCOMPARE(m_queue.get(), OwnedHandle::Native(kernel.descriptor));
    QVERIFY(::fcntl(kernel.descriptor, F_GETFD) & FD_CLOEXEC);
}

void tst_Kqueue::changesOfInterest_data()
{
    QTest::addColumn<QueueInterest>("had");
    QTest::addColumn<QueueInterest>("wanted");
    QTest::addColumn<QStringList>("expected");
    const QueueInterest none;
    const auto row = [](const char *name, QueueInterest had, QueueInterest wanted, const char *expected) {
        const auto changes = QString::fromLatin1(expected).split(QLatin1Char(','), Qt::SkipEmptyParts);
        QTest::newRow(name) << had << wanted << changes;
    };
    row("reading", none, PollFor::Reading, "read add");
    row("writing", none, PollFor::Writing, "write add");
    row("both", none, PollFor::Both, "read add,write add");
    row("the hang-up alone", none, PollFor::Nothing, "write add clear");
    row("writing as well", PollFor::Reading, PollFor::Both, "write add");
    row("writing ended", PollFor::Both, PollFor::Reading, "write delete");
    row("writing in place of reading", PollFor::Reading, PollFor::Writing, "read delete,write add");
    row("the hang-up alone after reading", PollFor::Reading, PollFor::Nothing, "read delete,write add clear");
    row("the hang-up alone after writing", PollFor::Writing, PollFor::Nothing, "write delete,write add clear");
    row("writing after the hang-up alone", PollFor::Nothing, PollFor::Writing, "write delete,write add");
    row("nothing after both", PollFor::Both, none, "read delete,write delete");
    row("nothing after the hang-up", PollFor::Nothing, none, "write delete");
}

// A filter keeps the flags that it was added with, so a change adds it anew.
void tst_Kqueue::changesOfInterest()
{
    QFETCH(QueueInterest, had);
    QFETCH(QueueInterest, wanted);
    QFETCH(QStringList, expected);
    for (QString &one : expected)
        one.prepend(QString::number(m_fd) + QLatin1Char(' '));
    QVERIFY(!change(had, wanted));
    QCOMPARE(takeChanges(), expected);
}

// FreeBSD fails with EPIPE if the pipe has no reader.
void tst_Kqueue::refusedInterest_leavesNoFilter()
{
    const QString number = QString::number(m_fd);
    kernel.errors = { 0, EPIPE };
    const Error error = change({}, PollFor::Both);
    QCOMPARE(error.nativeCode(), EPIPE);
    QCOMPARE(takeChanges().mid(2),
             QStringList({ number + QLatin1String(" read delete"), number + QLatin1String(" write delete") }));
    kernel.errors = { ENOENT }; // another thread has closed it, which removes a filter
    QVERIFY(!change(PollFor::Reading, {}));
}

// A filter of a file reports the end of the file, while poll() reports files as always ready.
void tst_Kqueue::filesAreRefused()
{
    for (const char *const path : { "/", "/dev/null", "/proc/self/exe" }) {
        const OwnedHandle file(::open(path, O_RDONLY | O_CLOEXEC));
        m_fd = int(file.get());
        QVERIFY(change({}, PollFor::Reading));
        QCOMPARE(takeChanges(), QStringList());
    }
}

void tst_Kqueue::eventsBecomeReadiness_data()
{
    QTest::addColumn<int>("filter");
    QTest::addColumn<int>("flags");
    QTest::addColumn<QString>("expected");
    QTest::newRow("input") << EVFILT_READ << 0 << "7 r";
    QTest::newRow("the end of the input") << EVFILT_READ << int(EV_EOF) << "7 r";
    QTest::newRow("room") << EVFILT_WRITE << 0 << "7 w";
    QTest::newRow("no reader") << EVFILT_WRITE << int(EV_EOF) << "7 wh";
    QTest::newRow("the hang-up alone") << EVFILT_WRITE << int(EV_CLEAR | EV_EOF) << "7 h";
    QTest::newRow("no hang-up yet") << EVFILT_WRITE << int(EV_CLEAR) << QString();
}

void tst_Kqueue::eventsBecomeReadiness()
{
    QFETCH(int, filter);
    QFETCH(int, flags);
    QFETCH(QString, expected);
    struct kevent event = {};
    event.filter = short(filter);
    event.flags = static_cast<unsigned short>(flags);
    event.udata = reinterpret_cast<void *>(quintptr(7));
    kernel.events = { event };
    os::QueueEvent events[os::MaximumQueueEvents];
    const auto count = os::takeQueueEvents(int(m_queue.get()), events);
    QVERIFY(count);
    QString text;
    for (int i = 0; i < *count; ++i) {
        text += QString::number(events[i].data) + QLatin1Char(' ');
        text += QLatin1String(events[i].what.readable ? "r" : "") + QLatin1String(events[i].what.writable ? "w" : "");
        text += QLatin1String(events[i].what.hangUp ? "h" : "");
    }
    QCOMPARE(text, expected);
}

void tst_Kqueue::processIsWatchedForItsExit()
{
    const auto handle = os::openProcess(4711);
    QVERIFY(handle);
    QCOMPARE(takeChanges(), QStringList(QStringLiteral("4711 exit add")));
}

void tst_Kqueue::processThatCannotBeWatched_data()
{
    QTest::addColumn<bool>("exists");
    QTest::addColumn<QList<int>>("errors");
    QTest::addColumn<Error::Code>("code");
    QTest::addColumn<QString>("last");
    QTest::newRow("none") << false << QList<int> { ESRCH } << Error::NotFound << " exit add";
    QTest::newRow("a zombie") << true << QList<int> { ESRCH, ESRCH } << Error::NoError << "0 timer add oneshot";
    QTest::newRow("another process with the same ID")
        << true << QList<int> { ESRCH, 0 } << Error::NoError << " exit add";
    QTest::newRow("of another user") << true << QList<int> { EACCES } << Error::Unsupported << " exit add";
    QTest::newRow("no memory") << true << QList<int> { ENOMEM } << Error::ResourceExhausted << " exit add";
    QTest::newRow("a zombie, and no timer left")
        << true << QList<int> { ESRCH, ESRCH, ENOMEM } << Error::ResourceExhausted << "0 timer add oneshot";
}

void tst_Kqueue::processThatCannotBeWatched()
{
    QFETCH(bool, exists);
    QFETCH(QList<int>, errors);
    QFETCH(Error::Code, code);
    QFETCH(QString, last);
    const pid_t ended = startForked([](ChildChecks &) {});
    QVERIFY(waitForForked(ended) != -1);
    kernel.errors.assign(errors.begin(), errors.end());
    const auto handle = os::openProcess(exists ? ::getpid() : ended);
    QCOMPARE(handle ? Error::NoError : handle.error().code(), code);
    QVERIFY2(takeChanges().last().endsWith(last), qPrintable(last));
    QVERIFY(kernel.errors.empty());
}

void tst_Kqueue::statusOfTheExit()
{
    struct kevent event = {};
    event.filter = EVFILT_PROC;
    event.fflags = NOTE_EXIT;
    event.data = 3 << 8; // in the format of wait()
    kernel.events = { event };
    ProcessExit exit;
    QVERIFY(os::askForExit(int(m_queue.get()), exit));
    QCOMPARE(exit.exitCode(), std::optional<int>(3));
    event.data = SIGKILL;
    kernel.events = { event };
    exit = {};
    QVERIFY(os::askForExit(int(m_queue.get()), exit));
    QCOMPARE(exit.signalNumber(), std::optional<int>(SIGKILL));
    event.filter = EVFILT_TIMER; // of a zombie
    kernel.events = { event };
    QVERIFY(!os::askForExit(int(m_queue.get()), exit));
}

// A child does not inherit the queue, and may have another file with the same number.
void tst_Kqueue::child_forgetsTheQueue()
{
    const os::ProcessMark mark;
    const int number = int(m_queue.get());
    const int status = runForked([&](ChildChecks &checks) {
        os::forgetInheritedQueue(m_queue, mark);
        CHILD_CHECK(checks, !m_queue && ::fcntl(number, F_GETFD) != -1);
    });
    QCOMPARE(status, 0);
    os::forgetInheritedProcess(m_queue, mark);
    QVERIFY(m_queue);
}

QTEST_GUILESS_MAIN(tst_Kqueue)
#include "tst_kqueue.moc"
