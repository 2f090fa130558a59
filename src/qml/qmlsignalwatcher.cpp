// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlsignalwatcher.h"
#include "qml/qmltext.h"

#include <QtInterprocess/signals.h>

#include <QtCore/qpointer.h>

#include <utility>

namespace QtInterprocess {

static QVariantMap toMap(const SignalInfo &info)
{
    QVariantMap map { { QStringLiteral("number"), info.number() },
                      { QStringLiteral("code"), info.code() },
                      { QStringLiteral("count"), info.count() } };
    if (info.senderPid())
        map.insert(QStringLiteral("pid"), *info.senderPid());
    if (info.senderUid())
        map.insert(QStringLiteral("uid"), *info.senderUid());
    if (info.value())
        map.insert(QStringLiteral("value"), qint64(*info.value()));
    return map;
}

QmlSignalWatcher::QmlSignalWatcher(QObject *parent) : QObject(parent), m_watcher(this)
{
    connect(&m_watcher, &SignalWatcher::received, this,
            [this](const SignalInfo &info) { Q_EMIT received(info.name(), toMap(info)); });
}

void QmlSignalWatcher::setNames(const QStringList &names)
{
    if (m_names == names)
        return;
    m_names = names;
    m_watcher.unwatchAll();
    Error error;
    QList<int> numbers;
    for (const QString &name : names) {
        numbers += Signals::fromName(name);
        if (numbers.last() == 0)
            error = Error(Error::InvalidOperation, 0, QStringLiteral("watch"), name,
                          QmlText::tr("this system has no such signal"));
    }
    if (!error && !m_watcher.watch(numbers))
        error = m_watcher.error();
    const bool isOther = std::exchange(m_error, error) != error;
    const QPointer<QmlSignalWatcher> alive(this);
    Q_EMIT namesChanged();
    if (alive && isOther)
        Q_EMIT errorChanged();
}

} // namespace QtInterprocess
