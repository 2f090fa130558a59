// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/doorbell.h"

#include "os/unix/pipe.h"

#include <utility>

namespace QtInterprocess {

namespace {

constexpr int LookEvery = 20; // milliseconds; used if there is no descriptor left for a pipe

// Rings through a pipe. A posted event would hide the order of the threads from ThreadSanitizer,
// which does not see into Qt.
class PipeDoorbell final : public Doorbell, private ReadySource
{
public:
    explicit PipeDoorbell(ReadySource &source) : m_source(source), m_watch(*this)
    {
        if (auto pipe = os::createWakePipe()) {
            m_read = std::move(pipe->first);
            m_write = std::move(pipe->second);
            m_watch.setHandle(m_read.get());
            m_watch.setInterest(Ready::Readable);
        } else {
            m_watch.wakeAfter(LookEvery);
        }
    }

    ~PipeDoorbell() override { m_watch.stop(); }

    void ring() override
    {
        if (m_write)
            os::writeWakeUp(int(m_write.get()));
    }

private:
    void ready(ReadySet) override
    {
        if (m_read)
            os::takeWakeUps(int(m_read.get()));
        else
            m_watch.wakeAfter(LookEvery);
        m_source.ready(Ready::Readable);
    }

    ReadySource &m_source;
    OwnedHandle m_read;
    OwnedHandle m_write;
    Watch m_watch;
};

} // namespace

std::unique_ptr<Doorbell> makeDoorbell(ReadySource &source)
{
    return std::make_unique<PipeDoorbell>(source);
}

} // namespace QtInterprocess
