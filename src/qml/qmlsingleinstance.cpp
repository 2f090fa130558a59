// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlsingleinstance.h"

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
    connect(m_instance.get(), &SingleInstance::roleChanged, this, &QmlSingleInstance::roleChanged);
    connect(m_instance.get(), &SingleInstance::requestReceived, this, [this](const InstanceRequest &request) {
        Q_EMIT requestReceived(request.arguments(), request.workingDirectory(), request.activationToken());
    });
    Q_EMIT roleChanged();
    if (m_instance->isSecondary())
        Q_EMIT secondary();
}

int QmlSingleInstance::forward()
{
    return m_instance ? m_instance->forward() : 1;
}

} // namespace QtInterprocess
