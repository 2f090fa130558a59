// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <atomic>

namespace QtInterprocess::os {

/*
    Records the process in which an object was made.

    fork() copies objects but not threads. The kernel objects behind the copies are shared with
    the parent. A check of the mark costs one load.

    - isThisProcess(): the object was made since the last fork(). Threads, locks and poll sets
      need this.
    - isOwned(): this process made the object, or inherited it from parents that have all ended, as
      after daemon(). Descriptors and names need this: while the parent lives, a child may only
      close its copies.

    Children of clone() and vfork() are not detected; they may only call exec() or _exit().
*/
class ProcessMark
{
public:
    ProcessMark() noexcept : m_generation(s_generation.load(std::memory_order_relaxed)) { }

    explicit ProcessMark(quint32 generation) noexcept : m_generation(generation) { }

    quint32 generation() const noexcept { return m_generation; }
    bool isThisProcess() const noexcept { return m_generation == s_generation.load(std::memory_order_relaxed); }
    bool isOwned() const noexcept { return m_generation >= s_oldestOwn.load(std::memory_order_relaxed) || inherits(); }

    // Runs the function in each forked child, before fork() returns there. The function must be
    // async-signal-safe; register it once.
    static void callInChildren(void (*function)());

private:
    bool inherits() const noexcept;

    static std::atomic<quint32> s_generation; // 0 in the first process, plus one in each child
    static std::atomic<quint32> s_oldestOwn; // generations from here on are this process, or its ended parents
    friend struct ForkWatch;

    quint32 m_generation;
};

/*
    Holds one T per process, made at the first use and never destroyed.

    Its threads may outlive every static object. A forked child makes its own T, because threads
    of the parent may hold locks of the old one.
*/
template <typename T>
class PerProcess
{
public:
    T &get()
    {
        if (T *const object = existing())
            return *object;
        auto *const made = new Instance;
        Instance *seen = m_instance.load(std::memory_order_acquire);
        while (!seen || !seen->mark.isThisProcess()) {
            if (m_instance.compare_exchange_weak(seen, made))
                return made->object;
        }
        delete made;
        return seen->object;
    }

    T *existing() const noexcept
    {
        Instance *const instance = m_instance.load(std::memory_order_acquire);
        return instance && instance->mark.isThisProcess() ? &instance->object : nullptr;
    }

private:
    struct Instance
    {
        ProcessMark mark;
        T object;
    };
    std::atomic<Instance *> m_instance { nullptr };
};

} // namespace QtInterprocess::os
