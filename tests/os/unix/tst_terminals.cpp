// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A terminal that belongs to another job now has not hung up.

#include "os/unix/errormap.h"
#include "os/unix/pipe.h"
#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <cstdlib>

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

using namespace QtInterprocess;

class tst_Terminals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jobInTheBackground_waits();
    void hungUpTerminal_reportsTheEnd();
};

namespace {

struct Terminal
{
    Terminal() : master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        const int fd = int(master.get());
        if (::grantpt(fd) == 0 && ::unlockpt(fd) == 0)
            slave = OwnedHandle(::open(::ptsname(fd), O_RDWR | O_NOCTTY | O_CLOEXEC));
    }
    OwnedHandle master;
    OwnedHandle slave;
};

// Reads as a background job, then as the foreground job. Returns 0 if both behave as expected.
int readAsJob(int terminal, int writeReady, int readGo)
{
    ::setpgid(0, 0);
    ::signal(SIGTTIN, SIG_IGN);
    ::signal(SIGTTOU, SIG_IGN);
    char buffer[16] = {};
    const auto denied = os::readFrom(terminal, buffer, sizeof buffer);
    if (denied || !os::passesWithTime(denied.error()))
        return 1;
    if (::write(writeReady, "r", 1) != 1 || ::read(readGo, buffer, 1) != 1) // in the foreground from here on
        return 2;
    const auto allowed = os::readFrom(terminal, buffer, sizeof buffer);
    return allowed && allowed->bytes == 5 && std::memcmp(buffer, "line\n", 5) == 0 ? 0 : 3;
}

// Runs a session on the terminal: this process leads it, and starts one more job.
int leadSession(const Terminal &terminal)
{
    const int fd = int(terminal.slave.get());
    int ready[2], go[2];
    ::signal(SIGTTOU, SIG_IGN);
    ::signal(SIGHUP, SIG_IGN);
    if (::setsid() == -1 || ::ioctl(fd, TIOCSCTTY, 0) == -1 || !Raw::pipe(ready) || !Raw::pipe(go))
        return 10;
    const pid_t job = ::fork();
    if (job == 0)
        ::_exit(readAsJob(fd, ready[1], go[0]));
    ::setpgid(job, job);
    ::close(ready[1]);
    char byte = 0;
    int status = -1;
    if (::read(ready[0], &byte, 1) != 1)
        return ::waitpid(job, &status, 0) == job && WIFEXITED(status) ? WEXITSTATUS(status) : 11;
    if (::tcsetpgrp(fd, job) != 0 || ::write(int(terminal.master.get()), "line\n", 5) != 5
        || ::write(go[1], "g", 1) != 1)
        return 12;
    return ::waitpid(job, &status, 0) == job && WIFEXITED(status) ? WEXITSTATUS(status) : 13;
}

} // namespace

void tst_Terminals::jobInTheBackground_waits()
{
    const Terminal terminal;
    QVERIFY(terminal.master && terminal.slave);
    const pid_t leader = ::fork();
    if (leader == 0)
        ::_exit(leadSession(terminal));
    int status = -1;
    QCOMPARE(::waitpid(leader, &status, 0), leader);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

void tst_Terminals::hungUpTerminal_reportsTheEnd()
{
    Terminal terminal;
    QVERIFY(terminal.master && terminal.slave);
    terminal.master.reset();
    char buffer[16];
    const auto end = os::readFrom(int(terminal.slave.get()), buffer, sizeof buffer);
    QVERIFY(end);
    QCOMPARE(end->outcome, os::Transfer::End);
    const ByteQueue::View view { "x", 1 };
    const auto lost = os::writeTo(int(terminal.slave.get()), &view, 1);
    QVERIFY(!lost);
    QCOMPARE(lost.error().code(), Error::PeerClosed);
}

QTEST_GUILESS_MAIN(tst_Terminals)
#include "tst_terminals.moc"
