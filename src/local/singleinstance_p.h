// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/instanceprimary.h"
#include "local/instanceprotocol.h"
#include "loop/backoff.h"
#include "support/lifetime.h"

#include <QtInterprocess/localsocket.h>
#include <QtInterprocess/singleinstance.h>

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qtimer.h>

#include <memory>

namespace QtInterprocess {

class SingleInstancePrivate
{
public:
    SingleInstancePrivate(SingleInstance *instance, const QString &name, const SingleInstance::Options &wanted);

    // Blocks until the role is certain.
    void elect();

    int forward();
    void setWaitsForSuccession(bool on);
    void setMaximumRequestSize(qint64 size);
    void release();

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

private:
    enum class Greeting {
        Welcome,
        Gone, // nobody is there any more
        Failed, // error says why
    };

    Error claim();
    Greeting greet(QDeadlineTimer deadline);
    Greeting readHello(QDeadlineTimer deadline);
    Greeting failGreeting(Error::Code code, const QString &why)
    {
        fail(code, why);
        return Greeting::Failed;
    }
    Greeting failConnecting(const Error &why);
    bool listen(QByteArray &message, QDeadlineTimer deadline);
    bool exchange();
    bool fail(Error::Code code, const QString &why);
    void failListening(const QString &silent);
    void hangUp();

    void nameLost(const Error &why);
    void waitForTheEnd();
    void standAgain();

    SingleInstance *const q;
    const LocalName m_name;
    Lifetime m_lifetime;
    std::unique_ptr<InstancePrimary> m_primary;

    // Of a secondary: the connection to the primary, and what has come on it.
    std::unique_ptr<LocalSocket> m_socket;
    std::unique_ptr<MessageChannel> m_channel;
    QList<QByteArray> m_messages;
    instance::Hello m_hello;

    // Of one that waits for its turn: a connection that tells of the end.
    std::unique_ptr<LocalSocket> m_watch;
    QTimer m_attempt;
    Backoff m_pauses;
};

} // namespace QtInterprocess
