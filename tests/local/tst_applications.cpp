// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests devices whose posted events are dropped, and devices that outlive their application. A
// second application then runs in the same thread.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/pipe.h>

#include <QtCore/qeventloop.h>

#include <atomic>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

int argumentCount = 1;
char programName[] = "tst_applications";
char *arguments[] = { programName, nullptr };

struct Application
{
    QCoreApplication application { argumentCount, arguments };
};

void dropEvents()
{
    QCoreApplication::removePostedEvents(nullptr);
}

// A server that sends the bytes of its client back.
struct Echo
{
    Echo()
    {
        QObject::connect(&server, &LocalServer::newConnection, &server, [this] {
            LocalSocket *const accepted = server.nextPendingConnection();
            QObject::connect(accepted, &Device::readyRead, accepted,
                             [accepted] { accepted->write(accepted->readAll()); });
        });
        isListening = server.listen(uniqueName());
    }

    bool works(const QByteArray &data)
    {
        client.write(data);
        QByteArray got;
        return spinUntil([&] { return (got += client.readAll()).size() >= data.size(); }, 5000) && got == data;
    }

    LocalServer server;
    LocalSocket client;
    bool isListening = false;
};

} // namespace

class tst_Applications : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void socketsOfEachApplication();
    void socketDestroyedWithItsEventQueued();
    void survivors_continueInTheNextApplication();
    void eventsBetweenApplications_areEmittedInTheNext();
    void droppedConnectEvent_stillConnects();
    void droppedWriteEvent_stillSends_data();
    void droppedWriteEvent_stillSends();
    void droppedCloseEvent_stillCloses();
    void droppedErrorEvent_stillReportsTheError();
    void droppedConnectionEvent_stillAcceptsTheClient();
    void droppedMessageEvent_stillReceives();
    void droppedEndEvent_stillFinishesTheChannel();
    void droppedExitEvent_stillReportsTheExit();
    void droppedEventInANestedLoop_stillReceives();
    void droppedMoveEvent_joinsWithTheNextCall();

private:
    PrivateRuntimeDirectory m_runtime;
};

void tst_Applications::socketsOfEachApplication()
{
    for (int i = 0; i < 3; ++i) {
        const Application application;
        Echo echo;
        QVERIFY(echo.isListening);
        echo.client.connectToServer(echo.server.serverName());
        QVERIFY(echo.works("hello"));
    }
}

void tst_Applications::socketDestroyedWithItsEventQueued()
{
    {
        const Application application;
        LocalSocket socket;
        socket.connectToServer(uniqueName());
    }
    socketsOfEachApplication();
}

void tst_Applications::survivors_continueInTheNextApplication()
{
    std::vector<std::unique_ptr<Echo>> all; // five exceed the sockets that get a notifier each
    {
        const Application application;
        for (int i = 0; i < 5; ++i) {
            all.push_back(std::make_unique<Echo>());
            all.back()->client.connectToServer(all.back()->server.serverName());
            QVERIFY(all.back()->works("first"));
        }
    }
    for (int i = 0; i < 2; ++i) {
        const Application application;
        for (const auto &echo : all)
            QVERIFY(echo->works("again"));
    }
}

void tst_Applications::eventsBetweenApplications_areEmittedInTheNext()
{
    Pipe pipe = createPipe();
    int heard = 0;
    QObject::connect(pipe.reader.get(), &Device::readyRead, pipe.reader.get(), [&] { ++heard; });
    {
        const Application application;
        QCoreApplication::processEvents();
    }
    pipe.writer->write("x");
    const Application application;
    QVERIFY(spinUntil([&] { return heard == 1; }, 5000));
}

// ---- events that are dropped

void tst_Applications::droppedConnectEvent_stillConnects()
{
    const Application application;
    Echo echo;
    echo.client.connectToServer(echo.server.serverName());
    dropEvents();
    QVERIFY(spinUntil([&] { return echo.client.state() == Device::State::Connected; }, 5000));
    QVERIFY(echo.works("hello"));
}

void tst_Applications::droppedWriteEvent_stillSends_data()
{
    QTest::addColumn<bool>("ofOneObject");
    QTest::newRow("all") << false;
    QTest::newRow("events of the device") << true;
}

void tst_Applications::droppedWriteEvent_stillSends()
{
    QFETCH(bool, ofOneObject);
    const Application application;
    Echo echo;
    echo.client.connectToServer(echo.server.serverName());
    QVERIFY(echo.works("hello"));
    QByteArray got;
    for (int i = 0; i < 10; ++i) {
        echo.client.write("x");
        QCoreApplication::removePostedEvents(ofOneObject ? &echo.client : nullptr);
    }
    QVERIFY(spinUntil([&] { return (got += echo.client.readAll()).size() == 10; }, 5000));
}

