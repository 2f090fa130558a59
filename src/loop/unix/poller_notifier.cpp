// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/unix/poller_notifier.h"
#include "os/unix/descriptor.h"

#include <QtCore/qcoreevent.h>
#include <QtCore/qsocketnotifier.h>
#include <QtCore/qtimer.h>

#include <vector>

namespace QtInterprocess {

namespace {

class Notifier final : public QSocketNotifier
{
public:
    Notifier(Reactor &reactor, Reactor::Token token, int fd, Type type, Ready what)
        : QSocketNotifier(fd, type),
          m_reactor(reactor),
          m_token(token),
          m_what(what)
    { }

private:
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::SockAct)
            return QSocketNotifier::event(event);
        // The handler may destroy this notifier, so nothing of it is used afterwards.
        m_reactor.dispatch(m_token, m_what);
        return true;
    }

    Reactor &m_reactor;
    const Reactor::Token m_token;
    const Ready m_what;
};

/*
    Watches each descriptor by a pair of notifiers, which works on every POSIX system.

    A hang-up arrives as readable or writable, whichever is watched. A descriptor that waits for
    neither has no notifier, because Qt's GLib dispatcher ignores a hang-up alone. This happens
    when the peer has half-closed and there is nothing to send. Such descriptors are polled four
    times a second.
*/
class NotifierPoller final : public Poller
{
public:
    explicit NotifierPoller(Reactor &reactor) : m_reactor(reactor)
    {
        m_look.setInterval(250);
        QObject::connect(&m_look, &QTimer::timeout, &m_look, [this] { lookForHangUps(); });
    }

    Outcome watch(Reactor::Token token, qintptr handle, ReadySet what) override
    {
        const int fd = int(handle);
        if (token.slot >= m_entries.size())
            m_entries.resize(token.slot + 1);
        Entry &entry = m_entries[token.slot];
        if (!what) {
            entry = {};
            return Outcome::Done;
        }
        set(entry.read, bool(what & Ready::Readable), token, fd, QSocketNotifier::Read, Ready::Readable);
        set(entry.write, bool(what & Ready::Writable), token, fd, QSocketNotifier::Write, Ready::Writable);
        entry.token = token;
        entry.fd = what == Ready::HangUp ? fd : -1;
        if (entry.fd != -1 && !m_look.isActive())
            m_look.start();
        return Outcome::Done;
    }

private:
    struct Entry
    {
        std::unique_ptr<Notifier> read;
        std::unique_ptr<Notifier> write;
        Reactor::Token token = {};
        int fd = -1; // -1 unless it is polled for a hang-up
    };

    void lookForHangUps()
    {
        std::vector<Reactor::Token> found;
        bool any = false;
        for (const Entry &entry : m_entries) {
            if (entry.fd == -1)
                continue;
            any = true;
            const auto polled = os::poll(entry.fd, os::PollFor::Nothing, QDeadlineTimer(0));
            if (polled && polled->hangUp)
                found.push_back(entry.token);
        }
        if (!any)
            m_look.stop();
        Reactor &reactor = m_reactor; // a handler may destroy the event dispatcher, and this poller with it
        for (const Reactor::Token token : found)
            reactor.dispatch(token, Ready::HangUp);
    }

    void set(std::unique_ptr<Notifier> &notifier, bool on, Reactor::Token token, int fd, QSocketNotifier::Type type,
             Ready what)
    {
        if (!notifier && on)
            notifier = std::make_unique<Notifier>(m_reactor, token, fd, type, what);
        else if (notifier)
            notifier->setEnabled(on);
    }

    Reactor &m_reactor;
    std::vector<Entry> m_entries; // by slot
    QTimer m_look;
};

} // namespace

std::unique_ptr<Poller> makeNotifierPoller(Reactor &reactor)
{
    return std::make_unique<NotifierPoller>(reactor);
}

} // namespace QtInterprocess
