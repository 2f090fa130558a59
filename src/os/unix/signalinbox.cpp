// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/signalinbox.h"

#include "os/unix/pipe.h"

#include <utility>

#include <sched.h>
#include <unistd.h>

namespace QtInterprocess::os {

static_assert(std::atomic<quint64>::is_always_lock_free && std::atomic<int>::is_always_lock_free
                  && std::atomic<SignalInbox *>::is_always_lock_free,
              "a handler must not take a lock");

std::atomic<SignalInbox *> SignalInbox::s_all { nullptr };

bool SignalInbox::claim() noexcept
{
    pid_t nobody = 0;
    return m_process.compare_exchange_strong(nobody, -1);
}

SignalInbox &SignalInbox::unused()
{
    for (SignalInbox *inbox = s_all; inbox; inbox = inbox->m_next) {
        if (inbox->claim())
            return *inbox;
    }
    auto *const inbox = new SignalInbox;
    inbox->m_process = -1;
    inbox->m_next = s_all;
    while (!s_all.compare_exchange_weak(inbox->m_next, inbox)) {
    }
    return *inbox;
}

Result<SignalInbox *> SignalInbox::acquire(quint32 capacity)
{
    auto pipe = createWakePipe();
    if (!pipe)
        return pipe.error();
    SignalInbox &inbox = unused();
    inbox.m_read = std::move(pipe->first);
    inbox.m_write = std::move(pipe->second);
    inbox.m_ring = std::make_unique<SignalRing>(capacity);
    inbox.m_rung = false;
    inbox.m_process = ::getpid(); // last, because handlers use the inbox from here on
    return &inbox;
}

void SignalInbox::release()
{
    // In a child, m_handlers of the copy may stay above 0, because handlers of other threads do
    // not end here.
    if (m_process != ::getpid()) {
        m_read.reset();
        m_write.reset();
        return;
    }
    for (int number = 0; number < SignalLimit; ++number)
        refuse(number);
    while (m_handlers != 0) // briefly, for handlers in other threads
        ::sched_yield();
    m_ring.reset();
    m_read = {};
    m_write = {};
    for (std::atomic<int> &missed : m_missed)
        missed = 0;
    m_hasMissed = false;
    m_process = 0;
}

void SignalInbox::want(int number, bool once) noexcept
{
    if (once)
        m_once.add(number);
    else
        m_once.remove(number);
    m_wanted.add(number);
}

void SignalInbox::refuse(int number) noexcept
{
    m_wanted.remove(number);
}

bool SignalInbox::deliver(const SignalRecord &record) noexcept
{
    // Uses getpid() and not a ProcessMark. A handler also runs in a child of vfork() or clone(),
    // as QProcess makes them, where no pthread_atfork() function runs.
    const pid_t process = ::getpid();
    bool wanted = false;
    for (SignalInbox *inbox = s_all; inbox; inbox = inbox->m_next) {
        ++inbox->m_handlers; // before the check of m_process and m_wanted; release() uses the reverse order
        if (inbox->m_process == process && inbox->put(record))
            wanted = true;
        --inbox->m_handlers;
    }
    return wanted;
}

bool SignalInbox::put(const SignalRecord &record) noexcept
{
    const int number = record.number;
    if (!(m_once.has(number) ? m_wanted.remove(number) : m_wanted.has(number)))
        return false;
    if (!m_ring->push(record)) {
        ++m_missed[number];
        m_hasMissed = true;
    }
    if (!m_rung.exchange(true))
        writeWakeUp(int(m_write.get()));
    return true;
}

void SignalInbox::rearm() noexcept
{
    takeWakeUps(descriptor());
    m_rung = false;
}

int SignalInbox::takeMissed(int *number) noexcept
{
    *number = 0;
    if (!m_hasMissed.exchange(false))
        return 0;
    for (int i = 1; i < SignalLimit; ++i) {
        if (const int count = m_missed[i].exchange(0)) {
            m_hasMissed = true; // other numbers may have missed signals
            *number = i;
            return count;
        }
    }
    return 0;
}

} // namespace QtInterprocess::os
