// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/unix/qmlfifo.h"

namespace QtInterprocess {

QmlFifo::QmlFifo(QObject *parent) : QmlStream(parent)
{
    setDevice(&m_fifo);
    connect(&m_fifo, &Fifo::disconnected, this, &QmlFifo::handleConnectionEnd);
    connect(&m_fifo, &Fifo::errorOccurred, this, [this] {
        if (m_fifo.state() == Device::State::Closed)
            handleConnectionEnd();
    });
}

QmlFifo::~QmlFifo()
{
    setDevice(nullptr);
}

void QmlFifo::setPath(const QString &path)
{
    if (m_fifo.path() == path)
        return;
    m_fifo.setPath(path);
    Q_EMIT pathChanged();
    if (m_active && m_isComplete) {
        m_fifo.close();
        openNow();
    }
}

void QmlFifo::setActive(bool on)
{
    if (m_active == on)
        return;
    m_active = on;
    if (!on)
        m_fifo.close();
    else if (m_isComplete)
        openNow();
    Q_EMIT activeChanged();
}

void QmlFifo::setCreateIfMissing(bool on)
{
    if (m_createIfMissing == on)
        return;
    m_createIfMissing = on;
    Q_EMIT createIfMissingChanged();
}

void QmlFifo::setWrites(bool on)
{
    if (m_writes == on)
        return;
    m_writes = on;
    Q_EMIT writesChanged();
}

void QmlFifo::componentComplete()
{
    m_isComplete = true;
    if (m_active)
        openNow();
}

void QmlFifo::openNow()
{
    if (m_createIfMissing) {
        const Error made = Fifo::create(m_fifo.path());
        m_fifo.setRemoveOnClose(!made); // never a file that existed before
        if (made && made.code() != Error::NameInUse)
            setError(made);
    }
    m_fifo.setKeepOpen(!m_writes);
    m_fifo.open(m_writes ? Fifo::WriteOnly : Fifo::ReadOnly);
}

void QmlFifo::handleConnectionEnd()
{
    if (!m_active)
        return;
    m_active = false;
    Q_EMIT activeChanged();
}

} // namespace QtInterprocess
