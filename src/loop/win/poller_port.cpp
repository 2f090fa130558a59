// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/poller.h"

#include "os/win/completionport.h"
#include "support/postedevent.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>

#include <deque>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <utility>

namespace QtInterprocess {

namespace {

// Collects completions from other threads for the thread of a reactor. It outlives the poller
// while another thread uses it.
class Mailbox final : public os::CompletionPort::Target
{
public:
    explicit Mailbox(QObject *receiver) : m_receiver(receiver) { }

    void completed(quint64 cookie) override
    {
        const std::lock_guard lock(m_mutex);
        m_cookies.push_back(cookie);
        ring();
    }

    // Posts the event again, because Qt may have dropped it.
    void ringAgain()
    {
        const std::lock_guard lock(m_mutex);
        ring();
    }

    bool arrives(QEvent *event)
    {
        const std::lock_guard lock(m_mutex);
        return m_bell.arrives(event);
    }

    size_t count()
    {
        const std::lock_guard lock(m_mutex);
        return m_cookies.size();
    }

    // Returns one completion. Rings for the rest, so that a nested event loop takes them.
    std::optional<quint64> take()
    {
        const std::lock_guard lock(m_mutex);
        if (m_cookies.empty())
            return std::nullopt;
        const quint64 cookie = m_cookies.front();
        m_cookies.pop_front();
        ring();
        return cookie;
    }

    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_receiver = nullptr;
    }

private:
    void ring()
    {
        if (m_receiver && !m_cookies.empty())
            m_bell.post(m_receiver);
    }

    std::mutex m_mutex;
    QObject *m_receiver; // guarded by m_mutex like the rest; null after close()
    PostedEvent m_bell;
    std::deque<quint64> m_cookies;
};

/*
    Delivers the completions of all handles of a thread by one posted event.

    The dispatcher of Windows delivers it in nested loops, too. Such loops also run in the system,
    for a message box or while a window is moved.

    A QWinEventNotifier would be slower: a thread of the system would post the same event, two
    threads later. It would also never post again after QCoreApplication::removePostedEvents().
*/
class PortPoller final : public QObject, public Poller
{
public:
    explicit PortPoller(Reactor &reactor) : m_reactor(reactor), m_mailbox(std::make_shared<Mailbox>(this))
    {
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this,
                [this] { m_mailbox->ringAgain(); });
    }

    ~PortPoller() override
    {
        for (const qintptr handle : m_watched)
            os::CompletionPort::instance().unwatch(handle);
        m_mailbox->close();
    }

    Outcome watch(Reactor::Token token, qintptr handle, ReadySet what) override
    {
        auto &port = os::CompletionPort::instance();
        if (!what) {
            port.unwatch(handle);
            m_watched.erase(handle);
            return Outcome::Done;
        }
        const quint64 cookie = quint64(token.generation) << 32 | token.slot;
        port.watch(handle, m_mailbox, cookie);
        m_watched.insert(handle);
        m_mailbox->completed(cookie); // operations may have completed while there was no watch
        return Outcome::Done;
    }

private:
    Q_DISABLE_COPY_MOVE(PortPoller)

    bool event(QEvent *event) override
    {
        if (!m_mailbox->arrives(event))
            return QObject::event(event);
        const QPointer<QObject> guard(this);
        for (auto left = m_mailbox->count(); left > 0; --left) { // bounded, because other sources wait
            const auto cookie = m_mailbox->take();
            if (!cookie) // a nested loop took them
                break;
            m_reactor.dispatch({ quint32(*cookie), quint32(*cookie >> 32) }, Ready::Readable);
            if (!guard)
                break;
        }
        return true;
    }

    Reactor &m_reactor;
    const std::shared_ptr<Mailbox> m_mailbox;
    std::unordered_set<qintptr> m_watched;
};

} // namespace

std::unique_ptr<Poller> makePoller(Reactor &reactor)
{
    return std::make_unique<PortPoller>(reactor);
}

} // namespace QtInterprocess
