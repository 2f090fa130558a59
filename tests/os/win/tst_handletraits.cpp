// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Queries about handles. Under Wine no query waits for another thread's call, so one test makes a
// query that does.

#include "os/win/handletraits.h"
#include "os/win/pipe.h"
#include "os/win/winapi.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qsemaphore.h>
#include <QtCore/qtemporaryfile.h>
#include <QtCore/qthread.h>
#include <QtTest/QTest>

#include <memory>

using namespace QtInterprocess;
using os::HandleKind;

class tst_HandleTraits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pipes();
    void files();
    void devices();
    void invalidHandle_isRefused();
    void askAside_asksInAnotherThread();
    void blockedQuery_isAbandoned();
};

static Result<os::HandleTraits> traitsOf(const OwnedHandle &handle)
{
    return os::handleTraits(handle.get());
}

static OwnedHandle open(const QString &path, DWORD flags = 0)
{
    return OwnedHandle(os::toNative(::CreateFileW(os::toWide(path), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                                  nullptr, OPEN_EXISTING, flags, nullptr)));
}

void tst_HandleTraits::pipes()
{
    const auto pair = os::createPipePair(1024, os::PipeAccess::Read, false);
    QVERIFY(pair);
    const auto first = traitsOf(pair->first);
    const auto second = traitsOf(pair->second);
    QVERIFY(first && second);
    QCOMPARE(int(first->kind), int(HandleKind::Pipe));
    QVERIFY(first->isOverlapped);
    QCOMPARE(int(second->kind), int(HandleKind::Pipe));
    QVERIFY(!second->isOverlapped);
}

void tst_HandleTraits::files()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.close();
    for (const DWORD flags : { DWORD(0), DWORD(FILE_FLAG_OVERLAPPED) }) {
        const auto traits = traitsOf(open(file.fileName(), flags));
        QVERIFY(traits);
        QCOMPARE(int(traits->kind), int(HandleKind::Disk));
        QCOMPARE(traits->isOverlapped, flags != 0);
    }
}

void tst_HandleTraits::devices()
{
    const auto traits = traitsOf(open(QStringLiteral("NUL")));
    QVERIFY(traits);
    QCOMPARE(int(traits->kind), int(HandleKind::Character));
    QVERIFY(!traits->isOverlapped);
}

void tst_HandleTraits::invalidHandle_isRefused()
{
    QVERIFY(!os::handleTraits(OwnedHandle::Invalid));
    QVERIFY(!os::handleTraits(0));
    const OwnedHandle event(os::toNative(::CreateEventW(nullptr, FALSE, FALSE, nullptr)));
    const auto traits = traitsOf(event);
    QVERIFY(!traits);
    QCOMPARE(traits.error().nativeCode(), int(ERROR_INVALID_HANDLE));
}

void tst_HandleTraits::askAside_asksInAnotherThread()
{
    Qt::HANDLE thread = QThread::currentThreadId();
    const auto traits = os::queryInThread([&] {
        thread = QThread::currentThreadId();
        return os::HandleTraits { HandleKind::Disk, true };
    });
    QVERIFY(traits && *traits);
    QVERIFY((*traits)->kind == HandleKind::Disk && (*traits)->isOverlapped);
    QVERIFY(thread != QThread::currentThreadId());
}

void tst_HandleTraits::blockedQuery_isAbandoned()
{
    const auto gate = std::make_shared<QSemaphore>();
    const auto isOver = std::make_shared<QSemaphore>();
    QElapsedTimer timer;
    timer.start();
    const auto traits = os::queryInThread([gate, isOver] {
        gate->acquire();
        isOver->release();
        return os::HandleTraits { HandleKind::Pipe, true };
    });
    QVERIFY(!traits);
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    gate->release();
    QVERIFY(isOver->tryAcquire(1, 10000));
}

QTEST_APPLESS_MAIN(tst_HandleTraits)
#include "tst_handletraits.moc"
