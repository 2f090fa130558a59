// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess {

// Calls destroy(object) when this thread ends, in reverse order of the calls. Each platform
// defines it in os/.
void atThreadExit(void (*destroy)(void *object), void *object);

/*
    Returns one T per thread, made at the first use and destroyed when the thread ends.

    After that it returns null, because objects with static storage are destroyed later. A
    thread_local T does not work: MinGW frees its memory before it calls the destructor.
*/
template <typename T>
T *threadLocal()
{
    // Variables without destructors outlive the others, so they are safe.
    thread_local T *object = nullptr;
    thread_local bool isGone = false;
    if (!object && !isGone) {
        object = new T;
        atThreadExit(
            [](void *gone) {
                object = nullptr;
                isGone = true;
                delete static_cast<T *>(gone);
            },
            object);
    }
    return object;
}

} // namespace QtInterprocess
