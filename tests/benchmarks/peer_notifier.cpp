// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A QSocketNotifier per descriptor, with read() and write() in its slot: the cost of Qt's event
// loop alone.

#include "control.h"
#include "messagepeer.h"
#include "peer.h"
#include "rawsocket.h"
#include "signalpeer.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qsocketnotifier.h>

#include <algorithm>
#include <fcntl.h>
#include <functional>
#include <signal.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr qint64 ReadSize = 64 * 1024;

using Handler = std::function<void(ssize_t)>;

// Reads until the kernel has no more data. Calls the handler with each count, and with 0 at the
// end.
void readOn(int fd, std::vector<char> &buffer, const Handler &handler)
{
    ssize_t count;
    do {
        count = ::read(fd, buffer.data(), buffer.size());
        if (count >= 0)
            handler(count);
    } while (count == ssize_t(buffer.size()));
}

void serveOne(int fd, const Task &task, std::vector<char> &buffer)
{
    if (task.kind == Kind::Connect) {
        ::close(fd);
        return;
    }
    auto *const notifier = new QSocketNotifier(fd, QSocketNotifier::Read, QCoreApplication::instance());
    const auto finish = [notifier, fd] {
        notifier->setEnabled(false);
        notifier->deleteLater();
        ::close(fd);
    };
    Handler handler = [finish, fd, &buffer](ssize_t count) {
        if (count == 0)
            finish();
        else
            raw::writeAll(fd, buffer.data(), count);
    };
    if (task.kind == Kind::Stream) {
        handler = [finish, fd, total = task.total, got = qint64(0)](ssize_t count) mutable {
            got += count;
            if (count == 0) {
                finish();
            } else if (got >= total) {
                raw::writeAll(fd, "k", 1);
                got = 0;
            }
        };
    }
    QObject::connect(notifier, &QSocketNotifier::activated, notifier, [=, &buffer] { readOn(fd, buffer, handler); });
}

struct Application
{
    int argc = 1;
    char name[9] = "ipcbench";
    char *argv[2] = { name, nullptr };
    QCoreApplication app { argc, argv };
};

int serveSockets(const Task &task)
{
    std::vector<char> buffer(ReadSize);
    const int listener = raw::listenOn(task.path, raw::Mode::NonBlocking);
    QSocketNotifier notifier(listener, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [&] {
        for (int fd; (fd = raw::acceptFrom(listener, raw::Mode::NonBlocking)) != -1;)
            serveOne(fd, task, buffer);
    });
    control::ready();
    return QCoreApplication::exec();
}

int ping(const Task &task)
{
    const int fd = raw::connectTo(task.path, raw::Mode::NonBlocking);
    control::ready();
    const std::vector<char> message(size_t(task.size), 'x');
    std::vector<char> buffer(ReadSize);
    control::Stopwatch watch;
    QEventLoop loop;
    qint64 got = 0;
    const Handler handler = [&](ssize_t count) {
        got += count;
        if (got < task.size)
            return;
        got = 0;
        if (watch.lap())
            loop.quit();
        else
            raw::writeAll(fd, message.data(), task.size);
    };
    QSocketNotifier notifier(fd, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [&] { readOn(fd, buffer, handler); });
    for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
        watch.start(milliseconds);
        raw::writeAll(fd, message.data(), task.size);
        loop.exec();
    }
    return 0;
}

int send(const Task &task)
{
    const int fd = raw::connectTo(task.path, raw::Mode::NonBlocking);
    control::ready();
    const std::vector<char> block(size_t(task.size), 'x');
    qint64 left = 0;
    qint64 offset = 0; // the bytes of the current block that the kernel has
    QEventLoop loop;
    QSocketNotifier writer(fd, QSocketNotifier::Write);
    QSocketNotifier reader(fd, QSocketNotifier::Read);
    const auto pump = [&] {
        while (left > 0) {
            const ssize_t count = ::write(fd, block.data() + offset, size_t(std::min(task.size - offset, left)));
            if (count <= 0)
                break;
            left -= count;
            offset = (offset + count) % task.size;
        }
        writer.setEnabled(left > 0);
    };
    QObject::connect(&writer, &QSocketNotifier::activated, &writer, pump);
    QObject::connect(&reader, &QSocketNotifier::activated, &reader, [&] {
        char byte;
        raw::readAll(fd, &byte, 1);
        loop.quit();
    });
    control::Stopwatch watch;
    for (qint64 amount = 0; control::awaitGo(&amount); watch.report()) {
        left = task.total;
        offset = 0;
        watch.start(0);
        pump();
        loop.exec();
        watch.lap();
    }
    return 0;
}

void connectOne(const Task &task, control::Stopwatch &watch, QEventLoop &loop)
{
    const int fd = raw::connectTo(task.path, raw::Mode::NonBlocking);
    auto *const notifier = new QSocketNotifier(fd, QSocketNotifier::Read);
    QObject::connect(notifier, &QSocketNotifier::activated, notifier, [&, notifier, fd] {
        char byte;
        if (::read(fd, &byte, 1) != 0)
            control::fail("read");
        notifier->setEnabled(false);
        notifier->deleteLater();
        ::close(fd);
        if (watch.lap())
            loop.quit();
        else
            connectOne(task, watch, loop);
    });
}

int connectAgainAndAgain(const Task &task)
{
    control::ready();
    control::Stopwatch watch;
    QEventLoop loop;
    for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
        watch.start(milliseconds);
        connectOne(task, watch, loop);
        loop.exec();
    }
    return 0;
}

int s_selfPipe[2];

void writeNumber(int number)
{
    (void)!::write(s_selfPipe[1], &number, sizeof number);
}

// A signal handler that writes the signal's number to a pipe, and an object that emits it, as in
// KSignalHandler.
class SelfPipe : public QObject
{
    Q_OBJECT

public:
    explicit SelfPipe(int awaited)
    {
        if (::pipe2(s_selfPipe, O_CLOEXEC) == -1)
            control::fail("pipe");
        struct sigaction action = {};
        action.sa_handler = writeNumber;
        action.sa_flags = SA_RESTART;
        ::sigaction(awaited, &action, nullptr);
        m_notifier = new QSocketNotifier(s_selfPipe[0], QSocketNotifier::Read, this);
        connect(m_notifier, &QSocketNotifier::activated, this, [this] {
            int number = 0;
            if (::read(s_selfPipe[0], &number, sizeof number) == sizeof number)
                Q_EMIT received(number);
        });
    }

Q_SIGNALS:
    void received(int number);

private:
    QSocketNotifier *m_notifier;
};

int answerSignals(const Task &task)
{
    SelfPipe pipe(signalpeer::numberOf(task));
    signalpeer::Answers answers(task);
    QObject::connect(&pipe, &SelfPipe::received, &pipe, [&] { answers.heard(); });
    return QCoreApplication::exec();
}

int serve(const Task &task)
{
    Application app;
    if (messagepeer::isOne(task.kind))
        return messagepeer::serveWithNotifier(task);
    return signalpeer::isOne(task.kind) ? answerSignals(task) : serveSockets(task);
}

int drive(const Task &task)
{
    if (signalpeer::isOne(task.kind))
        return signalpeer::drive(task);
    Application app;
    return task.kind == Kind::Echo ? ping(task) : task.kind == Kind::Stream ? send(task) : connectAgainAndAgain(task);
}

} // namespace

const Peer notifierPeer { "QSocketNotifier", serve, drive };

#include "peer_notifier.moc"
