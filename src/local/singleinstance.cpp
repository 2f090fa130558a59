// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/singleinstance_p.h"

#include "local/instancename.h"
#include "local/session.h"
#include "support/errortext.h"
#include "support/logging.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qdebug.h>
#include <QtCore/qdir.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qthread.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

using Role = SingleInstance::Role;

static constexpr int LongestPause = 250; // in ms, between two elections in the constructor

SingleInstancePrivate::SingleInstancePrivate(SingleInstance *instance, const QString &name,
                                             const SingleInstance::Options &wanted)
    : id(name),
      options(wanted),
      q(instance),
      m_name(instanceName(name, wanted.scope())),
      m_pauses(1, LongestWait)
{
    m_attempt.setParent(q); // moves to another thread with it
    m_attempt.setSingleShot(true);
    QObject::connect(&m_attempt, &QTimer::timeout, q, [this] { retryElection(); });
}

bool SingleInstancePrivate::fail(Error::Code code, const ErrorText &why)
{
    error = Error(code, 0, QString::fromLatin1(m_operation), id, why).withPeer(m_peer);
    qCDebug(lcInstances) << q << error;
    return false;
}

bool SingleInstancePrivate::failPrimary(Error::Code code, const ErrorText &why)
{
    const auto process = m_peer.processId();
    return fail(
        code,
        why.arg(process ? ErrorText::tr("the primary (process %1)").arg(*process) : ErrorText::tr("the primary")));
}

// ---- the election

Error SingleInstancePrivate::claim()
{
    const auto isServed = [this](InstancePrimary::Kind kind) {
        static const auto received = QMetaMethod::fromSignal(&SingleInstance::requestReceived);
        static const auto replacement = QMetaMethod::fromSignal(&SingleInstance::replaceRequested);
        return q->isSignalConnected(kind == InstancePrimary::Kind::Replacement ? replacement : received);
    };
    auto candidate = std::make_unique<InstancePrimary>(isServed, q);
    candidate->maximumRequestSize = maximumRequestSize;
    if (Error why = candidate->claim(m_name, isForAll() ? options.access() : Access::User))
        return why;
    m_primary = std::move(candidate);
    QObject::connect(m_primary.get(), &InstancePrimary::requestReceived, q, &SingleInstance::requestReceived);
    QObject::connect(m_primary.get(), &InstancePrimary::replaceRequested, q, &SingleInstance::replaceRequested);
    QObject::connect(m_primary.get(), &InstancePrimary::replaced, q, [this] {
        role = Role::Undecided;
        m_isRolePending = true;
        m_turn.wake(); // this may run inside reply()
    });
    QObject::connect(m_primary.get(), &InstancePrimary::nameLost, q, [this](const Error &lost) { nameLost(lost); });
    role = Role::Primary;
    error = {};
    return {};
}

void SingleInstancePrivate::elect(QDeadlineTimer deadline, Role otherwise)
{
    for (Backoff pauses(1, LongestPause);;) {
        error = claim();
        if (!error)
            return;
        if (error.code() != Error::NameInUse) {
            role = otherwise;
            return;
        }
        // The holder of the name may be about to listen, or to end; then it does not greet.
        role = Role::Secondary;
        if (greet(deadline) != Greeting::Gone)
            return;
        if (deadline.hasExpired()) {
            m_peer = local::holderOf(m_name);
            failPrimary(Error::TimedOut, ErrorText::tr("%1 does not respond"));
            return;
        }
        QThread::msleep(unsigned(pauses.next()));
    }
}

// ---- SingleInstance

SingleInstance::SingleInstance(const QString &id, QObject *parent) : SingleInstance(id, Options(), parent) { }

SingleInstance::SingleInstance(const QString &id, const Options &options, QObject *parent) : QObject(parent)
{
    m_d = std::make_unique<SingleInstancePrivate>(this, id, options); // adds children; see event()
    m_d->request.arguments = local::processArguments();
    m_d->elect(QDeadlineTimer(options.timeout()), options.refusesWhenUndecided() ? Role::Secondary : Role::Undecided);
    qCDebug(lcInstances) << this << "of" << id << "is" << m_d->role << m_d->error;
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::event(QEvent *event)
{
    if (!m_d) // children are added before m_d is set
        return QObject::event(event);
    switch (m_d->handover.step(this, event)) {
    case Handover::Step::Leave: m_d->leaveThread(); break;
    case Handover::Step::Join: m_d->joinThread(); break;
    case Handover::Step::None: break;
    }
    return QObject::event(event);
}

// Queued: this may be another thread, and connect() must not emit.
void SingleInstance::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&SingleInstance::requestReceived)
        || signal == QMetaMethod::fromSignal(&SingleInstance::replaceRequested))
        QMetaObject::invokeMethod(
            this, [this] { m_d->serve(); }, Qt::QueuedConnection);
}

SingleInstance::Role SingleInstance::role() const noexcept
{
    return m_d->role;
}

QString SingleInstance::id() const
{
    return m_d->id;
}

Error SingleInstance::error() const
{
    return m_d->error;
}

void SingleInstance::setArguments(const QStringList &arguments)
{
    m_d->request.arguments.clear();
    for (const QString &argument : arguments)
        m_d->request.arguments += local::toBytes(argument);
}

void SingleInstance::setForwardedEnvironment(const QStringList &names)
{
    m_d->variables = names;
}

void SingleInstance::setPayload(const QByteArray &payload)
{
    m_d->request.payload = payload;
}

PeerCredentials SingleInstance::primary() const
{
    return m_d->primary();
}

int SingleInstance::forward()
{
    return m_d->forward();
}

int SingleInstance::forward(int msecs)
{
    return m_d->forward(QDeadlineTimer(msecs));
}

bool SingleInstance::isAcknowledged() const noexcept
{
    return m_d->isAcknowledged;
}

QByteArray SingleInstance::reply() const
{
    return m_d->answer.reply;
}

int SingleInstance::replyTimeout() const noexcept
{
    return m_d->replyTimeout;
}

void SingleInstance::setReplyTimeout(int msecs) noexcept
{
    m_d->replyTimeout = msecs;
}

int SingleInstance::failureCode() const noexcept
{
    return m_d->failureCode;
}

void SingleInstance::setFailureCode(int code) noexcept
{
    m_d->failureCode = code;
}

bool SingleInstance::waitsForSuccession() const noexcept
{
    return m_d->waitsForSuccession;
}

void SingleInstance::setWaitsForSuccession(bool on)
{
    m_d->setWaitsForSuccession(on);
}

bool SingleInstance::waitForPrimaryToEnd(int msecs)
{
    return m_d->waitForPrimaryToEnd(QDeadlineTimer(msecs));
}

bool SingleInstance::takeOver(TakeOver policy, int msecs)
{
    return m_d->takeOver(policy, msecs);
}

qint64 SingleInstance::maximumRequestSize() const noexcept
{
    return m_d->maximumRequestSize;
}

void SingleInstance::setMaximumRequestSize(qint64 size)
{
    m_d->setMaximumRequestSize(size);
}

void SingleInstance::release()
{
    m_d->release();
}

} // namespace QtInterprocess