void tst_Applications::droppedCloseEvent_stillCloses()
{
    const Application application;
    Echo echo;
    echo.client.connectToServer(echo.server.serverName());
    QVERIFY(echo.works("hello"));
    SignalLog log(echo.client);
    echo.client.close();
    dropEvents();
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }, 5000));
}

void tst_Applications::droppedErrorEvent_stillReportsTheError()
{
    const Application application;
    LocalSocket socket;
    SignalLog log(socket);
    socket.connectToServer(uniqueName());
    dropEvents();
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("errorOccurred")) == 1; }, 5000));
}

void tst_Applications::droppedConnectionEvent_stillAcceptsTheClient()
{
    const Application application;
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    std::vector<std::unique_ptr<LocalSocket>> clients;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<LocalSocket>());
        clients.back()->connectToServer(server.serverName());
        dropEvents();
        QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }, 5000));
        QVERIFY(server.nextPendingConnection());
    }
}

void tst_Applications::droppedMessageEvent_stillReceives()
{
    const Application application;
    Pipe pipe = createPipe();
    MessageChannel sender(MessageChannel::Ends { nullptr, pipe.writer.get() });
    MessageChannel receiver(MessageChannel::Ends { pipe.reader.get(), nullptr });
    QByteArrayList got;
    QObject::connect(&receiver, &MessageChannel::messageReceived, &receiver,
                     [&](const QByteArray &message) { got += message; });
    // Drops the event with which the channel postpones its next read.
    QObject::connect(pipe.reader.get(), &Device::readyRead, &receiver, [&] {
        QCoreApplication::removePostedEvents(&receiver);
        dropEvents();
    });
    dropEvents();
    for (int i = 1; i <= 5; ++i) {
        QVERIFY(sender.send(QByteArray::number(i)));
        QVERIFY(spinUntil([&] { return got.size() == i; }, 5000));
    }
}

void tst_Applications::droppedEndEvent_stillFinishesTheChannel()
{
    const Application application;
    Pipe pipe = createPipe();
    MessageChannel channel(MessageChannel::Ends { pipe.reader.get(), nullptr });
    bool hasFinished = false;
    QObject::connect(&channel, &MessageChannel::finished, &channel, [&] { hasFinished = true; });
    QCoreApplication::processEvents();
    pipe.reader->close();
    dropEvents();
    QVERIFY(spinUntil([&] { return hasFinished; }, 5000));
}

void tst_Applications::droppedExitEvent_stillReportsTheExit()
{
    const Application application;
    Peer peer({ QStringLiteral("sink"), uniqueName() }); // waits for a client
    ProcessWatcher watcher(peer.process.processId());
    bool hasExited = false;
    QObject::connect(&watcher, &ProcessWatcher::exited, &watcher, [&] { hasExited = true; });
    dropEvents();
    peer.process.kill();
    QVERIFY(spinUntil(
        [&] {
            dropEvents();
            return hasExited;
        },
        5000));
}

void tst_Applications::droppedEventInANestedLoop_stillReceives()
{
    const Application application;
    Echo outer;
    Echo inner;
    outer.client.connectToServer(outer.server.serverName());
    inner.client.connectToServer(inner.server.serverName());
    QVERIFY(outer.works("hello") && inner.works("hello"));
    bool worksInside = false;
    QObject::connect(&outer.client, &Device::readyRead, &outer.client, [&] {
        inner.client.write("x");
        dropEvents();
        worksInside = spinUntil([&] { return inner.client.bytesAvailable() == 1; }, 5000);
    });
    outer.client.write("x");
    QVERIFY(spinUntil([&] { return worksInside; }, 10000));
}

// The event of moveToThread() is dropped. The device joins its new thread at the next call there.
void tst_Applications::droppedMoveEvent_joinsWithTheNextCall()
{
    const Application application;
    Echo echo;
    echo.client.connectToServer(echo.server.serverName());
    QVERIFY(echo.works("hello"));
    QThread *const here = QThread::currentThread();
    std::atomic<bool> hasCome { false };
    Worker thread([&] {
        QEventLoop loop;
        QObject::connect(&echo.client, &Device::readyRead, &loop, [&] {
            hasCome = true;
            loop.quit();
        });
        echo.client.write("x");
        loop.exec();
        echo.client.moveToThread(here);
    });
    echo.client.moveToThread(&thread);
    QCoreApplication::removePostedEvents(&echo.client);
    thread.start();
    QVERIFY(spinUntil([&] { return hasCome.load(); }, 5000));
    QVERIFY(thread.join());
}

QTEST_APPLESS_MAIN(tst_Applications)
#include "tst_applications.moc"
