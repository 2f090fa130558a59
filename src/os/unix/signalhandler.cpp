// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/signalhandler.h"

#include "os/processmark.h"
#include "os/unix/call.h"
#include "os/unix/errormap.h"
#include "os/unix/signalinbox.h"
#include "os/unix/signalmask.h"
#include "support/errortext.h"

#include <atomic>
#include <mutex>
#include <utility>

#include <pthread.h>
#include <signal.h>

namespace QtInterprocess::os {

namespace {

// Holds an action that our handler replaced. The handler reads it at any time, so a used one is
// never changed or freed. There is one for each different action that was found.
struct Previous
{
    struct sigaction action;
    const Previous *older;
};

struct Slot
{
    bool isAdmitted = false; // guarded by Uses::mutex, like the next member
    pthread_t admittedIn = {};

    std::atomic<const Previous *> previous { nullptr };
    std::atomic<bool> callsPrevious { false };
};
Slot slots[SignalLimit];

struct Uses
{
    struct Counts
    {
        int all = 0;
        int interrupting = 0;
        int ignoringStops = 0;
        int callingPrevious = 0;
    };

    std::mutex mutex;
    Counts counts[SignalLimit];
};
PerProcess<Uses> uses;
bool isIgnoredByDefault(int number) noexcept
{
    return number == SIGCHLD || number == SIGURG || number == SIGCONT
#ifdef SIGWINCH
        || number == SIGWINCH
#endif
#ifdef SIGINFO
        || number == SIGINFO
#endif
        ;
}

// Returns whether this thread raised the signal itself, by a fault.
bool isOwnFault(int number, const siginfo_t &info) noexcept
{
    return isFault(number) && info.si_code > 0 && info.si_code != SI_USER;
}

void callFunction(const struct sigaction &action, int number, siginfo_t *info, void *context) noexcept
{
    if (action.sa_flags & SA_SIGINFO)
        action.sa_sigaction(number, info, context);
    else if (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN)
        action.sa_handler(number);
}

bool isStop(int number) noexcept
{
    return number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
}

bool isDefault(const struct sigaction &action) noexcept
{
    return !(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_DFL;
}

// Acts as if our handler had never been installed.
void callPreviousAction(const Previous &previous, int number, siginfo_t *info, void *context) noexcept
{
    if (!isDefault(previous.action)) {
        callFunction(previous.action, number, info, context);
    } else if (!isIgnoredByDefault(number)) {
        ::sigaction(number, &previous.action, nullptr);
        if (isOwnFault(number, *info)) // the faulting instruction raises the signal again
            return;
        // In the first process of a container, the system ignores signals without a handler.
        if (::getpid() == 1 && !isStop(number))
            ::_exit(128 + number);
        ::raise(number); // blocked until the handler returns
    }
}

SignalRecord recordOf(int number, const siginfo_t &info) noexcept
{
    SignalRecord record;
    record.number = number;
    record.code = info.si_code;
    const bool isOfChild = number == SIGCHLD && info.si_code > 0 && info.si_code != SI_USER;
    record.hasValue = info.si_code == SI_QUEUE || info.si_code == SI_TIMER;
    bool hasSender = isOfChild || info.si_code == SI_USER || info.si_code == SI_QUEUE;
#ifdef SI_MESGQ
    record.hasValue = record.hasValue || info.si_code == SI_MESGQ;
    hasSender = hasSender || info.si_code == SI_MESGQ;
#endif
#ifdef SI_TKILL
    hasSender = hasSender || info.si_code == SI_TKILL;
#endif
    if (hasSender) {
        record.pid = info.si_pid;
        record.uid = info.si_uid;
    }
    if (record.hasValue)
        record.value = info.si_value;
    if (isOfChild)
        record.status = info.si_status;
    return record;
}

void handle(int number, siginfo_t *info, void *context) noexcept
{
    const int error = errno;
    const Slot &slot = slots[number];
    const Previous &previous = *slot.previous.load();
    if (isOwnFault(number, *info) || !SignalInbox::deliver(recordOf(number, *info)))
        callPreviousAction(previous, number, info, context);
    else if (slot.callsPrevious.load(std::memory_order_relaxed))
        callFunction(previous.action, number, info, context);
    errno = error;
}

bool isOwnHandler(const struct sigaction &action) noexcept
{
    return (action.sa_flags & SA_SIGINFO) && action.sa_sigaction == &handle;
}

bool isSame(const struct sigaction &a, const struct sigaction &b) noexcept
{
    for (int number = 1; number < SignalLimit; ++number) {
        if (sigismember(&a.sa_mask, number) != sigismember(&b.sa_mask, number))
            return false;
    }
    if (a.sa_flags != b.sa_flags)
        return false;
    return a.sa_flags & SA_SIGINFO ? a.sa_sigaction == b.sa_sigaction : a.sa_handler == b.sa_handler;
}

int act(int number, const struct sigaction *action, struct sigaction *old)
{
    return systemCall(Call::SignalAction, [=] { return ::sigaction(number, action, old); });
}

// Returns the mask during the handler: one handler does not interrupt another, and a chained
// handler expects no more. Faults inside a handler must be delivered.
sigset_t maskOfHandler()
{
    sigset_t mask;
    sigfillset(&mask);
    for (const int number : { SIGILL, SIGFPE, SIGSEGV, SIGBUS, SIGTRAP, SIGSYS, SIGABRT })
        sigdelset(&mask, number);
    return mask;
}

Error remember(int number)
{
    struct sigaction current = {};
    if (act(number, nullptr, &current) == -1)
        return lastError("watch", signalSubject(number));
    Slot &slot = slots[number];
    const Previous *const older = slot.previous;
    // Our handler is found here in a forked child, and if the program has put it back.
    if (!isOwnHandler(current) && (!older || !isSame(older->action, current)))
        slot.previous = new Previous { current, older };
    return {};
}

// Returns whether children leave no zombies under this action.
bool reapsChildren(const struct sigaction &action) noexcept
{
    const bool isIgnored = !(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_IGN;
    return isIgnored || (action.sa_flags & SA_NOCLDWAIT);
}

Error install(int number, const Uses::Counts &counts)
{
    struct sigaction action = {};
    action.sa_sigaction = &handle;
    action.sa_mask = maskOfHandler();
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    if (counts.interrupting == 0)
        action.sa_flags |= SA_RESTART;
    if (counts.ignoringStops == counts.all)
        action.sa_flags |= SA_NOCLDSTOP;
    if (number == SIGCHLD && reapsChildren(slots[number].previous.load()->action))
        action.sa_flags |= SA_NOCLDWAIT;
    slots[number].callsPrevious = counts.callingPrevious > 0;
    if (act(number, &action, nullptr) == -1)
        return lastError("watch", signalSubject(number));
    return {};
}

// Returns whether our handler is the installed one. A handler that was installed over ours stays.
// It may call ours, which then acts as before.
bool isInstalled(int number)
{
    struct sigaction current = {};
    return ::sigaction(number, nullptr, &current) == 0 && isOwnHandler(current);
}

void count(Uses::Counts &counts, const SignalUse &use, int sign)
{
    counts.all += sign;
    counts.interrupting += use.interruptsSystemCalls ? sign : 0;
    counts.ignoringStops += use.ignoresChildStops ? sign : 0;
    counts.callingPrevious += use.callsPrevious ? sign : 0;
}

void changeMask(int how, int number)
{
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    ::pthread_sigmask(how, &one, nullptr);
}

// Blocks the signal again if the program itself had blocked it.
void blockAgain(int number)
{
    if (std::exchange(slots[number].isAdmitted, false) && ::pthread_equal(slots[number].admittedIn, ::pthread_self()))
        changeMask(SIG_BLOCK, number);
}

} // namespace

Error beginSignalUse(int number, const SignalUse &use)
{
    Uses &all = uses.get();
    const std::lock_guard lock(all.mutex);
    Uses::Counts &counts = all.counts[number];
    if (counts.all == 0) {
        if (Error error = remember(number))
            return error;
    }
    count(counts, use, 1);
    Error error;
    if (counts.all == 1 || isInstalled(number))
        error = install(number, counts);
    if (error)
        count(counts, use, -1);
    return error;
}

void endSignalUse(int number, const SignalUse &use)
{
    Uses &all = uses.get();
    const std::lock_guard lock(all.mutex);
    Uses::Counts &counts = all.counts[number];
    if (counts.all == 0)
        return; // the use began in the parent process
    count(counts, use, -1);
    if (counts.all == 0)
        blockAgain(number);
    if (!isInstalled(number))
        return;
    if (counts.all > 0)
        install(number, counts);
    else
        ::sigaction(number, &slots[number].previous.load()->action, nullptr);
}

void admitSignal(int number)
{
    Uses &all = uses.get();
    const std::lock_guard lock(all.mutex);
    if (!isBlockedEverywhere(number))
        return;
    slots[number].isAdmitted = true;
    slots[number].admittedIn = ::pthread_self();
    changeMask(SIG_UNBLOCK, number);
}

SignalAction signalAction(int number)
{
    struct sigaction current = {};
    if (::sigaction(number, nullptr, &current) == -1)
        return SignalAction::Default;
    if (current.sa_flags & SA_SIGINFO)
        return SignalAction::Function;
    if (current.sa_handler == SIG_IGN)
        return SignalAction::Ignore;
    return current.sa_handler == SIG_DFL ? SignalAction::Default : SignalAction::Function;
}

Error setSignalAction(int number, SignalAction action)
{
    const QString subject = signalSubject(number);
    Uses &all = uses.get();
    const std::lock_guard lock(all.mutex);
    if (all.counts[number].all > 0)
        return Error(Error::InvalidOperation, 0, QStringLiteral("set the action of"), subject,
                     ErrorText::tr("the signal is being watched; call unwatch() first"));
    struct sigaction wanted = {};
    wanted.sa_handler = action == SignalAction::Ignore ? SIG_IGN : SIG_DFL;
    sigemptyset(&wanted.sa_mask);
    if (act(number, &wanted, nullptr) == -1)
        return lastError("set the action of", subject);
    return {};
}

} // namespace QtInterprocess::os
