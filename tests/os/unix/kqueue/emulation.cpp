// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A kqueue for tests on Linux, made of epoll, pidfd and timerfd. It follows the manual of
// FreeBSD, so that the whole suite runs over the code for macOS and the BSDs. It does not prove
// that these systems do what their manuals say.
//
// A read filter and a write filter may have different triggers. So each kind has an epoll
// instance inside the one that is the kqueue's descriptor. Children do not inherit a kqueue:
// fork() closes it in the child.

#include <sys/event.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <mutex>

#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

struct Filter
{
    struct kevent event;
    int helper = -1; // a pidfd or a timerfd
};

struct Queue
{
    int reading = -1; // epoll instances
    int writing = -1;
    std::map<std::pair<uintptr_t, short>, Filter> filters;
};

struct Kernel
{
    std::mutex mutex;
    std::map<int, Queue> queues; // by descriptor
};

Kernel &kernel()
{
    static auto *const s_kernel = new Kernel; // threads may outlive static objects
    return *s_kernel;
}

int closeNow(int fd)
{
    return int(::syscall(SYS_close, fd));
}

// Moves fd above the numbers of the standard streams. The library would duplicate such a
// descriptor, and the emulation does not know the duplicate.
int aboveStandardStreams(int fd)
{
    if (fd == -1 || fd > 2)
        return fd;
    const int above = ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
    closeNow(fd);
    return above;
}

void destroy(Queue &queue)
{
    closeNow(queue.reading);
    closeNow(queue.writing);
    for (auto &[key, filter] : queue.filters) {
        if (filter.helper != -1)
            closeNow(filter.helper);
    }
}

void forgetInChild()
{
    for (auto &[fd, queue] : kernel().queues) {
        destroy(queue);
        closeNow(fd);
    }
    kernel().queues.clear();
    kernel().mutex.unlock();
}

// Runs before the library registers its own handlers, which close descriptors in the child.
__attribute__((constructor(101))) void handleForks()
{
    ::pthread_atfork([] { kernel().mutex.lock(); }, [] { kernel().mutex.unlock(); }, forgetInChild);
}

bool isOfProcessOrTimer(short filter)
{
    return filter == EVFILT_PROC || filter == EVFILT_TIMER;
}

