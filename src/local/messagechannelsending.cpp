// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Sending messages, and closing after the last one.

#include "local/messagechannel_p.h"

#include "support/errortext.h"

#include <QtInterprocess/device.h>

#include <utility>

namespace QtInterprocess {

static constexpr qint64 InOnePiece = 16 * 1024; // up to this size, copying is cheaper than a second call

// Returns false. error() returns the reason until messages are read again.
bool MessageChannelPrivate::refuseCall(const Error &why)
{
    callError = why;
    readLater(); // to forget it
    return false;
}

bool MessageChannelPrivate::refuse(Error::Code code, const ErrorText &why)
{
    return refuseCall(Error(code, 0, QStringLiteral("send a message"), QString(), why));
}

// Returns false, with the reason in callError, if this message can never be sent.
bool MessageChannelPrivate::checkMessage(const QByteArray &message)
{
    if (m_closing || !out || m_writeFailed || !out->isWritable())
        return refuse(Error::InvalidOperation, ErrorText::tr("the device is not open for writing"));
    if (const ErrorText obstacle = Frame::obstacle(message, framing); !obstacle.isEmpty())
        return refuse(Error::InvalidMessage, obstacle);
    return message.size() <= limit()
        || refuse(Error::MessageTooLarge,
                  ErrorText::tr("the message has %1 bytes, the limit is %2").arg(message.size()).arg(limit()));
}

bool MessageChannelPrivate::send(const QByteArray &message, std::vector<OwnedHandle> *handles)
{
    if (refuseInherited("send a message") || !checkMessage(message))
        return false;
    const qint64 size = message.size();
    const QByteArray header = m_handles && sendsNumbers() ? Frame::headerWithNumbers(size, {})
                                                          : Frame::header(size, framing);
    const QByteArray end = Frame::end(framing);
    const qint64 whole = header.size() + size + end.size();
    if (handles) {
        if (const Error why = checkHandles(whole, *handles))
            return refuseCall(why);
    }
    if (writeLimit > 0 && bytesToWrite() > 0 && bytesToWrite() + whole > writeLimit) {
        m_refused = true;
        return refuse(Error::ResourceExhausted,
                      ErrorText::tr("the write buffer is full; send again when the peer has read"));
    }
    if (handles)
        return sendWithHandles(message, std::move(*handles));
    const Lifetime::Guard guard(m_lifetime);
    if (size <= InOnePiece)
        put(header + message + end);
    else
        putParts({ header, message, end });
    return guard.isOver() || !m_writeFailed
        || refuse(Error::PeerClosed, ErrorText::tr("the device does not accept more output"));
}

void MessageChannelPrivate::putParts(std::initializer_list<QByteArray> parts)
{
    const Lifetime::Guard guard(m_lifetime);
    for (const QByteArray &part : parts) {
        if (!guard.isOver() && !part.isEmpty())
            put(part);
    }
}

void MessageChannelPrivate::put(const QByteArray &bytes)
{
    if (m_writeFailed)
        return;
    const qint64 accepted = m_output.isEmpty() ? write(bytes.constData(), bytes.size()) : 0;
    if (accepted >= 0)
        m_output.append(bytes.constData() + accepted, bytes.size() - accepted);
}

// Writes to the device. A device may emit bytesWritten() inside write(); if a slot then destroys or
// moves the channel, −1 is returned.
qint64 MessageChannelPrivate::write(const char *data, qint64 size)
{
    const Lifetime::Guard guard(m_lifetime);
    m_writing = true;
    const qint64 count = out->write(data, size);
    if (guard.isOver())
        return -1;
    m_writing = false;
    if (count < 0)
        endOutput();
    return count;
}

// Writes the queued output. Returns false if the channel was destroyed or moved.
bool MessageChannelPrivate::moveOutput()
{
    const Lifetime::Guard guard(m_lifetime);
    while (out && !m_output.isEmpty()) {
        const bool hasMoved = m_handles && m_handles->isNext() ? moveNextHandles() : moveNextBytes();
        if (guard.isOver())
            return false;
        if (!hasMoved)
            break;
    }
    return true;
}

// Writes the first bytes of the queue, up to those with handles. Returns false if the device does
// not take them all now, or if the output is lost.
bool MessageChannelPrivate::moveNextBytes()
{
    const Lifetime::Guard guard(m_lifetime);
    ByteQueue::View view {};
    m_output.views(&view, 1);
    const qint64 wanted = m_handles ? m_handles->bytesBeforeNext(view.size) : view.size;
    const qint64 count = write(view.data, wanted);
    if (guard.isOver() || count < 0)
        return false;
    m_output.discard(count);
    if (m_handles)
        m_handles->bytesTaken(count);
    return count == wanted;
}

void MessageChannelPrivate::pump()
{
    if (!moveOutput())
        return;
    if (!m_closing)
        emitReadyToSend();
    else if (m_output.isEmpty() && !finished)
        closeDevices();
}

void MessageChannelPrivate::emitReadyToSend()
{
    if (m_refused && !m_writeFailed && (writeLimit <= 0 || bytesToWrite() <= writeLimit / 2)) {
        m_refused = false;
        Q_EMIT q->readyToSend();
    }
}

bool MessageChannelPrivate::waitForSent(QDeadlineTimer deadline)
{
    const Lifetime::Guard guard(m_lifetime);
    while (bytesToWrite() > 0) {
        if (!out)
            return false;
        const bool went = out->waitForBytesWritten(int(deadline.remainingTime()));
        if (guard.isOver())
            return false;
        if (!went)
            return timedOut(deadline, "wait for the output to be sent");
    }
    return !m_writeFailed;
}

// ---- the end

void MessageChannelPrivate::endOutput()
{
    m_writeFailed = true;
    lose();
    if (m_loss)
        readLater(); // reports it
}

void MessageChannelPrivate::lose()
{
    if (!m_output.isEmpty())
        m_loss.add(Failure::ofOutput(Error(Error::PeerClosed, 0, QStringLiteral("send a message"), QString(),
                                           ErrorText::tr("the device was closed before the whole message was sent"))));
    m_output.clear();
    if (m_handles)
        m_handles->clearQueue();
}

void MessageChannelPrivate::close()
{
    if (std::exchange(m_closing, true))
        return;
    if (auto *const device = qobject_cast<Device *>(out.data())) {
        // The device delivers all its output, even if it is destroyed, and emits nothing inside
        // write().
        const qint64 limit = device->writeBufferSize();
        device->setWriteBufferSize(0);
        (void)moveOutput();
        device->setWriteBufferSize(limit);
    }
    if (m_output.isEmpty())
        closeDevices();
    else
        readLater();
}

// Closes the devices. Returns false if a slot of aboutToClose() has destroyed or moved the channel.
bool MessageChannelPrivate::closeDevices()
{
    const Lifetime::Guard guard(m_lifetime);
    for (const QPointer<QIODevice> &device : { in, out }) {
        if (device && !guard.isOver())
            device->close();
    }
    if (guard.isOver())
        return false;
    deviceGone(Use::Both); // a device that was not open emits nothing
    return true;
}

} // namespace QtInterprocess
