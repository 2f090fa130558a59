// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <atomic>

namespace QtInterprocess::os {

/*
    The process in which an object was made. fork() copies objects, but not threads, and the kernel objects behind them are
    shared with the parent. A mark costs one load to ask.

    - isThisProcess(): made since the last fork(). Threads, locks and poll sets need this.
    - isOurs(): made by this process, or inherited from parents that have all ended, as daemon() leaves it. Descriptors and
      names need this: while the parent lives a child may only close its copies.

    Children of clone() and vfork() are not noticed; they may only call exec() or _exit().
*/
class ProcessMark
{
public:
    ProcessMark() noexcept : m_generation(s_generation.load(std::memory_order_relaxed)) { }

    explicit ProcessMark(quint32 generation) noexcept : m_generation(generation) { }

    quint32 generation() const noexcept { return m_generation; }
    bool isThisProcess() const noexcept { return m_generation == s_generation.load(std::memory_order_relaxed); }
    bool isOurs() const noexcept { return m_generation >= s_oldestOwn.load(std::memory_order_relaxed) || inherits(); }

    // Runs in each forked child, before fork() returns there. Call it once for a function, which has to be async-signal-safe.
    static void callInChildren(void (*function)());

private:
    bool inherits() const noexcept;

    static std::atomic<quint32> s_generation; // 0 in the first process, one more in each child
    static std::atomic<quint32> s_oldestOwn; // this and later generations are this process, or have ended
    friend struct ForkWatch;

    quint32 m_generation;
};

/*
    One T for each process, made at its first use and never destroyed: its threads may outlive every static object. A forked
    child makes one of its own, because a thread that it does not have can hold the locks of the other one.
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
