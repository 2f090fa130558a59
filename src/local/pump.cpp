// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/pump.h>

#include "local/inputwatch.h"
#include "support/errortext.h"
#include "support/lifetime.h"
#include "support/setting.h"

#include <QtInterprocess/device.h>

#include <QtCore/qcoreevent.h>
#include <QtCore/qprocess.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

class PumpPrivate
{
public:
    PumpPrivate(Pump *pump, QIODevice *from, QIODevice *to);

    void leaveThread()
    {
        m_lifetime.end();
        source.wake(); // in the new thread
    }

    void wake() { source.wake(); }
    QBindingStorage *bindingStorage() const { return q->bindingStorage(); }
    qint64 bufferLimit() const { return std::max<qint64>(bufferSize, 0); }

    Pump *const q;
    InputWatch source;
    const QPointer<QIODevice> target;
    std::function<QByteArray(const QByteArray &)> transform;
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(PumpPrivate, qint64, bufferSize, 256 * 1024, &PumpPrivate::wake)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(PumpPrivate, bool, closesWriteChannel, true)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(PumpPrivate, bool, paused, false, &PumpPrivate::wake)
    qint64 transferred = 0;
    Error error;
    bool finished = false;

private:
    void move();
    bool hasRoom() const { return bufferLimit() == 0 || target->bytesToWrite() < bufferLimit(); }
    bool readBlock();
    bool writeBlock();
    void setBlock(const QByteArray &block, qint64 size);
    void end();
    void closeTarget();
    void fail(const Error &why);
    Error targetError() const;

    Lifetime m_lifetime;
    QByteArray m_block; // m_written bytes of it are in the target
    qsizetype m_written = 0;
    qint64 m_blockSize = 0; // in the source
    bool m_wasWritable = false;
    bool m_isAtEnd = false;
    bool m_isWriting = false; // a target may emit bytesWritten() inside write(), and a slot may run an event loop
};

static constexpr qint64 PumpBlockSize = 64 * 1024;
static constexpr int BlocksAtOnce = 16; // so that other events get their turn

static Error pumpError(Error::Code code, const ErrorText &why)
{
    return Error(code, 0, QStringLiteral("write to the target"), QString(), why);
}

PumpPrivate::PumpPrivate(Pump *pump, QIODevice *from, QIODevice *to)
    : q(pump),
      source(pump, from, [this] { move(); }),
      target(to)
{
    if (!to)
        return;
    const auto wake = [this] { source.wake(); };
    QObject::connect(to, &QIODevice::bytesWritten, q, wake);
    QObject::connect(to, &QIODevice::aboutToClose, q, wake); // checks whether the target can still be written
    QObject::connect(to, &QObject::destroyed, q, wake);
}

void PumpPrivate::move()
{
    const Lifetime::Guard guard(m_lifetime);
    for (int i = 0; i < BlocksAtOnce; ++i) {
        if (paused || finished || m_isWriting)
            return;
        if (!target || !target->isWritable())
            return fail(targetError());
        m_wasWritable = true;
        if (!writeBlock() || guard.isOver() || !hasRoom())
            return; // bytesWritten() follows
        if (!readBlock()) {
            if (source.hasEnded())
                end();
            return;
        }
    }
    source.wake();
}

bool PumpPrivate::readBlock()
{
    QByteArray block = std::exchange(m_block, QByteArray()); // reuses its memory
    block.resize(PumpBlockSize);
    const qint64 count = source.read(block.data(), PumpBlockSize);
    block.resize(qsizetype(std::max<qint64>(count, 0)));
    if (count > 0) {
        setBlock(transform ? transform(block) : block, count);
        return true;
    }
    if (!source.hasEnded() || !transform || std::exchange(m_isAtEnd, true))
        return false;
    setBlock(transform({}), 0);
    return true;
}

void PumpPrivate::setBlock(const QByteArray &block, qint64 size)
{
    m_block = block;
    m_blockSize = size;
    m_written = 0;
}

