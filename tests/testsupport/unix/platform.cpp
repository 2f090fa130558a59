// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testsupport/platform.h"

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

#include <chrono>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace TestSupport {

LocalSocketTraits localSocketTraits()
{
    return { .halfClose = true,
             .deathWithUnreadIsAnError = true,
             .namesAreFiles = true,
             .refusalNamesTheOwner = true,
             .connectionsKeepTheName = false,
             .lingersInAThread = true,
             .groups = true,
             .genericNamesAreShared = false,
             .handlesBesideBytes = true };
}

bool pipesReportClosedReader()
{
    return true;
}

void usePrivateRuntimeDirectory(const QString &path)
{
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(path));
}

QString programSuffix()
{
    return {};
}

// Returns the number of entries of a folder; -1 if the folder does not exist.
static int entriesOf(const char *folder)
{
    const QDir dir(QString::fromLatin1(folder));
    return dir.exists() ? int(dir.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size()) : -1;
}

// Tells whether threads of the library are closing handles. Such handles do not count as open.
static bool closesHandles()
{
    const QDir tasks(QStringLiteral("/proc/self/task"));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile name(tasks.filePath(task + QStringLiteral("/comm")));
        if (name.open(QIODevice::ReadOnly) && name.readAll().startsWith("handle closer"))
            return true;
    }
    return false;
}

static void waitForClosedHandles()
{
    const QDeadlineTimer deadline(5000);
    while (closesHandles() && !deadline.hasExpired())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

int openDescriptors()
{
    waitForClosedHandles();
    return entriesOf("/proc/self/fd");
}

qintptr openNumbered(int number)
{
    int ends[2] = { -1, -1 };
    if (::pipe(ends) == -1)
        return -1;
    for (const int end : ends)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    const bool written = ::write(ends[1], &number, sizeof number) == sizeof number;
    ::close(ends[1]);
    return written ? ends[0] : -1;
}

int numberIn(qintptr handle)
{
    int number = -1;
    return ::read(int(handle), &number, sizeof number) == sizeof number ? number : -1;
}

int threadCount()
{
    waitForClosedHandles();
    return entriesOf("/proc/self/task");
}

qint64 processorMilliseconds()
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto milliseconds = [](const timeval &time) {
        return qint64(time.tv_sec) * 1000 + qint64(time.tv_usec) / 1000;
    };
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

qint64 residentKilobytes(qint64 processId)
{
    const QString who = processId ? QString::number(processId) : QStringLiteral("self");
    QFile file(QStringLiteral("/proc/%1/status").arg(who));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray content = file.readAll();
    const qsizetype start = content.indexOf("VmRSS:");
    return start < 0
        ? -1
        : content.mid(start + 6, content.indexOf('\n', start) - start - 6).trimmed().split(' ').first().toLongLong();
}

bool allowDescriptors(int count)
{
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return false;
    limit.rlim_cur = qMin<rlim_t>(limit.rlim_max, qMax<rlim_t>(limit.rlim_cur, rlim_t(count)));
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= rlim_t(count);
}

qint64 starvedMilliseconds()
{
    // The file has three numbers: ns on a processor, ns of waiting for one, and a count.
    QFile file(QStringLiteral("/proc/thread-self/schedstat"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() / 1'000'000 : 0;
}

bool isWine()
{
    return false;
}

int scaled(int count)
{
    return count;
}

} // namespace TestSupport
