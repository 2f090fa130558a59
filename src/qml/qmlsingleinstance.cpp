// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlsingleinstance.h"
#include "qml/qmltext.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qpointer.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

static_assert(QmlSingleInstance::Undecided == int(SingleInstance::Role::Undecided)
              && QmlSingleInstance::Primary == int(SingleInstance::Role::Primary)
              && QmlSingleInstance::Secondary == int(SingleInstance::Role::Secondary));
static_assert(QmlSingleInstance::User == int(SingleInstance::Scope::User)
              && QmlSingleInstance::Session == int(SingleInstance::Scope::Session)
              && QmlSingleInstance::Machine == int(SingleInstance::Scope::Machine));
static_assert(QmlSingleInstance::WithConsent == int(SingleInstance::TakeOver::WithConsent)
              && QmlSingleInstance::EndIfSilent == int(SingleInstance::TakeOver::EndIfSilent)
              && QmlSingleInstance::EndAlways == int(SingleInstance::TakeOver::EndAlways));

QmlSingleInstance::~QmlSingleInstance()
{
    delete m_instance; // first, as its slots use the other members
}

// ---- the decision

bool QmlSingleInstance::mayChange()
{
    if (!m_instance)
        return true;
    setError(Error(Error::InvalidOperation, 0, QStringLiteral("set a property of"), m_id,
                   QmlText::tr("the role of the program is already decided")));
    return false;
}

void QmlSingleInstance::setApplicationId(const QString &id)
{
    if (m_id == id || !mayChange())
        return;
    m_id = id;
    Q_EMIT applicationIdChanged();
}

void QmlSingleInstance::setScope(Scope scope)
{
    if (this->scope() == scope || !mayChange())
        return;
    m_options.setScope(SingleInstance::Scope(scope));
    Q_EMIT scopeChanged();
}

void QmlSingleInstance::setTimeout(int msecs)
{
    msecs = std::max(msecs, -1);
    if (m_options.timeout() == msecs || !mayChange())
        return;
    m_options.setTimeout(msecs);
    Q_EMIT timeoutChanged();
}

void QmlSingleInstance::setAccess(const Access &access)
{
    if (m_options.access() == access || !mayChange())
        return;
    m_options.setAccess(access);
    Q_EMIT accessChanged();
}

// Decides the role and emits nothing: a binding may be asking.
void QmlSingleInstance::decide()
{
    if (m_instance || m_id.isEmpty())
        return;
    m_instance = new SingleInstance(m_id, m_options, this);
    m_instance->setWaitsForSuccession(m_waitsForSuccession);
    connect(m_instance, &SingleInstance::roleChanged, this, &QmlSingleInstance::noteRole);
    connect(m_instance, &SingleInstance::becamePrimary, this, &QmlSingleInstance::becamePrimary);
}

QmlSingleInstance::Role QmlSingleInstance::role()
{
    // With Machine the role depends on access, which may be a binding that is evaluated later.
    if (m_isComplete || scope() != Machine)
        decide();
    return m_instance ? Role(m_instance->role()) : Undecided;
}

QmlPeerCredentials QmlSingleInstance::primaryCredentials()
{
    return QmlPeerCredentials(role() == Secondary ? m_instance->primary() : PeerCredentials());
}

void QmlSingleInstance::componentComplete()
{
    m_isComplete = true;
    if (!isDecided())
        return;
    serve();
    noteRole();
}

bool QmlSingleInstance::isDecided()
{
    decide();
    if (!m_instance) {
        setError(Error(Error::InvalidName, 0, QStringLiteral("find the primary of"), m_id,
                       QmlText::tr("applicationId is not set")));
    }
    return m_instance;
}

void QmlSingleInstance::noteRole()
{
    const QPointer<QmlSingleInstance> alive(this);
    setError(m_instance->error());
    if (alive)
        Q_EMIT roleChanged();
}

void QmlSingleInstance::setError(const Error &error)
{
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

void QmlSingleInstance::setWaitsForSuccession(bool on)
{
    if (m_waitsForSuccession == on)
        return;
    m_waitsForSuccession = on;
    if (m_instance)
        m_instance->setWaitsForSuccession(on);
    Q_EMIT waitsForSuccessionChanged();
}

// ---- primary

void QmlSingleInstance::connectNotify(const QMetaMethod &)
{
    if (m_isComplete)
        serve();
}

void QmlSingleInstance::serve()
{
    if (!m_instance)
        return;
    pass(m_passesRequests, &SingleInstance::requestReceived, &QmlSingleInstance::requestReceived);
    pass(m_passesReplacements, &SingleInstance::replaceRequested, &QmlSingleInstance::replaceRequested);
}

// Connects a signal once it has a handler. Until then requests wait in the other process.
void QmlSingleInstance::pass(bool &isPassed, Request from, QmlRequest to)
{
    if (isPassed || !isSignalConnected(QMetaMethod::fromSignal(to)))
        return;
    isPassed = true;
    connect(m_instance, from, this, [this, to](const InstanceRequest &received) {
        const QmlInstanceRequest request(received, this);
        Q_EMIT(this->*to)(request);
        request.handled();
    });
}

void QmlSingleInstance::requestKept()
{
    if (++m_pendingRequests == 1)
        Q_EMIT requestPendingChanged();
}

void QmlSingleInstance::requestSettled()
{
    if (--m_pendingRequests == 0)
        Q_EMIT requestPendingChanged();
}

void QmlSingleInstance::release()
{
    if (m_instance)
        m_instance->release();
}

// ---- secondary

void QmlSingleInstance::setPayload(const QJSValue &payload)
{
    if (!toBytes(payload, "set the payload of"))
        return;
    m_payload = payload;
    Q_EMIT payloadChanged();
}

std::optional<QByteArray> QmlSingleInstance::toBytes(const QJSValue &value, const char *operation)
{
    if (value.isUndefined() || value.isNull())
        return QByteArray();
    const auto bytes = m_encoder.encode(value, ValueEncoder::Form::Plain);
    if (!bytes)
        setError(Error(Error::InvalidOperation, 0, QString::fromLatin1(operation), m_id, m_encoder.why()));
    return bytes;
}

bool QmlSingleInstance::prepare()
{
    if (!isDecided())
        return false;
    const auto payload = toBytes(m_payload, "forward to");
    if (!payload)
        return false;
    if (!m_arguments.isEmpty())
        m_instance->setArguments(m_arguments);
    m_instance->setForwardedEnvironment(m_environment);
    m_instance->setFailureCode(m_failureCode);
    m_instance->setPayload(*payload);
    return true;
}

// Emits what a call has changed. It comes last in the call: a slot may destroy this object.
int QmlSingleInstance::finish(int result)
{
    const QPointer<QmlSingleInstance> alive(this);
    setError(m_instance->error());
    if (alive)
        Q_EMIT forwarded();
    return result;
}

int QmlSingleInstance::forward()
{
    return prepare() ? finish(m_instance->forward()) : m_failureCode;
}

int QmlSingleInstance::forward(int msecs)
{
    return prepare() ? finish(m_instance->forward(msecs)) : m_failureCode;
}

bool QmlSingleInstance::takeOver(TakeOver policy, int msecs)
{
    return prepare() && finish(m_instance->takeOver(SingleInstance::TakeOver(policy), msecs));
}

} // namespace QtInterprocess
