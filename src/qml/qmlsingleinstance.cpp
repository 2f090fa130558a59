// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlsingleinstance.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qpointer.h>

#include <utility>

namespace QtInterprocess {

void QmlSingleInstance::setApplicationId(const QString &id)
{
    if (m_id == id || m_instance) // it cannot be another program later
        return;
    m_id = id;
    Q_EMIT applicationIdChanged();
}

void QmlSingleInstance::componentComplete()
{
    m_instance = std::make_unique<SingleInstance>(m_id);
    connect(m_instance.get(), &SingleInstance::roleChanged, this, &QmlSingleInstance::note);
    if (isSignalConnected(QMetaMethod::fromSignal(&QmlSingleInstance::requestReceived)))
        serve();
    const QPointer<QmlSingleInstance> alive(this);
    note();
    if (alive && m_instance->isSecondary())
        Q_EMIT secondary();
}

void QmlSingleInstance::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&QmlSingleInstance::requestReceived))
        serve();
}

// Requests wait in the instance for somebody who takes them: not before there is a handler.
void QmlSingleInstance::serve()
{
    if (!m_instance || std::exchange(m_isServing, true))
        return;
    connect(m_instance.get(), &SingleInstance::requestReceived, this, [this](const InstanceRequest &request) {
        Q_EMIT requestReceived(request.arguments(), request.workingDirectory(), request.activationToken());
    });
}

// Tells what has changed.
void QmlSingleInstance::note()
{
    const bool isOther = std::exchange(m_primary, m_instance->isPrimary()) != m_instance->isPrimary();
    const bool isOtherError = std::exchange(m_error, m_instance->error()) != m_instance->error();
    const QPointer<QmlSingleInstance> alive(this);
    if (isOtherError)
        Q_EMIT errorChanged();
    if (alive && isOther)
        Q_EMIT primaryChanged();
}

int QmlSingleInstance::forward()
{
    if (!m_instance)
        return 1;
    const int code = m_instance->forward();
    note();
    return code;
}

} // namespace QtInterprocess
