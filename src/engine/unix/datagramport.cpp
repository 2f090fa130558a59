// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/datagramport.h"

#include "support/errortext.h"

#include <utility>

namespace QtInterprocess {

static constexpr int SavedAtOnce = 4096; // more than a receiver's queue holds by default

DatagramPort::DatagramPort(OwnedHandle handle, MessageInput input, const Settings &settings)
    : MessagePort(std::move(handle), os::SocketType::Datagram, input, Flow::Both),
      m_outlivesPeer(settings.outlivesPeer),
      m_hasPeer(settings.hasPeer)
{
    m_reader.receivesSenders = true;
    m_reader.receivesCredentials = settings.receivesCredentials;
    m_reader.admission = settings.admission;
}

// ---- input

bool DatagramPort::readOne(Scratch &scratch, StreamTurn &turn, bool &ended)
{
    const auto read = m_reader.readNext(fd(), scratch, turn);
    if (!read && retryReadLater(read.error()))
        return false;
    if (!read) { // the kernel reports an error once
        const bool again = turn.problems && !turn.problems->failures.empty()
            && turn.problems->failures.back().error() == read.error();
        turn.addFailure(read.error());
        ended = again; // an error that stays ends the input, instead of being reported without end
        return !again;
    }
    if (*read == MessageReader::Outcome::TooLarge) {
        m_reader.skip(fd());
        turn.addRefusal(m_reader.tooLarge());
    } else if (*read == MessageReader::Outcome::Refused) {
        turn.addRefusal(m_reader.refusal());
    } else if (*read != MessageReader::Outcome::Message) {
        return false;
    }
    return true;
}

// Reads available input before a write. If a datagram meets a peer that has gone, Linux drops
// unread input of that peer. The input is read as far as there is room; a later turn reports it.
void DatagramPort::saveInput()
{
    if (m_isClosing || !m_hasPeer || m_output->isBlocked())
        return;
    m_reader.beginTurn();
    Scratch scratch;
    bool ended = false;
    for (int i = 0; i < SavedAtOnce && hasRoom() && readOne(scratch, m_saved, ended); ++i) {
    }
    m_hasSaved = !m_saved.isEmpty();
}

void DatagramPort::takeSaved(StreamTurn &turn)
{
    turn = std::exchange(m_saved, StreamTurn());
    m_hasSaved = false;
}

// ---- output

Error DatagramPort::check(qint64 size)
{
    if (!m_hasPeer) {
        return Error(Error::InvalidOperation, 0, QStringLiteral("write to"), QString(),
                     ErrorText::tr("the socket has no peer; call writeDatagram() with a receiver, or connectToPeer()"));
    }
    return checkSize(size);
}

Failure DatagramPort::write(const char *data, qint64 size, std::vector<OwnedHandle> &&handles, const os::SocketName &to)
{
    return peerLost(append(data, size, std::move(handles), to));
}

Failure DatagramPort::send()
{
    if (!m_output->isEmptyFor({}))
        saveInput();
    return peerLost(m_output->send(fd()));
}

void DatagramPort::finishWriting() // called only by close(), as there are no halves
{
    m_isClosing = true;
    m_saved = StreamTurn();
    m_hasSaved = false;
}

void DatagramPort::peerChanged(const os::SocketName &from, const os::SocketName &to)
{
    m_output->changePeer(from, to);
    m_output->unblock();
    m_hasPeer = to.kind != os::SocketName::Kind::Unnamed;
}

// Notes that the peer is lost; Linux dissolves the connection then.
Failure DatagramPort::peerLost(Failure failure)
{
    if (!failure)
        return failure;
    m_hasPeer = false;
    if (m_outlivesPeer) {
        m_output->addFailure(std::move(failure));
        return {};
    }
    const Error error = failure.report();
    return Failure::ofOutput(Error(Error::PeerClosed, error.nativeCode(), error.operation()));
}

} // namespace QtInterprocess