int helperFor(const struct kevent &change)
{
    if (change.filter == EVFILT_PROC)
        return aboveStandardStreams(int(::syscall(SYS_pidfd_open, pid_t(change.ident), 0)));
    const int timer = aboveStandardStreams(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    const itimerspec time = { {}, { time_t(change.data / 1000), long(change.data % 1000) * 1'000'000 } };
    ::timerfd_settime(timer, 0, &time, nullptr);
    return timer;
}

int epollOf(const Queue &queue, short filter)
{
    return filter == EVFILT_WRITE ? queue.writing : queue.reading;
}

int remove(Queue &queue, std::map<std::pair<uintptr_t, short>, Filter>::iterator found)
{
    const auto [key, filter] = *found;
    queue.filters.erase(found);
    const int fd = filter.helper != -1 ? filter.helper : int(key.first);
    const int result = ::epoll_ctl(epollOf(queue, key.second), EPOLL_CTL_DEL, fd, nullptr);
    if (filter.helper != -1)
        closeNow(filter.helper);
    return result;
}

int apply(Queue &queue, const struct kevent &change)
{
    const std::pair key(change.ident, change.filter);
    const auto found = queue.filters.find(key);
    if (change.flags & EV_DELETE) {
        if (found != queue.filters.end())
            return remove(queue, found);
        errno = ENOENT;
        return -1;
    }
    if (found != queue.filters.end()) // the descriptor may have been closed since; otherwise a filter keeps its flags
        (void)remove(queue, found);
    Filter filter = { change, -1 };
    if (isOfProcessOrTimer(change.filter) && (filter.helper = helperFor(change)) == -1)
        return -1;
    epoll_event wanted = {};
    wanted.events = change.filter == EVFILT_WRITE ? EPOLLOUT : EPOLLIN | EPOLLRDHUP;
    if (change.flags & EV_CLEAR)
        wanted.events |= EPOLLET;
    auto *const place = &queue.filters.emplace(key, filter).first->second;
    wanted.data.ptr = place;
    const int fd = filter.helper != -1 ? filter.helper : int(change.ident);
    if (::epoll_ctl(epollOf(queue, change.filter), EPOLL_CTL_ADD, fd, &wanted) == 0)
        return 0;
    const int error = errno;
    if (filter.helper != -1)
        closeNow(filter.helper);
    queue.filters.erase(key);
    errno = error == EPERM ? EINVAL : error;
    return -1;
}

// Adds the status of a child, as wait() returns it. If another caller has collected the status,
// Linux does not report it: then fflags is 0.
void addStatus(struct kevent &event)
{
    siginfo_t info = {};
    if (::waitid(P_PID, id_t(event.ident), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) {
        event.fflags = 0;
        return;
    }
    event.data = info.si_code == CLD_EXITED ? info.si_status << 8
                                            : info.si_status | (info.si_code == CLD_DUMPED ? 0x80 : 0);
}

int take(Queue &queue, int epoll, struct kevent *events, int most)
{
    epoll_event ready[64];
    const int count = most > 0 ? ::epoll_wait(epoll, ready, std::min(most, 64), 0) : 0;
    for (int i = 0; i < count; ++i) {
        const Filter filter = *static_cast<const Filter *>(ready[i].data.ptr);
        events[i] = filter.event;
        const uint32_t ended = filter.event.filter == EVFILT_WRITE ? EPOLLHUP | EPOLLERR : EPOLLRDHUP | EPOLLHUP;
        if (ready[i].events & ended)
            events[i].flags |= EV_EOF;
        if (filter.event.filter == EVFILT_PROC)
            addStatus(events[i]);
        if (filter.helper != -1) // each reports once
            (void)remove(queue, queue.filters.find({ filter.event.ident, filter.event.filter }));
    }
    return std::max(count, 0);
}

} // namespace

int kqueue()
{
    const int fd = aboveStandardStreams(::epoll_create1(0));
    if (fd == -1)
        return -1;
    Queue queue { aboveStandardStreams(::epoll_create1(EPOLL_CLOEXEC)),
                  aboveStandardStreams(::epoll_create1(EPOLL_CLOEXEC)),
                  {} };
    epoll_event wanted = {};
    wanted.events = EPOLLIN;
    if (::epoll_ctl(fd, EPOLL_CTL_ADD, queue.reading, &wanted) != 0
        || ::epoll_ctl(fd, EPOLL_CTL_ADD, queue.writing, &wanted) != 0) {
        destroy(queue);
        closeNow(fd);
        errno = EMFILE;
        return -1;
    }
    const std::lock_guard lock(kernel().mutex);
    kernel().queues[fd] = std::move(queue);
    return fd;
}

int kevent(int fd, const struct kevent *changes, int changeCount, struct kevent *events, int eventCount,
           const timespec *)
{
    const std::lock_guard lock(kernel().mutex);
    const auto found = kernel().queues.find(fd);
    if (found == kernel().queues.end()) {
        errno = EBADF;
        return -1;
    }
    for (int i = 0; i < changeCount; ++i) {
        if (apply(found->second, changes[i]) != 0)
            return -1;
    }
    const int read = take(found->second, found->second.reading, events, eventCount);
    return read + take(found->second, found->second.writing, events + read, eventCount - read);
}

// Closes a descriptor and, if it is a kqueue, the descriptors that belong to it.
extern "C" __attribute__((visibility("default"))) int close(int fd)
{
    {
        const std::lock_guard lock(kernel().mutex);
        const auto found = kernel().queues.find(fd);
        if (found != kernel().queues.end()) {
            destroy(found->second);
            kernel().queues.erase(found);
        }
    }
    return closeNow(fd);
}
