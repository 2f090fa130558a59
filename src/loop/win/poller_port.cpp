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

// Where other threads leave word for the thread of a reactor. Outlives the poller for as long as one is about to.
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

    // Qt may have dropped the event.
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

    // Rings for those that are left, which a nested event loop takes.
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
    QObject *m_receiver; // guarded, as is the rest; null: gone
    PostedEvent m_bell;
    std::deque<quint64> m_cookies;
};

/*
    The thread has one bell: a posted event, whatever the number of handles. The dispatcher of Windows delivers it in nested loops,
    and in those of the system (a message box, a window that is being moved).

    Not a QWinEventNotifier, for which a thread of the system would have to post the same event, two threads later than the
    thread of the port can. Nor would it survive QCoreApplication::removePostedEvents(): it never posts again.
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
        m_mailbox->completed(cookie); // operations may have ended while nobody watched
        return Outcome::Done;
    }

private:
    Q_DISABLE_COPY_MOVE(PortPoller)

    bool event(QEvent *event) override
    {
        if (!m_mailbox->arrives(event))
            return QObject::event(event);
        const QPointer<QObject> guard(this);
        for (auto left = m_mailbox->count(); left > 0; --left) { // not without end: others wait
            const auto cookie = m_mailbox->take();
            if (!cookie) // a nested loop had them
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
