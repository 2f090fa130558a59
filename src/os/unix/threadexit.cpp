// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/threadlocal.h"

#include <utility>
#include <vector>

namespace QtInterprocess {

namespace {

thread_local bool s_isGone = false; // no destructor, so it outlives the list

struct ExitList
{
    std::vector<std::pair<void (*)(void *), void *>> entries;

    ~ExitList()
    {
        while (!entries.empty()) { // a destructor may add further objects
            const auto [destroy, object] = entries.back();
            entries.pop_back();
            destroy(object);
        }
        s_isGone = true;
    }
};

} // namespace

void atThreadExit(void (*destroy)(void *object), void *object)
{
    thread_local ExitList list;
    if (!s_isGone) // otherwise static objects are being destroyed, because the process ends
        list.entries.emplace_back(destroy, object);
}

} // namespace QtInterprocess
