// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Signals arrive as fast as they can be sent while a socket transfers data. No byte is lost, and
// the last signal is reported.

#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcryptographichash.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_SignalStorm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signalStorm_losesNoBytes_data();
    void signalStorm_losesNoBytes();
};

// Returns the number of bytes to send. QTINTERPROCESS_STORM_BYTES sets it, for example to a
// gigabyte.
static qint64 total()
{
    const qint64 asked = qEnvironmentVariable("QTINTERPROCESS_STORM_BYTES").toLongLong();
    return asked > 0 ? asked : 32 * 1024 * 1024;
}

void tst_SignalStorm::signalStorm_losesNoBytes_data()
{
    QTest::addColumn<int>("options");
    QTest::newRow("calls go on") << int(SignalWatcher::NoOption);
    QTest::newRow("calls are interrupted") << int(SignalWatcher::InterruptSystemCalls);
}

void tst_SignalStorm::signalStorm_losesNoBytes()
{
    QFETCH(const int, options);
    SignalWatcher watcher({ SIGUSR1 }, SignalWatcher::Options(options));
    qint64 signalled = 0;
    connect(&watcher, &SignalWatcher::received, this, [&](const SignalInfo &info) { signalled += info.count(); });
    const pid_t storm = ::fork();
    if (storm == 0) {
        const pid_t parent = ::getppid();
        while (::kill(parent, SIGUSR1) == 0) {
        }
        ::_exit(0);
    }
    auto [sender, receiver] = UnixSocket::createPair();
    QVERIFY(sender && receiver);
    qint64 sent = 0;
    qint64 got = 0;
    bool same = true;
    const auto send = [&, from = sender.get()] {
        while (sent < total() && from->bytesToWrite() < 4 * 1024 * 1024) {
            const QByteArray piece = pattern(qMin<qint64>(256 * 1024, total() - sent), quint64(sent));
            sent += from->write(piece);
        }
        if (sent == total())
            from->closeWriteChannel();
    };
    connect(sender.get(), &Device::bytesWritten, this, send);
    connect(receiver.get(), &Device::readyRead, this, [&, to = receiver.get()] {
        const QByteArray data = to->readAll();
        same = same && firstDifference(data, quint64(got)) == -1;
        got += data.size();
    });
    send();
    QVERIFY(spinUntil([&] { return got == total() && signalled > 1000; }, int(100'000 + total() / 1000)));
    ::kill(storm, SIGKILL);
    ::waitpid(storm, nullptr, 0);
    QVERIFY(same);
    QVERIFY(!sender->error() && !receiver->error());
    const qint64 before = signalled;
    ::raise(SIGUSR1); // the last signal is reported as well
    QVERIFY(spinUntil([&] { return signalled > before; }));
}

QTEST_GUILESS_MAIN(tst_SignalStorm)
#include "tst_signalstorm.moc"
