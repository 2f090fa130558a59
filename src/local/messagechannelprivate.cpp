// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Messages on their way in and out. The calls of MessageChannel are in messagechannel.cpp.

#include "local/messagechannel_p.h"

#include "engine/inherited.h"
#include "local/messagevalue.h"

#include <QtCore/qmetaobject.h>

#include <utility>

namespace QtInterprocess {

namespace {

constexpr qint64 InOnePiece = 16 * 1024; // up to this copying is cheaper than a second call
// Messages in one turn, and bytes, so that one busy peer does not keep everything else waiting.
constexpr int AtOnce = 128;
constexpr qint64 BytesAtOnce = 256 * 1024;

} // namespace

MessageChannelPrivate::MessageChannelPrivate(MessageChannel *channel, QIODevice *input, QIODevice *output)
    : in(input),
      out(output),
      q(channel),
      m_turn(*this)
{
    if (in) {
        // Later, and not in there: QIODevice does not emit readyRead() again as long as a slot of it runs, and a slot of ours may
        // open a dialog.
        QObject::connect(in, &QIODevice::readyRead, q, [this] { readLater(); });
        QObject::connect(in, &QIODevice::readChannelFinished, q, [this] {
            m_inputEnded = true;
            readLater();
        });
        readLater(); // what has arrived already
    }
    if (out)
        QObject::connect(out, &QIODevice::bytesWritten, q, [this] {
            if (!m_writing) {
                pump();
            } else if (m_refused) {
                m_willPump = true;
                m_turn.wake();
            }
        });
    for (QIODevice *const device : { input, input == output ? nullptr : output }) {
        if (!device)
            continue;
        const auto gone = [this, device] { deviceGone(device); };
        QObject::connect(device, &QIODevice::aboutToClose, q, gone);
        QObject::connect(device, &QObject::destroyed, q, gone);
    }
}

// Nobody is left to put the output into the device.
MessageChannelPrivate::~MessageChannelPrivate()
{
    lose();
    if (!m_process.isOurs()) // the parent's
        m_loss.discard();
}

// ---- turns

void MessageChannelPrivate::ready(ReadySet)
{
    const Lifetime::Guard guard(m_lifetime);
    if (std::exchange(m_willRead, false))
        read();
    if (!guard.isOver() && std::exchange(m_willPump, false))
        pump();
    if (!guard.isOver() && std::exchange(m_isGone, false))
        tellGone();
}

void MessageChannelPrivate::leaveThread()
{
    m_lifetime.end();
    readLater();
    m_turn.leaveThread();
    handover.leave();
}

void MessageChannelPrivate::joinThread()
{
    m_turn.joinThread();
}

bool MessageChannelPrivate::refuseInherited(const char *operation)
{
    if (handover.join())
        joinThread();
    if (m_process.isOurs())
        return false;
    error = inheritedError(operation, QString());
    return true;
}

// ---- receiving

void MessageChannelPrivate::readLater()
{
    m_willRead = true;
    m_turn.wake();
}

void MessageChannelPrivate::read()
{
    const Lifetime::Guard guard(m_lifetime);
    tellUntold();
    qint64 bytes = 0;
    for (int i = 0; i < AtOnce && bytes < BytesAtOnce && !guard.isOver(); ++i) {
        if (finished || paused || !in)
            return;
        QByteArray message;
        const bool isOpen = in->isReadable(); // not before it connects, and not after its end
        switch (isOpen ? m_reader.next(*in, limit(), message) : FrameReader::Taken::NotYet) {
        case FrameReader::Taken::Message:
            bytes += message.size();
            emitMessage(message);
            break;
        case FrameReader::Taken::NotYet:
            if (m_inputEnded)
                endOfInput();
            return;
        case FrameReader::Taken::TooLarge:
            fail(Error(
                Error::MessageTooLarge, 0, QStringLiteral("receive a message"), QString(),
                QStringLiteral("the peer announces %1 bytes, the limit is %2").arg(m_reader.announced()).arg(limit())));
            return;
        }
    }
    if (guard.isOver())
        return;
    m_willRead = true;
    m_turn.wakeAfter(0); // others first
}

void MessageChannelPrivate::emitMessage(const QByteArray &message)
{
    static const QMetaMethod value = QMetaMethod::fromSignal(&MessageChannel::valueReceived);
    ++m_count;
    if (q->isSignalConnected(value))
        m_untoldValue = message;
    const Lifetime::Guard guard(m_lifetime);
    Q_EMIT q->messageReceived(message);
    if (!guard.isOver())
        tellUntold();
}

// A slot may have moved the channel to another thread, where this goes on.
void MessageChannelPrivate::tellUntold()
{
    const Lifetime::Guard guard(m_lifetime);
    if (const auto value = std::exchange(m_untoldValue, std::nullopt))
        emitValue(*value);
    if (guard.isOver() || !std::exchange(m_endIsUntold, false))
        return;
    finished = true;
    emitFinished();
}

void MessageChannelPrivate::emitValue(const QByteArray &message)
{
    if (const auto value = decodeValue(message, format, valueLimits))
        Q_EMIT q->valueReceived(*value);
    else if (value.error().code() == Error::MessageTooLarge)
        fail(value.error());
    else
        refuseValue(value.error());
}

// As often as the peer likes, so not each of them is reported.
void MessageChannelPrivate::refuseValue(const Error &why)
{
    const Lifetime::Guard guard(m_lifetime);
    if (const Error now = m_refusals.add(why))
        report(now);
    if (!guard.isOver())
        reportLater();
}

void MessageChannelPrivate::reportLater()
{
    const QDeadlineTimer due = m_refusals.dueAt();
    if (due.isForever() || (m_due && m_due->isActive()))
        return;
    if (!m_due) {
        m_due = new QTimer(q); // moves to another thread with the channel
        m_due->setSingleShot(true);
        QObject::connect(m_due, &QTimer::timeout, q, [this] {
            const Lifetime::Guard guard(m_lifetime);
            reportAll(m_refusals.takeDue());
            if (!guard.isOver())
                reportLater();
        });
    }
    m_due->start(int(due.remainingTime()) + 1);
}

void MessageChannelPrivate::reportAll(const std::vector<Error> &errors)
{
    const Lifetime::Guard guard(m_lifetime);
    for (const Error &why : errors) {
        report(why);
        if (guard.isOver())
            return;
    }
}

void MessageChannelPrivate::endOfInput()
{
    if (!m_reader.isInside()) {
        finish();
        return;
    }
    fail(Error(Error::PartialMessage, 0, QStringLiteral("receive a message"), QString(),
               QStringLiteral("the peer has ended in the middle of it")));
}

// ---- the end

void MessageChannelPrivate::deviceGone(QIODevice *device)
{
    const bool isLast = device == in || !in; // who cannot send any more may still receive
    const bool isLoss = device == out && !m_output.isEmpty();
    if (device == out) {
        m_writeFailed = true;
        lose();
    }
    if (finished || (!isLast && !isLoss))
        return;
    m_isGone = true; // told outside of the caller's close()
    m_isLastGone = m_isLastGone || isLast;
    m_turn.wake();
}

void MessageChannelPrivate::tellGone()
{
    const Lifetime::Guard guard(m_lifetime);
    m_endIsUntold = m_endIsUntold || (std::exchange(m_isLastGone, false) && !finished);
    if (m_loss)
        report(m_loss.report());
    if (!guard.isOver())
        tellUntold();
}

void MessageChannelPrivate::lose()
{
    if (!m_output.isEmpty())
        m_loss.add(Failure::ofOutput(Error(Error::PeerClosed, 0, QStringLiteral("send a message"), QString(),
                                           QStringLiteral("the device was closed before it had taken all of it"))));
    m_output.clear();
}

void MessageChannelPrivate::fail(const Error &why)
{
    finished = m_endIsUntold = true;
    m_output.clear();
    for (const QPointer<QIODevice> &device : { in, out }) {
        if (!device)
            continue;
        QObject::disconnect(device, nullptr, q, nullptr);
        device->close();
    }
    const Lifetime::Guard guard(m_lifetime);
    report(why);
    if (!guard.isOver())
        tellUntold();
}

void MessageChannelPrivate::finish()
{
    if (!std::exchange(finished, true))
        emitFinished();
}

void MessageChannelPrivate::emitFinished()
{
    const Lifetime::Guard guard(m_lifetime);
    reportAll(m_refusals.takeAll());
    if (!guard.isOver())
        Q_EMIT q->finished();
}

void MessageChannelPrivate::report(const Error &why)
{
    error = why;
    Q_EMIT q->errorOccurred(why);
}

// ---- sending

bool MessageChannelPrivate::refuse(Error::Code code, const QString &why)
{
    error = Error(code, 0, QStringLiteral("send a message"), QString(), why);
    return false;
}

bool MessageChannelPrivate::send(const QByteArray &message)
{
    if (refuseInherited("send a message"))
        return false;
    if (!out || m_writeFailed || !out->isWritable())
        return refuse(Error::InvalidOperation, QStringLiteral("the device is not open for writing"));
    const qint64 size = message.size();
    if (size > limit())
        return refuse(Error::MessageTooLarge,
                      QStringLiteral("it has %1 bytes, the limit is %2").arg(size).arg(limit()));
    if (writeLimit > 0 && bytesToWrite() > 0 && bytesToWrite() + Frame::HeaderSize + size > writeLimit) {
        m_refused = true;
        return refuse(Error::ResourceExhausted, QStringLiteral("there is no room in the write buffer now"));
    }
    const QByteArray header = Frame::header(size);
    if (size <= InOnePiece) {
        put(header + message);
    } else {
        put(header);
        put(message);
    }
    return !m_writeFailed || refuse(Error::PeerClosed, QStringLiteral("the device takes no more"));
}

void MessageChannelPrivate::put(const QByteArray &bytes)
{
    if (m_writeFailed)
        return;
    const qint64 accepted = m_output.isEmpty() ? write(bytes.constData(), bytes.size()) : 0;
    if (accepted < 0)
        m_writeFailed = true;
    else
        m_output.append(bytes.constData() + accepted, bytes.size() - accepted);
}

qint64 MessageChannelPrivate::write(const char *data, qint64 size)
{
    m_writing = true;
    const qint64 count = out->write(data, size);
    m_writing = false;
    return count;
}

void MessageChannelPrivate::pump()
{
    while (out && !m_output.isEmpty()) {
        ByteQueue::View view {};
        m_output.views(&view, 1);
        const qint64 count = write(view.data, view.size);
        if (count < 0)
            return; // the end of the device follows
        m_output.discard(count);
        if (count < view.size)
            break;
    }
    tellRoom();
}

void MessageChannelPrivate::tellRoom()
{
    if (m_refused && (writeLimit == 0 || bytesToWrite() <= writeLimit / 2)) {
        m_refused = false;
        Q_EMIT q->readyToSend();
    }
}

} // namespace QtInterprocess
