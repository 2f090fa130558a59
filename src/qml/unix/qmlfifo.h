// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmlstream.h"

#include <QtInterprocess/fifo.h>

#include <QtQml/qqmlparserstatus.h>

namespace QtInterprocess {

/*!
    \qmltype Fifo
    \inherits Stream
    A FIFO file, which is read or written as long as \c active is set. Unix.

    \qml
    Fifo {
        path: "/run/user/1000/logdesk.fifo"
        creates: true
        active: true
        onReceived: (line) => log.append(line)
    }
    \endqml
*/
class QmlFifo : public QtInterprocess::QmlStream, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_NAMED_ELEMENT(Fifo)

    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY pathChanged FINAL)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)
    /*! \qmlproperty bool Fifo::creates
        Makes the file, for this user alone, if nothing is there, and removes what it has made at the end. \c false by default. */
    Q_PROPERTY(bool creates READ creates WRITE setCreates NOTIFY createsChanged FINAL)
    /*! \qmlproperty bool Fifo::writes
        \c false by default: it is read, from one writer after the other. */
    Q_PROPERTY(bool writes READ writes WRITE setWrites NOTIFY writesChanged FINAL)

public:
    explicit QmlFifo(QObject *parent = nullptr);
    ~QmlFifo() override;

    QString path() const { return m_fifo.path(); }
    void setPath(const QString &path);
    bool isActive() const { return m_active; }
    void setActive(bool on);
    bool creates() const { return m_creates; }
    void setCreates(bool on);
    bool writes() const { return m_writes; }
    void setWrites(bool on);

Q_SIGNALS:
    void pathChanged();
    void activeChanged();
    void createsChanged();
    void writesChanged();

private:
    Q_DISABLE_COPY_MOVE(QmlFifo)

    void classBegin() override { m_isComplete = false; }
    void componentComplete() override;
    void openNow();
    void over();

    Fifo m_fifo;
    bool m_active = false;
    bool m_creates = false;
    bool m_writes = false;
    bool m_isComplete = true;
};

} // namespace QtInterprocess
