// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Receiving messages, and the end. messagechannelsending.cpp sends; messagechannel.cpp has the
// public functions.

#include "local/messagechannel_p.h"

#include "engine/inherited.h"
#include "local/messagevalue.h"
#include "support/errortext.h"

#include <QtCore/qmetaobject.h>

#include <utility>

namespace QtInterprocess {

namespace {

// The limits of one turn, so that one busy peer does not delay everything else.
constexpr int MessagesAtOnce = 128;
constexpr qint64 BytesAtOnce = 256 * 1024;

} // namespace

MessageChannelPrivate::MessageChannelPrivate(MessageChannel *channel, QIODevice *input, QIODevice *output)
    : in(input),
      out(output),
      q(channel),
      m_turn(*this)
{
    if (in) {
        // Read later, not in this slot, because users' slots may open a dialog. QIODevice does not
        // emit readyRead() again while one of its slots runs.
        QObject::connect(in, &QIODevice::readyRead, q, [this] { inputArrived(); });
        QObject::connect(in, &QIODevice::readChannelFinished, q, [this] {
            m_inputEnded = true;
            readLater();
        });
        readLater(); // for input that has already arrived
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
    m_inputIsClosed = input && input->isOpen() && !input->isReadable();
    watch(input, input == output ? Use::Both : Use::In);
    if (input != output)
        watch(output, Use::Out);
}

// Watches a device by its use, because a destroyed device cannot be found: in and out are null
// then.
void MessageChannelPrivate::watch(QIODevice *device, Use use)
{
    if (!device)
        return;
    QObject::connect(device, &QIODevice::aboutToClose, q, [this, device, use] {
        // In a device for both directions, this can be the end of the input only; see Device.
        const bool mayWrite = use == Use::Both && !device->isReadable() && !std::exchange(m_inputIsClosed, true);
        deviceGone(mayWrite ? Use::In : use);
    });
    QObject::connect(device, &QObject::destroyed, q, [this, use] { deviceGone(use); });
}

// Counts the output as lost, because nothing can pass it to the device any more.
MessageChannelPrivate::~MessageChannelPrivate()
{
    lose();
    releaseHandles();
    if (!m_process.isOwned()) // the parent reports it
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
    if (m_process.isOwned())
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
    if (callError)
        callError = {};
    emitPending();
    if (!guard.isOver() && !m_closing)
        takeMessages();
    else if (!guard.isOver() && in && in->isReadable())
        in->skip(in->bytesAvailable()); // otherwise a peer that writes before it reads is blocked
    if (!guard.isOver())
        reportLastClosed();
}

void MessageChannelPrivate::reportLastClosed()
{
    if (!std::exchange(m_isLastClosed, false))
        return;
    m_isEndPending = !finished || m_isEndPending;
    emitPending();
}

void MessageChannelPrivate::takeMessages()
{
    const Lifetime::Guard guard(m_lifetime);
    qint64 bytes = 0;
    for (int i = 0; i < MessagesAtOnce && bytes < BytesAtOnce && !guard.isOver(); ++i) {
        if (finished || paused || !in)
            return;
        QByteArray message;
        if (!takeMessage(message))
            return;
        bytes += message.size();
        emitMessage(message);
    }
    if (guard.isOver())
        return;
    m_willRead = true;
    m_turn.wakeAfter(0); // other events first
}

// Takes a message. Returns false if there is none, after reporting the end of the input and its
// errors.
bool MessageChannelPrivate::takeMessage(QByteArray &message)
{
    const bool isOpen = in->isReadable(); // false before it connects and after its end
    switch (isOpen ? reader.next(*in, limit(), message) : FrameReader::Taken::NotYet) {
    case FrameReader::Taken::Message: return !m_handles || endMessageHandles();
    case FrameReader::Taken::NotYet:
        if (m_handles)
            takeReadHandles();
        if (m_inputEnded || (isOpen && !in->isSequential() && in->atEnd())) // a file does not report its end
            endOfInput();
        break;
    case FrameReader::Taken::Failed: fail(reader.error()); break;
    }
    return false;
}

void MessageChannelPrivate::emitMessage(const QByteArray &message)
{
    static const QMetaMethod value = QMetaMethod::fromSignal(&MessageChannel::valueReceived);
    ++m_count;
    if (q->isSignalConnected(value) && carriesValue(message))
        m_pendingValue = message;
    const Lifetime::Guard guard(m_lifetime);
    Q_EMIT q->messageReceived(message);
    if (!guard.isOver())
        emitPending();
    if (!guard.isOver() && m_handles)
        m_handles->closeTaken();
}

// Whether the message has a value: with JSON in lines, empty lines have none.
bool MessageChannelPrivate::carriesValue(const QByteArray &message) const
{
    return !message.isEmpty() || reader.framing() != Framing::Lines;
}

// Emits the news. If a slot has moved the channel to another thread, it continues there.
void MessageChannelPrivate::emitPending()
{
    const Lifetime::Guard guard(m_lifetime);
    emitErrors();
    if (guard.isOver())
        return;
    if (const auto value = std::exchange(m_pendingValue, std::nullopt))
        emitValue(*value);
    if (guard.isOver() || !m_isEndPending)
        return;
    finished = true;
    noteErrors(m_refusals.takeAll());
    emitErrors();
    if (!guard.isOver() && std::exchange(m_isEndPending, false))
        Q_EMIT q->finished();
}

void MessageChannelPrivate::emitErrors()
{
    const Lifetime::Guard guard(m_lifetime);
    while (!guard.isOver() && (m_loss || !m_pendingErrors.empty())) {
        if (m_pendingErrors.empty()) {
            error = m_loss.report();
        } else {
            error = std::move(m_pendingErrors.front());
            m_pendingErrors.pop_front();
        }
        Q_EMIT q->errorOccurred(Error(error));
    }
}

void MessageChannelPrivate::noteErrors(const std::vector<Error> &errors)
{
    m_pendingErrors.insert(m_pendingErrors.end(), errors.begin(), errors.end());
}

void MessageChannelPrivate::emitValue(const QByteArray &message)
{
    if (const auto value = decodeValue(message, format, valueLimits()))
        Q_EMIT q->valueReceived(*value);
    else if (value.error().code() == Error::MessageTooLarge)
        fail(value.error());
    else
        refuseValue(value.error());
}

void MessageChannelPrivate::refuseValue(const Error &why)
{
    noteRefusal(why);
    emitErrors();
}

// Reports what the channel has refused. The peer can cause any number of these errors, so not each
// one is reported.
void MessageChannelPrivate::noteRefusal(const Error &why)
{
    if (const Error now = m_refusals.add(why))
        m_pendingErrors.push_back(now);
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
            noteErrors(m_refusals.takeDue());
            reportLater();
            emitErrors();
        });
    }
    m_due->start(int(due.remainingTime()) + 1);
}

