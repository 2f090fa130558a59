// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The bell is the single event of a thread. Every kind of loop delivers the rings of other
// threads. If Qt drops a posted event, the ring is still delivered.

#include "loop/doorbell.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qeventloop.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <windows.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Bell : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nestedLoop_receivesOtherRings();
    void nativeMessageLoop_delivers();
    void droppedEvents_areReplaced();
    void ringsOfManyThreads_areDelivered();
};

namespace {

class Listener final : private ReadySource
{
public:
    explicit Listener(std::function<void()> heard = {}) : m_heard(std::move(heard)), m_doorbell(makeDoorbell(*this)) { }

    void ring() { m_doorbell->ring(); }

    int count = 0;

private:
    void ready(ReadySet) override
    {
        ++count;
        if (m_heard)
            m_heard();
    }

    const std::function<void()> m_heard;
    const std::unique_ptr<Doorbell> m_doorbell;
};

// Waits for the one ring that a listener gets when it begins to listen.
void settle(const Listener &listener)
{
    QVERIFY(spinUntil([&] { return listener.count > 0; }));
}

} // namespace

void tst_Bell::nestedLoop_receivesOtherRings()
{
    std::vector<std::unique_ptr<Listener>> others;
    for (int i = 0; i < 4; ++i) {
        others.push_back(std::make_unique<Listener>());
        settle(*others.back());
    }
    const auto isHeard = [](const auto &one) { return one->count == 2; };
    const auto areHeard = [&] { return std::all_of(others.begin(), others.end(), isHeard); };
    bool isRung = false;
    bool heardThem = false;
    Listener first([&] {
        if (std::exchange(isRung, false))
            heardThem = spinUntil(areHeard);
    });
    settle(first);
    isRung = true;
    first.ring();
    for (const auto &other : others)
        other->ring();
    QVERIFY(spinUntil([&] { return !isRung; }));
    QVERIFY(heardThem);
}

void tst_Bell::nativeMessageLoop_delivers()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    LocalSocket client;
    client.connectToServer(server.serverName());
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    LocalSocket *const accepted = server.nextPendingConnection();
    QByteArray got;
    connect(accepted, &LocalSocket::readyRead, this, [&] {
        got += accepted->readAll();
        if (got.size() < 10)
            client.write("x");
    });
    client.write("x");
    // This is the loop of a message box, or of a window that is being moved.
    const UINT_PTR timer = ::SetTimer(nullptr, 0, 20000, nullptr);
    MSG message;
    while (got.size() < 10 && ::GetMessageW(&message, nullptr, 0, 0) > 0
           && !(message.message == WM_TIMER && message.wParam == timer)) {
        ::TranslateMessage(&message);
        ::DispatchMessageW(&message);
    }
    ::KillTimer(nullptr, timer);
    QCOMPARE(got, QByteArray(10, 'x'));
}

void tst_Bell::droppedEvents_areReplaced()
{
    for (int round = 0; round < 20; ++round) {
        QEventLoop loop;
        Listener listener([&] { loop.quit(); });
        settle(listener);
        Worker thread([&] { listener.ring(); });
        thread.start();
        QVERIFY(thread.join());
        QCoreApplication::removePostedEvents(nullptr);
        const int before = listener.count;
        QTimer::singleShot(10000, &loop, [&] { loop.exit(1); });
        QVERIFY(before > 1 || loop.exec() == 0); // blocks
        QVERIFY(listener.count > 1);
    }
}

void tst_Bell::ringsOfManyThreads_areDelivered()
{
    Listener listener;
    settle(listener);
    for (int round = 0; round < 50; ++round) {
        const int before = listener.count;
        std::vector<std::unique_ptr<Worker>> threads;
        for (int i = 0; i < 4; ++i) {
            threads.push_back(std::make_unique<Worker>([&] { listener.ring(); }));
            threads.back()->start();
        }
        for (const auto &thread : threads)
            QVERIFY(thread->join());
        QVERIFY(spinUntil([&] { return listener.count > before; }));
    }
}

QTEST_GUILESS_MAIN(tst_Bell)
#include "tst_bell.moc"
