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
    A FIFO file that is open while \c active is \c true; Unix only.

    \qml
    Fifo {
        path: "/run/user/1000/logdesk.fifo"
        createIfMissing: true
        active: true
        onReceived: (line) => console.log(line)
    }
    \endqml
*/
class QmlFifo : public QtInterprocess::QmlStream, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_NAMED_ELEMENT(Fifo)

    /*! \qmlproperty string Fifo::path
        The path of the file. A change while \c active is \c true opens the new file. */
    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY pathChanged FINAL)

    /*! \qmlproperty bool Fifo::active
        Whether the file is open: \c true opens it, \c false closes it. If opening fails, it
        becomes \c false and \c error is set. When a writer loses its reader, it also becomes
        \c false. */
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)

    /*! \qmlproperty bool Fifo::createIfMissing
        Whether to create a missing file, accessible to this user only; \c false by default. A
        file created this way is removed at the end. */
    Q_PROPERTY(bool createIfMissing READ createIfMissing WRITE setCreateIfMissing NOTIFY createIfMissingChanged FINAL)

    /*! \qmlproperty bool Fifo::writes
        Whether to write to the file; \c false by default. Otherwise the file is read, from one
        writer after another. */
    Q_PROPERTY(bool writes READ writes WRITE setWrites NOTIFY writesChanged FINAL)

public:
    explicit QmlFifo(QObject *parent = nullptr);
    ~QmlFifo() override;

    QString path() const { return m_fifo.path(); }
    void setPath(const QString &path);
    bool isActive() const { return m_active; }
    void setActive(bool on);
    bool createIfMissing() const { return m_createIfMissing; }
    void setCreateIfMissing(bool on);
    bool writes() const { return m_writes; }
    void setWrites(bool on);

Q_SIGNALS:
    void pathChanged();
    void activeChanged();
    void createIfMissingChanged();
    void writesChanged();

private:
    Q_DISABLE_COPY_MOVE(QmlFifo)

    void classBegin() override { m_isComplete = false; }
    void componentComplete() override;
    void openNow();
    void handleConnectionEnd();

    Fifo m_fifo;
    bool m_active = false;
    bool m_createIfMissing = false;
    bool m_writes = false;
    bool m_isComplete = true;
};

} // namespace QtInterprocess
