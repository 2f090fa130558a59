// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/poller.h"

#include "os/win/completionport.h"
#include "support/postedevent.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>

#include <mutex>
#include <unordered_set>
#include <utility>
#include <vector>

namespace QtInterprocess {

namespace {

// Where the thread of the completion port leaves word for the thread of a reactor. Outlives the poller for as long as
// such a call is under way.
class Mailbox final : public os::CompletionPort::Target
{
public:
    explicit Mailbox(QObject *receiver) : m_receiver(receiver) { }

    void completed(quint64 cookie) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_receiver)
            return;
        m_cookies.push_back(cookie);
        m_word.post(m_receiver);
    }

    // Qt may have dropped the event.
    void postAgain()
    {
        const std::lock_guard lock(m_mutex);
        if (m_receiver && !m_cookies.empty())
            m_word.post(m_receiver);
    }

    bool arrives(QEvent *event)
    {
        const std::lock_guard lock(m_mutex);
        return m_word.arrives(event);
    }

    std::vector<quint64> takeAll()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_cookies, {});
    }

    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_receiver = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject *m_receiver;
    PostedEvent m_word;
    std::vector<quint64> m_cookies;
};

class PortPoller final : public QObject, public Poller
{
public:
    explicit PortPoller(Reactor &reactor) : m_reactor(reactor), m_mailbox(std::make_shared<Mailbox>(this))
    {
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this,
                [this] { m_mailbox->postAgain(); });
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
    bool event(QEvent *event) override
    {
        if (!m_mailbox->arrives(event))
            return QObject::event(event);
        const QPointer<QObject> guard(this);
        for (const quint64 cookie : m_mailbox->takeAll()) {
            m_reactor.dispatch({ quint32(cookie), quint32(cookie >> 32) }, Ready::Readable);
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
