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
    A FIFO file, which is open as long as \c active is \c true. Unix only.

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
        The path of the file. A change while \c active is \c true opens the other one. */
    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY pathChanged FINAL)

    /*! \qmlproperty bool Fifo::active
        Opens the file when it becomes \c true, and closes it when it becomes \c false. Becomes \c false by itself if that fails, and \c error is
        set; a writer's also when the reader goes away. */
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)

    /*! \qmlproperty bool Fifo::createIfMissing
        Whether to create the file if nothing is there, for this user alone, and to remove what was created at the end; \c false by default. */
    Q_PROPERTY(bool createIfMissing READ createIfMissing WRITE setCreateIfMissing NOTIFY createIfMissingChanged FINAL)

    /*! \qmlproperty bool Fifo::writes
        Whether the file is written; \c false by default: it is read, from one writer after the other. */
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
    void over();

    Fifo m_fifo;
    bool m_active = false;
    bool m_createIfMissing = false;
    bool m_writes = false;
    bool m_isComplete = true;
};

} // namespace QtInterprocess
