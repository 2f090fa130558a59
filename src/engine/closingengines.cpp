// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/closingengines.h"

#include "engine/lingering.h"
#include "engine/streamengine.h"
#include "loop/reactor.h"
#include "support/threadlocal.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace QtInterprocess {

namespace {

class ClosingEngines final : private ReadySource
{
public:
    ClosingEngines() : m_timer(*this) { }

    void add(ClosingEngine *engine)
    {
        remove(engine);
        auto entry = Lingering::instance().begin(engine->bytesToWrite(), Lingering::Where::ClosingEngine, {});
        letSomeGo();
        if (m_places.empty())
            m_timer.wakeAfter(Lingering::instance().interval());
        m_places.push_back({ engine, std::move(entry) });
    }

    void remove(ClosingEngine *engine)
    {
        if (m_places.empty())
            return;
        const auto isPlace = [=](const Place &place) { return place.engine == engine; };
        m_places.erase(std::remove_if(m_places.begin(), m_places.end(), isPlace), m_places.end());
        if (m_places.empty())
            m_timer.stop();
    }

    void handOver()
    {
        for (const Place &place : std::exchange(m_places, {}))
            place.engine->handOver();
        m_timer.stop();
    }

private:
    struct Place
    {
        ClosingEngine *engine;
        std::unique_ptr<Lingering::Entry> entry;
    };

    void ready(ReadySet) override
    {
        for (const Place &place : m_places)
            place.entry->progress(place.engine->bytesToWrite());
        Lingering::instance().checkLimits();
        letSomeGo();
        if (!m_places.empty())
            m_timer.wakeAfter(Lingering::instance().interval());
    }

    // Whoever has to go reports it later, so that nothing of this list changes meanwhile.
    void letSomeGo()
    {
        for (const Place &place : m_places) {
            if (!place.entry->hasToGiveWay())
                continue;
            (void)place.engine->flush(); // systems tell late that there is room again
            place.entry->progress(place.engine->bytesToWrite());
            if (place.entry->hasToGiveWay() && place.engine->bytesToWrite() > 0)
                place.engine->giveUp(place.entry->giveUp());
        }
    }

    Watch m_timer;
    std::vector<Place> m_places;
};

} // namespace

void rememberClosing(ClosingEngine *engine)
{
    if (auto *const closing = threadLocal<ClosingEngines>())
        closing->add(engine);
}

void forgetClosing(ClosingEngine *engine)
{
    if (auto *const closing = threadLocal<ClosingEngines>())
        closing->remove(engine);
}

void handOverClosing()
{
    if (auto *const closing = threadLocal<ClosingEngines>())
        closing->handOver();
}

bool drainLingering(QDeadlineTimer deadline)
{
    handOverClosing();
    return Lingering::instance().drain(deadline);
}

} // namespace QtInterprocess