// Returns true if the target has taken all. If it emits bytesWritten() here, a slot may destroy the
// Pump.
bool PumpPrivate::writeBlock()
{
    if (m_written < m_block.size()) {
        const Lifetime::Guard guard(m_lifetime);
        m_isWriting = true;
        const qint64 count = target->write(m_block.constData() + m_written, m_block.size() - m_written);
        if (guard.isOver())
            return false;
        m_isWriting = false;
        if (count < 0) {
            fail(targetError());
            return false;
        }
        m_written += qsizetype(count);
        if (m_written < m_block.size())
            return false;
    }
    const qint64 size = std::exchange(m_blockSize, 0);
    transferred += size;
    const Lifetime::Guard guard(m_lifetime);
    if (size > 0)
        Q_EMIT q->bytesTransferredChanged();
    return !guard.isOver();
}

void PumpPrivate::end()
{
    auto *const device = qobject_cast<Device *>(source.device());
    if (device && device->error())
        return fail(device->error());
    finished = true;
    const Lifetime::Guard guard(m_lifetime);
    if (closesWriteChannel)
        closeTarget();
    if (!guard.isOver())
        Q_EMIT q->finished();
}

void PumpPrivate::closeTarget()
{
    if (auto *const device = qobject_cast<Device *>(target.data()))
        return device->closeWriteChannel();
    if (auto *const process = qobject_cast<QProcess *>(target.data()))
        return process->closeWriteChannel();
    if (!target->isReadable())
        target->close();
}

void PumpPrivate::fail(const Error &why)
{
    finished = true;
    error = why;
    m_block.clear();
    const Lifetime::Guard guard(m_lifetime);
    Q_EMIT q->errorOccurred(why);
    if (!guard.isOver())
        Q_EMIT q->finished();
}

Error PumpPrivate::targetError() const
{
    if (const auto *const device = qobject_cast<Device *>(target.data()); device && device->error())
        return device->error();
    if (!target || (m_wasWritable && !target->isWritable()))
        return pumpError(Error::PeerClosed, ErrorText::tr("the target was closed before the end of the source"));
    if (!target->isWritable())
        return pumpError(Error::InvalidOperation, ErrorText::tr("the target is not open for writing"));
    return pumpError(Error::OtherError, target->errorString());
}

Pump::Pump(QIODevice *source, QIODevice *target, QObject *parent)
    : QObject(parent),
      m_d(std::make_unique<PumpPrivate>(this, source, target))
{ }

Pump::~Pump() = default;

bool Pump::event(QEvent *event)
{
    if (event->type() == QEvent::ThreadChange)
        m_d->leaveThread();
    return QObject::event(event);
}

qint64 Pump::bufferSize() const noexcept
{
    return m_d->bufferLimit();
}

void Pump::setBufferSize(qint64 size)
{
    m_d->bufferSize = std::max<qint64>(size, 0);
}

QBindable<qint64> Pump::bindableBufferSize()
{
    return &m_d->bufferSize;
}

qint64 Pump::bytesTransferred() const noexcept
{
    return m_d->transferred;
}

bool Pump::closesWriteChannel() const noexcept
{
    return m_d->closesWriteChannel;
}

void Pump::setClosesWriteChannel(bool on)
{
    m_d->closesWriteChannel = on;
}

QBindable<bool> Pump::bindableClosesWriteChannel()
{
    return &m_d->closesWriteChannel;
}

bool Pump::isPaused() const noexcept
{
    return m_d->paused;
}

void Pump::setPaused(bool on)
{
    m_d->paused = on;
}

QBindable<bool> Pump::bindablePaused()
{
    return &m_d->paused;
}

void Pump::setTransform(std::function<QByteArray(const QByteArray &)> transform)
{
    m_d->transform = std::move(transform);
}

bool Pump::isFinished() const noexcept
{
    return m_d->finished;
}

Error Pump::error() const
{
    return m_d->error;
}

} // namespace QtInterprocess
