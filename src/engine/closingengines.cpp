// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/closingengines.h"

#include "engine/lingering.h"
#include "engine/streamengine.h"
#include "loop/reactor.h"
#include "os/processmark.h"
#include "support/logging.h"
#include "support/threadlocal.h"

#include <QtCore/qdebug.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace QtInterprocess {

namespace {

class ClosingEngines final : private ReadySource
{
public:
    ClosingEngines() : m_timer(*this) { }

    // Returns the list of this thread; null at the very end of the thread.
    static ClosingEngines *here()
    {
        auto *const closing = threadLocal<ClosingEngines>();
        if (closing && !closing->m_mark.isThisProcess())
            closing->resetInChild();
        return closing;
    }

    void add(ClosingEngine *engine)
    {
        remove(engine);
        takeOver();
        auto entry = Lingering::instance().begin(engine->bytesToWrite(), Lingering::Where::ClosingEngine, {});
        giveUpOverLimits();
        if (m_places.empty())
            m_timer.wakeAfter(Lingering::instance().interval());
        m_places.push_back({ engine, std::move(entry), {} });
    }

    void remove(ClosingEngine *engine)
    {
        if (m_places.empty() && m_inherited.empty()) // usually; every connection calls this several times
            return;
        const auto isPlace = [=](const Place &place) { return place.engine == engine; };
        m_inherited.erase(std::remove_if(m_inherited.begin(), m_inherited.end(), isPlace), m_inherited.end());
        m_places.erase(std::remove_if(m_places.begin(), m_places.end(), isPlace), m_places.end());
        if (m_places.empty())
            m_timer.stop();
    }

    void handOver()
    {
        takeOver();
        for (const Place &place : std::exchange(m_places, {}))
            place.engine->handOver();
        m_timer.stop();
    }

private:
    struct Place
    {
        ClosingEngine *engine;
        std::unique_ptr<Lingering::Entry> entry;
        os::ProcessMark mark = {};
    };

    void resetInChild()
    {
        m_mark = {};
        m_timer.stop();
        std::move(m_places.begin(), m_places.end(), std::back_inserter(m_inherited));
        m_places.clear();
    }

    // Takes over the engines that the parent was closing, if the parent has ended.
    void takeOver()
    {
        for (Place &place : std::exchange(m_inherited, {})) {
            if (place.mark.isOwned())
                add(place.engine);
            else
                m_inherited.push_back(std::move(place));
        }
    }

    void ready(ReadySet) override
    {
        for (const Place &place : m_places)
            place.entry->progress(place.engine->bytesToWrite());
        Lingering::instance().checkLimits();
        giveUpOverLimits();
        if (!m_places.empty())
            m_timer.wakeAfter(Lingering::instance().interval());
    }

    // Asks engines over the limits to give up. They report it later, so the list does not change
    // here.
    void giveUpOverLimits()
    {
        for (const Place &place : m_places) {
            if (!place.entry->mustGiveUp())
                continue;
            (void)place.engine->flush(); // systems report late that there is room again
            place.entry->progress(place.engine->bytesToWrite());
            if (place.entry->mustGiveUp() && place.engine->bytesToWrite() > 0)
                place.engine->giveUp(place.entry->giveUp());
        }
    }

    Watch m_timer;
    std::vector<Place> m_places;
    std::vector<Place> m_inherited; // from the parent of a forked child
    os::ProcessMark m_mark;
};

} // namespace

void rememberClosing(ClosingEngine *engine)
{
    if (auto *const closing = ClosingEngines::here())
        closing->add(engine);
}

void forgetClosing(ClosingEngine *engine)
{
    if (auto *const closing = ClosingEngines::here())
        closing->remove(engine);
}

void handOverClosing()
{
    if (auto *const closing = ClosingEngines::here())
        closing->handOver();
}

bool drainLingering(QDeadlineTimer deadline)
{
    handOverClosing();
    const bool isDone = Lingering::instance().drain(deadline);
    const LingerStatus left = Lingering::instance().status();
    qCDebug(lcLinger) << "drainAll():" << (isDone ? "all was sent," : "not all was sent,") << left.bytes()
                      << "bytes wait in" << left.count() << "outputs," << left.abandoned()
                      << "were given up since the program began";
    return isDone;
}

} // namespace QtInterprocess
