// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlinstancerequest.h"

#include "qml/qmlsingleinstance.h"

#include <QtInterprocess/activatewindow.h>

#include <QtCore/qmetaobject.h>
#include <QtCore/qpointer.h>

#include <utility>

namespace QtInterprocess {

// State that all copies of a request share.
struct QmlInstanceRequest::Shared
{
    explicit Shared(QmlSingleInstance *owner) : instance(owner) { }
    Q_DISABLE_COPY_MOVE(Shared)
    ~Shared() { settle(); }

    // Queued, because the destructor may run during garbage collection, when no script may run.
    void settle()
    {
        if (std::exchange(isLater, false) && instance)
            QMetaObject::invokeMethod(instance, &QmlSingleInstance::requestSettled, Qt::QueuedConnection);
    }

    const QPointer<QmlSingleInstance> instance;
    bool isLater = false;
};

QmlInstanceRequest::QmlInstanceRequest(const InstanceRequest &request, QmlSingleInstance *instance)
    : m_request(request),
      m_shared(std::make_shared<Shared>(instance))
{ }

QVariantMap QmlInstanceRequest::environment() const
{
    QVariantMap map;
    const auto variables = m_request.environment();
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        map.insert(variable.key(), variable.value());
    return map;
}

bool QmlInstanceRequest::reply(int exitCode, const QJSValue &data) const
{
    if (!m_shared || !m_shared->instance) // nobody waits for the answer any more
        return false;
    const auto bytes = m_shared->instance->toBytes(data, "reply to");
    if (!bytes)
        return false;
    m_request.reply(exitCode, *bytes);
    m_shared->settle();
    return true;
}

void QmlInstanceRequest::replyLater() const
{
    if (!m_shared || !m_shared->instance || m_request.isAnswered() || std::exchange(m_shared->isLater, true))
        return;
    m_shared->instance->requestKept();
}

// Reads the property through the meta-object, so that the module does not link Qt Gui.
static bool isMinimized(const QObject &window)
{
    const QMetaObject *const type = window.metaObject();
    const QMetaProperty visibility = type->property(type->indexOfProperty("visibility"));
    return visibility.read(&window).toInt() == visibility.enumerator().keyToValue("Minimized");
}

bool QmlInstanceRequest::activate(QObject *window) const
{
    if (!window || !window->inherits("QWindow"))
        return false;
    const Private::ActivationScope scope(m_request.activationToken());
    if (isMinimized(*window))
        QMetaObject::invokeMethod(window, "showNormal");
    else
        window->setProperty("visible", true);
    QMetaObject::invokeMethod(window, "raise");
    QMetaObject::invokeMethod(window, "requestActivate");
    return true;
}

void QmlInstanceRequest::handled() const
{
    if (!m_shared->isLater)
        m_request.reply();
}

} // namespace QtInterprocess
