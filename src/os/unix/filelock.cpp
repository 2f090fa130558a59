// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/filelock.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"
#include "os/unix/file.h"
#include "os/unix/linux.h"

#include <QtCore/qfile.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <utility>
#include <vector>

#include <pthread.h>
#include <sys/file.h>
#if QTINTERPROCESS_LINUX
#    include <sys/sysmacros.h>
#endif
#include <unistd.h>

namespace QtInterprocess::os {

struct FileLock::Entry
{
    std::atomic<int> fd { -1 };
};

namespace {

// Lists the open lock files. It is never destroyed, because static objects of programs may hold
// names.
struct OpenFiles
{
    static OpenFiles &all()
    {
        static auto *const files = new OpenFiles;
        return *files;
    }

    OpenFiles() { ::pthread_atfork(holdForks, releaseForks, closeInChild); }

    static void holdForks() { all().mutex.lock(); }
    static void releaseForks() { all().mutex.unlock(); }
    static void closeInChild()
    {
        for (std::atomic<int> *const fd : all().descriptors)
            ::close(fd->exchange(-1));
        all().descriptors.clear();
        all().mutex.unlock();
    }

    std::mutex mutex;
    std::vector<std::atomic<int> *> descriptors;
};

} // namespace

FileLock::FileLock() noexcept = default;
FileLock::FileLock(FileLock &&other) noexcept = default;

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    if (this != &other) {
        reset();
        m_entry = std::move(other.m_entry);
    }
    return *this;
}

FileLock::~FileLock()
{
    reset();
}

Result<FileLock> FileLock::open(const std::function<Result<OwnedHandle>()> &open)
{
    OpenFiles &files = OpenFiles::all();
    auto entry = std::make_unique<Entry>();
    const std::lock_guard guard(files.mutex);
    files.descriptors.push_back(&entry->fd); // first, because it may throw
    auto file = open();
    if (!file) {
        files.descriptors.pop_back();
        return file.error();
    }
    entry->fd = int(file->release());
    FileLock lock;
    lock.m_entry = std::move(entry);
    return lock;
}

int FileLock::descriptor() const noexcept
{
    return m_entry ? m_entry->fd.load() : -1;
}

void FileLock::reset()
{
    if (!m_entry)
        return;
    OpenFiles &files = OpenFiles::all();
    const std::lock_guard guard(files.mutex);
    auto &all = files.descriptors;
    all.erase(std::remove(all.begin(), all.end(), &m_entry->fd), all.end());
    if (m_entry->fd != -1)
        ::close(m_entry->fd);
    m_entry.reset();
}

Result<bool> FileLock::tryLock() const
{
    if (systemCall(Call::Lock, [this] { return ::flock(descriptor(), LOCK_EX | LOCK_NB); }) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return false;
    return lastError("lock");
}

#if QTINTERPROCESS_LINUX
// Returns whether /proc belongs to this PID namespace; otherwise its process IDs are wrong here.
static bool isOwnProc()
{
    char number[16] = {};
    return ::readlink("/proc/self", number, sizeof number - 1) > 0 && std::atoll(number) == ::getpid();
}

// Parses lines like "1: FLOCK  ADVISORY  WRITE 4711 fe:01:1234 0 EOF", with process, device and
// inode.
qint64 FileLock::holder() const
{
    const auto file = statusOf(descriptor());
    QFile locks(QStringLiteral("/proc/locks"));
    if (!file || !isOwnProc() || !locks.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray inode = ':' + QByteArray::number(file->inode);
    const QByteArray place = QByteArray::number(major(file->device), 16).rightJustified(2, '0') + ':'
        + QByteArray::number(minor(file->device), 16).rightJustified(2, '0') + inode;
    // On some file systems the device here differs from the one in the status of the file.
    std::vector<qint64> elsewhere;
    const QList<QByteArray> lines = locks.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.value(1) != "FLOCK" || !words.value(5).endsWith(inode))
            continue;
        const qint64 process = std::max<qint64>(words.value(4).toLongLong(), 0);
        if (words.value(5) == place)
            return process;
        elsewhere.push_back(process);
    }
    return elsewhere.size() == 1 ? elsewhere.front() : 0;
}
#else
qint64 FileLock::holder() const
{
    return 0;
}
#endif

} // namespace QtInterprocess::os