void MessageChannelPrivate::endOfInput()
{
    if (!reader.isInside()) {
        m_isEndPending = !finished;
        emitPending();
        return;
    }
    fail(Error(Error::PartialMessage, 0, QStringLiteral("receive a message"), QString(),
               ErrorText::tr("the peer closed the connection in the middle of the message")));
}

// ---- the end

void MessageChannelPrivate::deviceGone(Use use)
{
    m_isLastClosed = m_isLastClosed || use != Use::Out || !in; // a device that cannot send any more may still receive
    if (use != Use::In)
        endOutput();
    readLater(); // reports it, but not inside the caller's close()
}

void MessageChannelPrivate::fail(const Error &why)
{
    finished = m_isEndPending = m_closing = true;
    noteErrors(m_refusals.takeAll());
    m_pendingErrors.push_back(why);
    m_output.clear();
    clearHandles();
    for (const QPointer<QIODevice> &device : { in, out }) {
        if (device)
            QObject::disconnect(device, nullptr, q, nullptr);
    }
    if (closeDevices())
        emitPending();
}

// ---- waiting

bool MessageChannelPrivate::waitForMessage(QDeadlineTimer deadline)
{
    if (refuseInherited("wait for a message"))
        return false;
    const qint64 before = m_count;
    const Lifetime::Guard guard(m_lifetime);
    for (;;) {
        read();
        if (guard.isOver())
            return true; // only a receiver of a message can have destroyed it
        if (m_count > before)
            return true;
        if (finished || paused || m_closing || !in)
            return false;
        const bool came = in->waitForReadyRead(int(deadline.remainingTime()));
        if (guard.isOver() || m_count > before)
            return true;
        if (!came && !m_inputEnded)
            return timedOut(deadline, "wait for a message");
    }
}

// Takes the message itself, so that none is emitted.
std::optional<QByteArray> MessageChannelPrivate::receive(QDeadlineTimer deadline)
{
    if (refuseInherited("receive a message"))
        return std::nullopt;
    callError = {};
    const Lifetime::Guard guard(m_lifetime);
    emitPending();
    while (!guard.isOver() && !finished && !m_closing && in) {
        QByteArray message;
        if (takeMessage(message)) {
            ++m_count;
            return message;
        }
        if (guard.isOver() || finished)
            break;
        const bool came = in->waitForReadyRead(int(deadline.remainingTime()));
        if (guard.isOver())
            break;
        reportLastClosed();
        if (!guard.isOver() && !came && !m_inputEnded) {
            timedOut(deadline, "receive a message");
            break;
        }
    }
    return std::nullopt;
}

std::optional<QCborValue> MessageChannelPrivate::receiveValue(QDeadlineTimer deadline)
{
    for (;;) {
        const std::optional<QByteArray> message = receive(deadline);
        if (!message)
            return std::nullopt;
        if (!carriesValue(*message))
            continue;
        if (const auto value = decodeValue(*message, format, valueLimits()))
            return *value;
        else if (value.error().code() == Error::MessageTooLarge)
            fail(value.error());
        else
            refuseCall(value.error());
        return std::nullopt;
    }
}

// Returns false. After a timeout, error() returns it until messages are read again.
bool MessageChannelPrivate::timedOut(QDeadlineTimer deadline, const char *operation)
{
    return deadline.hasExpired() && !error && refuseCall(Error(Error::TimedOut, 0, QString::fromLatin1(operation)));
}

} // namespace QtInterprocess
