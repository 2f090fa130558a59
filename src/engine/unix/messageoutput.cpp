// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/messageoutput.h"

#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/pipe.h"
#include "os/unix/sendrecv.h"

#include <cerrno>

namespace QtInterprocess {

namespace {

// For a message of this size the system may never find the memory. It is dropped after Attempts
// attempts.
constexpr qsizetype DoubtfulFrom = 1024 * 1024;
constexpr int Attempts = 25;

// Whether the error means that a datagram socket's peer has gone, or has connected elsewhere.
bool isPeerGoneError(int error) noexcept
{
    return error == ECONNREFUSED || error == ENOTCONN || error == ECONNRESET || error == EPIPE || error == EDESTADDRREQ;
}

} // namespace

QByteArray MessageOutput::keyOf(const os::SocketName &to)
{
    return to.kind == os::SocketName::Kind::Unnamed ? QByteArray() : char('0' + int(to.kind)) + to.bytes;
}

void MessageOutput::append(OutgoingMessage &&message)
{
    m_size += message.bytes.size();
    ++m_messages;
    m_lanes[keyOf(message.to)].messages.append(std::move(message));
}

Failure MessageOutput::appendAndSend(int fd, OutgoingMessage &&message)
{
    const QByteArray key = keyOf(message.to);
    append(std::move(message));
    Failure lost = send(fd);
    if (const auto lane = m_lanes.find(key); lane != m_lanes.end() && !lane->second.messages.isEmpty())
        lane->second.messages.last().bytes.detach();
    return lost;
}

void MessageOutput::changePeer(const os::SocketName &from, const os::SocketName &to)
{
    moveLane({}, from);
    moveLane(to, {});
}

void MessageOutput::moveLane(const os::SocketName &from, const os::SocketName &to)
{
    auto moved = m_lanes.extract(keyOf(from));
    if (moved.empty())
        return;
    FrontQueue<OutgoingMessage> &target = m_lanes[keyOf(to)].messages;
    for (OutgoingMessage &message : moved.mapped().messages) {
        message.to = to;
        target.append(std::move(message));
    }
}

Failure MessageOutput::send(qintptr handle)
{
    const int fd = int(handle);
    const bool again = m_retry.isDue();
    Failure lost;
    for (auto entry = m_lanes.begin(); entry != m_lanes.end();) {
        Lane &lane = entry->second;
        if (again)
            lane.waitsForRoom = lane.waitsForTime = false;
        sendLane(fd, lane, lost);
        // The lane of the own peer stays, so that messages sent one by one allocate none.
        const bool isKept = !lane.messages.isEmpty() || (entry->first.isEmpty() && lane.messages.isSmall());
        entry = isKept ? std::next(entry) : m_lanes.erase(entry);
    }
    return lost;
}

void MessageOutput::sendLane(int fd, Lane &lane, Failure &lost)
{
    while (!lane.messages.isEmpty() && !lane.waitsForRoom && !lane.waitsForTime) {
        switch (sendOne(fd, lane, lost)) {
        case Outcome::Gone: remove(lane); break;
        case Outcome::Full: m_blocked = lane.waitsForRoom = true; break;
        case Outcome::Later: waitForTime(lane); break;
        case Outcome::PeerLost:
            while (!lane.messages.isEmpty())
                remove(lane);
            break;
        }
    }
}

void MessageOutput::unblocked()
{
    for (auto &[key, lane] : m_lanes)
        lane.waitsForRoom = false;
}

MessageOutput::Outcome MessageOutput::sendOne(int fd, Lane &lane, Failure &lost)
{
    const OutgoingMessage &message = lane.messages[0];
    const auto sent = transmit(fd, message);
    if (!sent) {
        const Outcome outcome = outcomeOf(message, lane, sent.error());
        if (outcome == Outcome::PeerLost)
            lost.add(Failure::ofOutput(sent.error()));
        return outcome;
    }
    if (sent->outcome != os::Transfer::Progress)
        return message.isAddressed() ? findFullBuffer(fd, lane) : Outcome::Full;
    m_sent += message.bytes.size();
    m_retry.succeeded();
    if (sent->handlesRefused)
        m_failures.push_back(os::handlesRefused().withSubject(message.to.toString()));
    return Outcome::Gone;
}

Result<os::Transfer> MessageOutput::transmit(int fd, const OutgoingMessage &message)
{
    if (!message.isAddressed())
        return transmit(fd, message, nullptr);
    const auto address = os::SocketAddress::toConnect(message.to);
    return address ? transmit(fd, message, &*address) : address.error();
}

Result<os::Transfer> MessageOutput::transmit(int fd, const OutgoingMessage &message, const os::SocketAddress *to)
{
    const ByteQueue::View view { message.bytes.constData(), message.bytes.size() };
    if (!m_type)
        return os::writeTo(fd, &view, 1); // whole, because it is at most PIPE_BUF bytes
    if (Error error = os::checkMessageSize(view.size))
        return error;
    auto sent = os::sendMessage(fd, &view, 1, message.handles, to);
    qint64 known = 0; // unknown: there may have been no socket when the message was accepted
    if (!sent && sent.error().nativeCode() == EMSGSIZE && !os::makeRoomForMessage(fd, view.size, known))
        sent = os::sendMessage(fd, &view, 1, message.handles, to);
    return sent;
}

// Finds out which buffer is full: the receiver's or our own. Only for our own does the kernel
// report room again. It also reports room at the connected peer, which this message may not be for.
// So a pause is used in any case.
MessageOutput::Outcome MessageOutput::findFullBuffer(int fd, Lane &lane)
{
    const auto polled = os::poll(fd, os::PollFor::Writing, QDeadlineTimer(0));
    if (polled && polled->writable)
        return Outcome::Later;
    waitForTime(lane);
    lane.waitsForTime = false;
    return Outcome::Full;
}

MessageOutput::Outcome MessageOutput::outcomeOf(const OutgoingMessage &message, Lane &lane, const Error &error)
{
    const int code = error.nativeCode();
    const bool isHopeless = message.bytes.size() >= DoubtfulFrom && ++lane.attempts > Attempts;
    if (os::passesWithTime(error) && !isHopeless)
        return Outcome::Later;
    const bool isAddressed = message.isAddressed();
    const bool isOfTheMessage = code == EMSGSIZE
        || (m_type == os::SocketType::Datagram && (isAddressed || !isPeerGoneError(code)));
    if (!isOfTheMessage)
        return Outcome::PeerLost;
    m_failures.push_back(Failure::ofOutput(isAddressed ? error.withSubject(message.to.toString()) : error));
    return Outcome::Gone;
}

void MessageOutput::remove(Lane &lane)
{
    m_size -= lane.messages[0].bytes.size();
    --m_messages;
    lane.messages.removeFirst(1);
    lane.attempts = 0;
}

void MessageOutput::waitForTime(Lane &lane)
{
    lane.waitsForTime = true;
    m_retry.wait();
}

std::unique_ptr<MessageOutput> MessageOutput::takeAll()
{
    auto all = std::make_unique<MessageOutput>(m_type);
    for (auto &[key, lane] : std::exchange(m_lanes, {})) {
        for (OutgoingMessage &message : lane.messages)
            all->append(std::move(message));
    }
    reset();
    return all;
}

} // namespace QtInterprocess
