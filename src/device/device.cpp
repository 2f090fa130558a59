// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "device/device_p.h"
#include "engine/lingering.h"
#include "support/errortext.h"
#include "support/logging.h"
#include "support/setting.h"

#include <QtCore/qdebug.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

Device::Device(std::unique_ptr<DevicePrivate> priv, QObject *parent) : QIODevice(parent), m_d(std::move(priv))
{
    m_d->setDevice(this);
}

Device::~Device()
{
    m_d->lingerAndStop();
}

Device::State Device::state() const noexcept
{
    return m_d->state;
}

Error Device::error() const
{
    return m_d->callError ? m_d->callError : m_d->error;
}

void Device::clearError()
{
    m_d->clearError();
}

qint64 Device::readBufferSize() const noexcept
{
    return m_d->limit.size();
}

void Device::setReadBufferSize(qint64 size)
{
    const qint64 before = readBufferSize();
    m_d->setReadLimit(size);
    if (readBufferSize() != before)
        Q_EMIT readBufferSizeChanged();
}

qint64 Device::maximumPacketSize() const noexcept
{
    return m_d->limit.maximumPacketSize();
}

void Device::setMaximumPacketSize(qint64 size)
{
    const qint64 before = maximumPacketSize();
    m_d->setMaximumPacketSize(size);
    if (maximumPacketSize() != before)
        Q_EMIT maximumPacketSizeChanged();
}

qint64 Device::writeBufferSize() const noexcept
{
    return m_d->writeLimit;
}

void Device::setWriteBufferSize(qint64 size)
{
    changeSetting(this, m_d->writeLimit, std::max<qint64>(size, 0), &Device::writeBufferSizeChanged);
}

bool Device::open(OpenMode)
{
    const Error why(Error::InvalidOperation, 0, QStringLiteral("open"), QString(),
                    ErrorText::tr("open() cannot open this device; connect it, or call adopt()"));
    m_d->refuse(why);
    qCWarning(lcConnections) << this << why;
    return false;
}

bool Device::isSequential() const
{
    return true;
}

qint64 Device::bytesAvailable() const
{
    m_d->noteQuery();
    m_d->scheduleEndReading();
    return m_d->input.size() + QIODevice::bytesAvailable();
}

qint64 Device::bytesToWrite() const
{
    return m_d->bytesToWrite();
}

bool Device::canReadLine() const
{
    return m_d->input.indexOf('\n', m_d->input.size()) >= 0 || QIODevice::canReadLine();
}

QByteArray Device::readAll()
{
    return m_d->readAll();
}

void Device::clear()
{
    m_d->discardInput();
}

bool Device::flush()
{
    return m_d->flush();
}

void Device::closeWriteChannel()
{
    m_d->finishWriting();
}

void Device::close()
{
    m_d->close();
}

void Device::abort()
{
    m_d->abort();
}

qintptr Device::nativeHandle() const noexcept
{
    return m_d->engine ? m_d->engine->handle() : qintptr(OwnedHandle::Invalid);
}

OwnedHandle Device::takeHandle()
{
    return m_d->takeHandle();
}

bool Device::waitForConnected(int msecs)
{
    return m_d->waitUntil(State::Connected, QDeadlineTimer(msecs));
}

bool Device::waitForReadyRead(int msecs)
{
    return m_d->waitForReadyRead(QDeadlineTimer(msecs));
}

bool Device::waitForBytesWritten(int msecs)
{
    return m_d->waitForBytesWritten(QDeadlineTimer(msecs));
}

bool Device::waitForDisconnected(int msecs)
{
    return m_d->waitUntil(State::Closed, QDeadlineTimer(msecs));
}

bool Device::drainAll(int msecs)
{
    return drainLingering(QDeadlineTimer(msecs));
}

void Device::setLingerLimits(const LingerLimits &limits)
{
    Lingering::instance().setLimits(limits);
}

LingerLimits Device::lingerLimits()
{
    return Lingering::instance().limits();
}

LingerStatus Device::lingerStatus()
{
    return Lingering::instance().status();
}

bool Device::event(QEvent *event)
{
    switch (m_d->handover.step(this, event)) {
    case Handover::Step::Leave: m_d->leaveThread(); break;
    case Handover::Step::Join: m_d->joinThread(); break;
    case Handover::Step::None: break;
    }
    return QIODevice::event(event);
}

qint64 Device::readData(char *data, qint64 maxSize)
{
    return m_d->read(data, maxSize);
}

qint64 Device::readLineData(char *data, qint64 maxSize)
{
    return m_d->readLine(data, maxSize);
}

qint64 Device::skipData(qint64 maxSize)
{
    return m_d->skip(maxSize);
}

qint64 Device::writeData(const char *data, qint64 size)
{
    return m_d->write(data, size);
}

} // namespace QtInterprocess
