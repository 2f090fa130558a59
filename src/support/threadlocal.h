// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess {

// Calls destroy(object) in this thread when it ends, the last one first. Defined once per platform, in os/.
void atThreadExit(void (*destroy)(void *object), void *object);

/*
    One T per thread, made at its first use and destroyed when the thread ends; null after that, for objects with static
    storage are destroyed later. Not thread_local: MinGW frees the memory of those before it calls their destructors.
*/
template <typename T>
T *threadLocal()
{
    // What has no destructor is safe, and outlives the others.
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
