// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/handlegate.h"

#include "os/unix/closing.h"
#include "os/unix/descriptor.h"
#include "os/unix/passrights.h"

namespace QtInterprocess {

using os::HandleClosing;

HandleGate::HandleGate(OwnedHandle *socket, os::SocketType type) : m_socket(socket), m_type(type)
{
    const auto how = socket ? HandleClosing::of(*socket) : HandleClosing::Sealed;
    m_isMadeHere = how == HandleClosing::Stream || how == HandleClosing::Messages;
    if (how == HandleClosing::Sealed)
        m_state = State::Shut;
    else // other holders may exist, now or later: no shutdown()
        HandleClosing::set(*socket, HandleClosing::Elsewhere);
}

void HandleGate::setWanted(bool wanted)
{
    if (m_wanted == wanted || !m_socket || !HandleClosing::isOwned(*m_socket))
        return;
    m_wanted = wanted;
    if (wanted && (m_state == State::Shut || m_state == State::Emptying)) {
        HandleClosing::set(*m_socket, HandleClosing::Elsewhere);
        os::admitHandles(fd());
    }
    m_state = State::Undecided;
}

void HandleGate::decide()
{
    if (m_type == os::SocketType::Stream)
        os::readUrgentBytesInLine(fd());
    m_state = !m_wanted && os::refuseHandles(fd()) ? State::Emptying : State::Open;
}

void HandleGate::sealIfEmpty()
{
    if (!m_socket->isValid())
        return;
    // Poll instead of reading: reading would consume a reset of the peer, which the kernel reports
    // once. Counting bytes does not help either: an empty message has none.
    const auto polled = os::poll(fd(), os::PollFor::Reading, QDeadlineTimer(0));
    if (polled && !polled->any())
        seal();
}

void HandleGate::handlePeerEnd() noexcept
{
    if (m_state == State::Emptying || m_state == State::Open)
        seal();
}

void HandleGate::prepareToClose()
{
    if (isShut() || !m_socket->isValid())
        return;
    const bool isDatagram = m_type == os::SocketType::Datagram;
    const bool isEnd = os::refuseHandles(fd())
        || (m_isMadeHere && isDatagram && !os::shutdownSocket(fd(), os::Half::Both));
    if (isEnd && os::hasEmptyQueue(fd(), m_type != os::SocketType::Stream))
        seal();
}

void HandleGate::leaveOpen()
{
    if (!m_socket || !m_socket->isValid())
        return;
    if (m_state == State::Shut || m_state == State::Emptying)
        os::admitHandles(fd());
    HandleClosing::set(*m_socket, HandleClosing::Elsewhere);
}

void HandleGate::seal() noexcept
{
    HandleClosing::set(*m_socket, HandleClosing::Sealed);
    m_state = State::Shut;
}

} // namespace QtInterprocess
