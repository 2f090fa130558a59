// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/keeploaded.h"
#include "os/win/winapi.h"
#include "support/threadlocal.h"

#include <memory>
#include <utility>
#include <vector>

namespace QtInterprocess {

namespace {

using ExitList = std::vector<std::pair<void (*)(void *), void *>>;

// Runs in the ending thread, before the system destroys any data of the thread.
void NTAPI runList(void *value)
{
    const std::unique_ptr<ExitList> list(static_cast<ExitList *>(value));
    while (list && !list->empty()) { // a destructor may add further objects
        const auto [destroy, object] = list->back();
        list->pop_back();
        destroy(object);
    }
}

} // namespace

void atThreadExit(void (*destroy)(void *object), void *object)
{
    // The slot is never freed, because that would run the lists of running threads.
    static const DWORD slot = [] {
        os::keepLoaded();
        return ::FlsAlloc(runList);
    }();
    auto *list = static_cast<ExitList *>(::FlsGetValue(slot));
    if (!list) {
        list = new ExitList;
        ::FlsSetValue(slot, list);
    }
    list->emplace_back(destroy, object);
}

} // namespace QtInterprocess
