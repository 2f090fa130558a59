// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/closingengines.h"

#include "support/threadlocal.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace QtInterprocess {

using EngineList = std::vector<ClosingEngine *>;

void rememberClosing(ClosingEngine *engine)
{
    if (EngineList *const closing = threadLocal<EngineList>())
        closing->push_back(engine);
}

void forgetClosing(ClosingEngine *engine)
{
    if (EngineList *const closing = threadLocal<EngineList>())
        closing->erase(std::remove(closing->begin(), closing->end(), engine), closing->end());
}

void handOverClosing()
{
    if (EngineList *const closing = threadLocal<EngineList>()) {
        for (ClosingEngine *engine : std::exchange(*closing, {}))
            engine->handOver();
    }
}

} // namespace QtInterprocess
