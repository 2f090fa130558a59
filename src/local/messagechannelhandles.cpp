// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The handles that messages bring.

#include "device/device_p.h"
#include "device/handlecarrier.h"
#include "local/messagechannel_p.h"
#include "support/errortext.h"

#include <utility>

namespace QtInterprocess {

static HandleCarrier *carrierOf(QIODevice *device)
{
    auto *const own = qobject_cast<Device *>(device);
    return own ? DevicePrivate::of(*own)->handleCarrier() : nullptr;
}

// ---- receiving

void MessageChannelPrivate::applyHandleLimit()
{
    if (handleLimit() > 0 && !m_handles)
        m_handles = std::make_unique<ChannelHandles>();
    if (!m_handles)
        return;
    HandleCarrier *const carrier = carrierOf(in);
    if (!carrier)
        return;
    carrier->setMessageLimit(handleLimit());
    if (carrier->way() == HandleCarrier::Way::InHeader)
        reader.setHandleLimit(handleLimit());
}

void MessageChannelPrivate::inputArrived()
{
    HandleCarrier *const carrier = m_handles && handleLimit() > 0 ? carrierOf(in) : nullptr;
    if (carrier)
        carrier->inputArrived();
    readLater();
}

// Leaves the handles of the device to its next reader.
void MessageChannelPrivate::releaseHandles()
{
    HandleCarrier *const carrier = m_handles ? carrierOf(in) : nullptr;
    if (!carrier)
        return;
    dropNumbers(*carrier);
    if (handleLimit() > 0)
        carrier->setMessageLimit(0);
}

// Takes the handles of bytes that were just read: all of them belong to the message that these
// bytes are a part of.
void MessageChannelPrivate::takeReadHandles()
{
    HandleCarrier *const carrier = handleLimit() > 0 ? carrierOf(in) : nullptr;
    if (carrier && carrier->way() == HandleCarrier::Way::BesideBytes)
        m_handles->add(carrier->takeOfRead(), handleLimit());
}

// Gives the handles to the message that is complete now. Returns false if the message ends the
// channel.
bool MessageChannelPrivate::endMessageHandles()
{
    takeReadHandles();
    if (const std::vector<quint64> numbers = reader.takeNumbers(); !numbers.empty()) {
        HandleCarrier *const carrier = carrierOf(in);
        auto handles = carrier ? carrier->takeNumbers(numbers) : std::vector<OwnedHandle>();
        if (!handles && handles.error().code() == Error::InvalidMessage) {
            fail(handles.error());
            return false;
        }
        if (handles)
            m_handles->add({ std::move(*handles), {} }, int(numbers.size()));
        else // the peer may not send handles
            noteRefusal(handles.error());
    }
    if (const Error lost = m_handles->endMessage())
        noteRefusal(lost);
    return true;
}

// Closes the handles of a message that is incomplete and remains so.
void MessageChannelPrivate::dropNumbers(HandleCarrier &carrier)
{
    if (const std::vector<quint64> numbers = reader.takeNumbers(); !numbers.empty())
        (void)carrier.takeNumbers(numbers);
}

std::vector<OwnedHandle> MessageChannelPrivate::takeHandles()
{
    return m_handles ? m_handles->take() : std::vector<OwnedHandle>();
}

void MessageChannelPrivate::clearHandles()
{
    if (!m_handles)
        return;
    m_handles->clear();
    if (HandleCarrier *const carrier = carrierOf(in))
        dropNumbers(*carrier);
}

// ---- sending

// Whether messages have a header with the numbers of handles.
bool MessageChannelPrivate::sendsNumbers() const
{
    if (handleLimit() == 0 || framing != Framing::LengthPrefix)
        return false;
    const HandleCarrier *const carrier = carrierOf(out);
    return carrier && carrier->way() == HandleCarrier::Way::InHeader;
}

// Returns the reason why the handles cannot be sent with a message of so many bytes in all.
Error MessageChannelPrivate::checkHandles(qint64 whole, const std::vector<OwnedHandle> &handles) const
{
    const auto no = [](Error::Code code, const ErrorText &why) {
        return Error(code, 0, QStringLiteral("send a message"), QString(), why);
    };
    HandleCarrier *const carrier = carrierOf(out);
    if (!carrier)
        return no(Error::Unsupported, ErrorText::tr("the device cannot pass handles; use a LocalSocket"));
    if (carrier->way() == HandleCarrier::Way::InHeader && !sendsNumbers())
        return no(Error::InvalidOperation,
                  ErrorText::tr("on this system handles need maximumHandles on both sides, and the length prefix"));
    return carrier->check(whole, handles);
}

bool MessageChannelPrivate::sendWithHandles(const QByteArray &message, std::vector<OwnedHandle> &&handles)
{
    HandleCarrier &carrier = *carrierOf(out);
    if (!m_handles)
        m_handles = std::make_unique<ChannelHandles>();
    if (carrier.way() == HandleCarrier::Way::InHeader)
        return sendNumbers(carrier, message, std::move(handles));
    const QByteArray whole = Frame::header(message.size(), framing) + message + Frame::end(framing);
    if (!m_output.isEmpty() || !carrier.hasRoom(whole.size())) {
        m_handles->enqueue(m_output.size(), whole.size(), std::move(handles));
        m_output.append(whole.constData(), whole.size());
        return true;
    }
    // A device of this library emits nothing inside write().
    return carrier.write(whole, std::move(handles)) == whole.size()
        || refuseCall(static_cast<Device *>(out.data())->error());
}

bool MessageChannelPrivate::sendNumbers(HandleCarrier &carrier, const QByteArray &message,
                                        std::vector<OwnedHandle> &&handles)
{
    const auto numbers = carrier.sendNumbers(handles);
    if (!numbers)
        return refuseCall(numbers.error());
    putParts({ Frame::headerWithNumbers(message.size(), *numbers), message });
    if (m_writeFailed) {
        carrier.takeBack(*numbers);
        return refuse(Error::PeerClosed, ErrorText::tr("the device does not accept more output"));
    }
    handles.clear();
    return true;
}

// Writes the next bytes of the queue with their handles. Returns false if the device has no room.
bool MessageChannelPrivate::moveNextHandles()
{
    HandleCarrier *const carrier = carrierOf(out);
    const qint64 size = m_handles->nextSize();
    if (!carrier || !carrier->hasRoom(size))
        return false;
    const QByteArray bytes = m_output.take(size);
    const bool isWritten = carrier->write(bytes, std::move(m_handles->next())) == size;
    m_handles->nextTaken();
    if (!isWritten) {
        m_output.append(bytes.constData(), size); // is lost with the rest
        endOutput();
    }
    return isWritten;
}

} // namespace QtInterprocess
