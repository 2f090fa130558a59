// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/doorbell.h"

#include "os/win/completionport.h"

#include <atomic>

namespace QtInterprocess {

namespace {

// Rings through the completion port, like a completed operation.
class KeyDoorbell final : public Doorbell, private ReadySource
{
public:
    explicit KeyDoorbell(ReadySource &source) : m_source(source), m_watch(*this)
    {
        os::CompletionPort::instance().addKey(key());
        m_watch.setHandle(key());
        m_watch.setInterest(Ready::Readable);
    }

    ~KeyDoorbell() override
    {
        m_watch.stop();
        os::CompletionPort::forget(key());
    }

    void ring() override
    {
        if (!m_isRung.exchange(true))
            os::CompletionPort::instance().notify(key());
    }

private:
    // Also called when the watch begins, so that an earlier ring is not lost.
    void ready(ReadySet) override
    {
        m_isRung = false;
        m_source.ready(Ready::Readable); // may destroy this
    }

    qintptr key() const noexcept { return qintptr(this) | 1; }

    ReadySource &m_source;
    Watch m_watch;
    std::atomic<bool> m_isRung { false };
};

} // namespace

std::unique_ptr<Doorbell> makeDoorbell(ReadySource &source)
{
    return std::make_unique<KeyDoorbell>(source);
}

} // namespace QtInterprocess
