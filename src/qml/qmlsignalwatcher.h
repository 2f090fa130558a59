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
    Reports the signals that this process receives.

    \qml
    SignalWatcher {
        names: ["HUP"]
        onReceived: (name, info) => console.log(name, "from", info.pid)
    }
    \endqml
*/
class QmlSignalWatcher : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(SignalWatcher)

    /*! \qmlproperty list<string> SignalWatcher::names
        The names of the watched signals: \c "HUP" or \c "SIGHUP". If one of them cannot be
        watched, none is watched and \c error is set. */
    Q_PROPERTY(QStringList names READ names WRITE setNames NOTIFY namesChanged FINAL)

    /*! \qmlproperty error SignalWatcher::error
        The reason why the signals cannot be watched. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    explicit QmlSignalWatcher(QObject *parent = nullptr);

    QStringList names() const { return m_names; }
    void setNames(const QStringList &names);
    Error error() const { return m_error; }

Q_SIGNALS:
    /*! \qmlsignal SignalWatcher::received(string name, var info)
        Emitted for each signal, with its full name. \a info has the properties \c number,
        \c code and \c count. If the system provides them, it also has \c pid, \c uid and
        \c value. */
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
