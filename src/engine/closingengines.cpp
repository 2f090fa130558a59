// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/closingengines.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace QtInterprocess {

using EngineList = std::vector<ClosingEngine *>;

// Null at the very end of a thread: objects with static storage are destroyed after it.
static EngineList *closingEngines()
{
    thread_local bool isGone = false; // has no destructor, so it outlives the other
    struct List
    {
        EngineList engines;
        bool *isGone;
        ~List() { *isGone = true; }
    };
    thread_local List list { {}, &isGone };
    return isGone ? nullptr : &list.engines;
}

void rememberClosing(ClosingEngine *engine)
{
    if (EngineList *const closing = closingEngines())
        closing->push_back(engine);
}

void forgetClosing(ClosingEngine *engine)
{
    if (EngineList *const closing = closingEngines())
        closing->erase(std::remove(closing->begin(), closing->end(), engine), closing->end());
}

void handOverClosing()
{
    if (EngineList *const closing = closingEngines()) {
        for (ClosingEngine *engine : std::exchange(*closing, {}))
            engine->handOver();
    }
}

} // namespace QtInterprocess
