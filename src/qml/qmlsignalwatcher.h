// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/signalwatcher.h>

#include <QtCore/qstringlist.h>
#include <QtCore/qvariant.h>
#include <QtQml/qqmlregistration.h>

namespace QtInterprocess {

/*!
    \qmltype SignalWatcher
    Signals of the operating system.

    \qml
    SignalWatcher {
        names: ["HUP"]
        onReceived: reload()
    }
    \endqml
*/
class QmlSignalWatcher : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(SignalWatcher)

    /*! \qmlproperty list<string> SignalWatcher::names
        What is watched, as Signals::fromName() has it: all of it, or if that is not possible nothing, and \c error tells why. */
    Q_PROPERTY(QStringList names READ names WRITE setNames NOTIFY namesChanged FINAL)
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    explicit QmlSignalWatcher(QObject *parent = nullptr);

    QStringList names() const { return m_names; }
    void setNames(const QStringList &names);
    Error error() const { return m_error; }

Q_SIGNALS:
    /*! \qmlsignal SignalWatcher::received(string name, var info)
        \a info has number, code, count and, where the system tells them, pid, uid and value. */
    void received(const QString &name, const QVariantMap &info);
    void namesChanged();
    void errorChanged();

private:
    Q_DISABLE_COPY_MOVE(QmlSignalWatcher)

    SignalWatcher m_watcher;
    QStringList m_names;
    Error m_error;
};

} // namespace QtInterprocess
