// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/poller.h"

#include "os/win/completionport.h"
#include "os/win/event.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>
#include <QtCore/qwineventnotifier.h>

#include <deque>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <utility>

namespace QtInterprocess {

namespace {

// Where other threads leave word for the thread of a reactor. The bell rings when there is some.
class Mailbox final : public os::CompletionPort::Target
{
public:
    os::Event &bell() noexcept { return m_bell; }

    void completed(quint64 cookie) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isOpen)
            return;
        m_cookies.push_back(cookie);
        if (m_cookies.size() == 1)
            m_bell.set();
    }

    size_t count()
    {
        const std::lock_guard lock(m_mutex);
        return m_cookies.size();
    }

    std::optional<quint64> take()
    {
        const std::lock_guard lock(m_mutex);
        if (m_cookies.empty())
            return std::nullopt;
        const quint64 cookie = m_cookies.front();
        m_cookies.pop_front();
        return cookie;
    }

    // The bell does not ring any more.
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_isOpen = false;
    }

private:
    os::Event m_bell;
    std::mutex m_mutex;
    bool m_isOpen = true; // guarded, as is the rest
    std::deque<quint64> m_cookies;
};

/*
    One QWinEventNotifier watches the bell of the mailbox: whatever the number of handles, the thread has one event.

    The mailbox outlives the poller for as long as another thread is about to leave something in it.
*/
class BellPoller final : public QObject, public Poller
{
public:
    explicit BellPoller(Reactor &reactor) : m_reactor(reactor)
    {
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, [this] { loopTurns(); });
    }
    ~BellPoller() override;

    Outcome watch(Reactor::Token token, qintptr handle, ReadySet what) override;

private:
    bool open();
    void listen();
    void listenNoMore();
    void loopTurns();
    void takeWord();

    Reactor &m_reactor;
    std::shared_ptr<Mailbox> m_mailbox; // null until something is watched
    std::unique_ptr<QWinEventNotifier> m_notifier;
    std::unordered_set<qintptr> m_watched;
    bool m_isDue = false; // there was word when the loop turned
};

BellPoller::~BellPoller()
{
    for (const qintptr handle : m_watched)
        os::CompletionPort::instance().unwatch(handle);
    if (m_mailbox) {
        m_mailbox->close();
        listenNoMore();
    }
}

Poller::Outcome BellPoller::watch(Reactor::Token token, qintptr handle, ReadySet what)
{
    auto &port = os::CompletionPort::instance();
    if (!what) {
        port.unwatch(handle);
        m_watched.erase(handle);
        return Outcome::Done;
    }
    if (!m_mailbox && !open())
        return Outcome::NoRoom;
    const quint64 cookie = quint64(token.generation) << 32 | token.slot;
    port.watch(handle, m_mailbox, cookie);
    m_watched.insert(handle);
    m_mailbox->completed(cookie); // operations may have ended while nobody watched
    return Outcome::Done;
}

bool BellPoller::open()
{
    auto mailbox = std::make_shared<Mailbox>();
    if (!mailbox->bell().isValid())
        return false;
    m_mailbox = std::move(mailbox);
    listen();
    return true;
}

void BellPoller::listen()
{
    m_notifier = std::make_unique<QWinEventNotifier>(m_mailbox->bell().handle());
    connect(m_notifier.get(), &QWinEventNotifier::activated, this, [this] { takeWord(); });
}

// Later, because Wine may call a notifier that is disabled while its event is set; and this may be a call of it.
void BellPoller::listenNoMore()
{
    m_notifier->disconnect(this);
    m_notifier->setEnabled(false);
    m_notifier.release()->deleteLater();
}

// A QWinEventNotifier whose event Qt has dropped (QCoreApplication::removePostedEvents()) is silent for ever. So word that was there
// in the round before needs another one.
void BellPoller::loopTurns()
{
    if (!m_mailbox || m_mailbox->count() == 0)
        return;
    if (std::exchange(m_isDue, true)) {
        listenNoMore();
        listen();
        m_mailbox->bell().set();
    } else if (auto *const dispatcher = QAbstractEventDispatcher::instance()) {
        dispatcher->wakeUp(); // or else there might be no other round
    }
}

void BellPoller::takeWord()
{
    m_isDue = false;
    // A slot may run a nested event loop, in which the notifier is silent until it is enabled anew.
    m_notifier->setEnabled(false);
    m_notifier->setEnabled(true);
    auto left = m_mailbox->count(); // not without end: others wait
    if (left > 1)
        m_mailbox->bell().set(); // in the nested loop, for the others
    const auto mailbox = m_mailbox;
    const QPointer<QObject> guard(this);
    for (; left > 0; --left) {
        const auto cookie = mailbox->take();
        if (!cookie)
            return;
        m_reactor.dispatch({ quint32(*cookie), quint32(*cookie >> 32) }, Ready::Readable);
        if (!guard)
            return;
    }
    if (mailbox->count() > 0)
        mailbox->bell().set();
}

} // namespace

std::unique_ptr<Poller> makePoller(Reactor &reactor)
{
    return std::make_unique<BellPoller>(reactor);
}

} // namespace QtInterprocess
