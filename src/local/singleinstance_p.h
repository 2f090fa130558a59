// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/instanceprimary.h"
#include "local/instanceprotocol.h"
#include "loop/backoff.h"
#include "loop/reactor.h"
#include "os/processmark.h"
#include "support/errortext.h"
#include "support/handover.h"
#include "support/lifetime.h"
#include "support/result.h"

#include <QtInterprocess/localsocket.h>
#include <QtInterprocess/singleinstance.h>

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qtimer.h>

#include <memory>
#include <optional>
#include <utility>

namespace QtInterprocess {

class SingleInstancePrivate final : private ReadySource
{
    // In ms, between two elections of an instance that waits for succession.
    static constexpr int LongestWait = 1000;

public:
    SingleInstancePrivate(SingleInstance *instance, const QString &name, const SingleInstance::Options &wanted);

    // Blocks until the role is certain. If it cannot be determined, the role becomes otherwise.
    void elect(QDeadlineTimer deadline, SingleInstance::Role otherwise);

    // Forwards the request within limit, or with the configured timeouts.
    int forward(std::optional<QDeadlineTimer> limit = {});
    bool waitForPrimaryToEnd(QDeadlineTimer deadline);
    bool takeOver(SingleInstance::TakeOver policy, int msecs);
    PeerCredentials primary() const { return role == SingleInstance::Role::Secondary ? m_peer : PeerCredentials(); }
    void setWaitsForSuccession(bool on);
    void setMaximumRequestSize(qint64 size);
    void release();
    void leaveThread()
    {
        m_lifetime.end();
        m_turn.wake(); // the rest is emitted in the new thread
        m_turn.leaveThread();
        handover.leave();
    }
    void joinThread() { m_turn.joinThread(); }
    void serve();

    const QString id;
    const SingleInstance::Options options;
    SingleInstance::Role role = SingleInstance::Role::Undecided;
    Error error;
    instance::Request request;
    QStringList variables;
    instance::Answer answer;
    bool isAcknowledged = false;
    int replyTimeout = -1;
    int failureCode = 1;
    qint64 maximumRequestSize = 16 * 1024 * 1024;
    bool waitsForSuccession = false;
    Handover handover;

private:
    enum class Greeting {
        Welcome,
        Gone, // no process serves there any more
        Failed, // error has the reason
    };
    // The primary's response to the request to give up its role.
    enum class Consent {
        Given, // or the primary has ended
        Silent,
        None, // the primary continues; error has the reason
        Impossible, // and the primary must not be ended
    };

    bool isForAll() const { return options.scope() == SingleInstance::Scope::Machine; }
    Error claim();
    Greeting greet(QDeadlineTimer deadline);
    Greeting readHello(QDeadlineTimer deadline);
    Greeting failGreeting(Error::Code code, const ErrorText &why)
    {
        failPrimary(code, why);
        return Greeting::Failed;
    }
    Greeting failConnecting(const Error &why);
    bool receiveMessage(QByteArray &message, QDeadlineTimer deadline);
    QDeadlineTimer until(int msecs) const { return m_limit.value_or(QDeadlineTimer(msecs)); }
    bool refuse(const char *operation);
    bool ensureGreeted();
    void completeRequest();
    bool exchange();
    bool fail(Error::Code code, const ErrorText &why);
    // Fails with a reason about the primary, which takes the next free place; a reason without one
    // stays as it is.
    bool failPrimary(Error::Code code, const ErrorText &why);
    void failListening(const ErrorText &silent);
    void hangUp();
    Consent askForConsent(QDeadlineTimer deadline);
    bool endPrimary(int msecs);
    bool tryElection(QDeadlineTimer deadline);

    void nameLost(const Error &why);
    void watchPrimary();
    void retryElection();
    void announceSuccession()
    {
        m_isRolePending = m_isSuccessionPending = true;
        emitPending();
    }
    void ready(ReadySet) override
    {
        const Lifetime::Guard guard(m_lifetime);
        emitPending();
        if (!guard.isOver())
            serve();
    }
    // Emits the news. If a slot moves the instance to another thread, the rest is emitted there.
    void emitPending()
    {
        const Lifetime::Guard guard(m_lifetime);
        if (std::exchange(m_isRolePending, false))
            Q_EMIT q->roleChanged();
        if (!guard.isOver() && std::exchange(m_isSuccessionPending, false))
            Q_EMIT q->becamePrimary();
        if (!guard.isOver() && std::exchange(m_isLossPending, false))
            Q_EMIT q->nameLost();
    }

    SingleInstance *const q;
    os::ProcessMark m_process; // the process that took part in the election
    const LocalName m_name;
    Lifetime m_lifetime;
    Watch m_turn { *this };
    bool m_isRolePending = false;
    bool m_isSuccessionPending = false;
    bool m_isLossPending = false; // the loss of the name
    std::unique_ptr<InstancePrimary> m_primary;

    // In a secondary: the connection to the primary, and the received messages.
    std::unique_ptr<LocalSocket> m_socket;
    std::unique_ptr<MessageChannel> m_channel;
    QList<QByteArray> m_messages;
    instance::Hello m_hello;
    bool m_hasForwarded = false; // forward() was called
    const char *m_operation = "forward to";
    std::optional<QDeadlineTimer> m_limit; // of the current call
    PeerCredentials m_peer; // the process that holds the name, if known
    bool m_wantsProcess = false; // requested from the next connection
    Result<OwnedHandle> m_holder = OwnedHandle(); // the process that holds the name

    // In a waiting secondary: a connection that shows the end of the primary.
    std::unique_ptr<LocalSocket> m_watch;
    QTimer m_attempt;
    Backoff m_pauses;
};

} // namespace QtInterprocess
