// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/unixdatagramengine.h"

#include "engine/unix/linger.h"
#include "os/unix/descriptor.h"
#include "os/unix/sendrecv.h"

#include <utility>

namespace QtInterprocess {

namespace {

constexpr qint64 CorkLimit = 64 * 1024;
constexpr int SavedAtOnce = 4096; // more than a receiver's queue holds, unless somebody made it larger

} // namespace

UnixDatagramEngine::UnixDatagramEngine(OwnedHandle handle, MessageInput input, const Settings &settings,
                                       StreamObserver &observer)
    : m_handle(std::move(handle)),
      m_observer(observer),
      m_watch(*this),
      m_reader(MessageTransport::Datagrams, input),
      m_outlivesPeer(settings.outlivesPeer),
      m_hasPeer(settings.hasPeer)
{
    m_reader.receivesSenders = true;
    m_reader.receivesCredentials = settings.receivesCredentials;
    m_reader.access = settings.access;
    m_watch.setHandle(m_handle.get());
    updateInterest();
}

UnixDatagramEngine::~UnixDatagramEngine()
{
    closeHandle();
}

// ---- input

void UnixDatagramEngine::setReadLimit(qint64 limit)
{
    m_reader.readLimit = limit;
    updateInterest();
}

void UnixDatagramEngine::inputTaken()
{
    if (!m_handle || (m_watch.interest() & Ready::Readable))
        return;
    updateInterest();
    if (m_lost) // what is left, if anything, comes before the end
        m_watch.wake();
}

void UnixDatagramEngine::setMaximumHandles(int count)
{
    m_reader.maximumHandles = count;
    m_gate.setWanted(count > 0);
}

void UnixDatagramEngine::readSome(StreamTurn &turn)
{
    m_reader.beginTurn();
    m_gate.beginReading();
    Scratch scratch;
    while (wantsInput() && m_reader.goesOn(fd(), turn) && readOne(scratch, turn)) {
    }
}

// Returns false if there is no use in reading on now.
bool UnixDatagramEngine::readOne(Scratch &scratch, StreamTurn &turn)
{
    const auto read = m_reader.readNext(fd(), scratch, turn);
    if (!read)
        return readFailed(read.error(), turn);
    if (*read == MessageReader::Outcome::TooLarge) {
        m_reader.skip(fd());
        turn.refusals.push_back(m_reader.tooLarge());
    } else if (*read == MessageReader::Outcome::Refused) {
        turn.refusals.push_back(m_reader.refusal());
    } else if (*read != MessageReader::Outcome::Message) {
        return false;
    }
    return true;
}

// When a datagram meets a peer that has gone, Linux throws away what that peer had sent before and nobody has read. So
// that is read first, as far as there is room for it; a later turn tells of it.
void UnixDatagramEngine::saveInput()
{
    if (m_closing || !m_hasPeer || m_output.isBlocked())
        return;
    m_reader.beginTurn();
    Scratch scratch;
    for (int i = 0; i < SavedAtOnce && m_reader.hasRoom() && readOne(scratch, m_saved); ++i) {
    }
    if (!m_saved.isEmpty())
        m_watch.wake();
}

// The kernel tells an error once.
bool UnixDatagramEngine::readFailed(const Error &error, StreamTurn &turn)
{
    const bool again = !turn.failures.empty() && turn.failures.back().error() == error;
    turn.failures.push_back(error);
    if (again) // it does not go away: over, rather than told without end
        m_lost = true;
    return !again;
}

// ---- output

Error UnixDatagramEngine::check(qint64 size)
{
    if (!m_hasPeer) {
        return Error(Error::InvalidOperation, 0, QStringLiteral("write to"), QString(),
                     QStringLiteral("it has no peer; name the receiver of each datagram, or connect to one"));
    }
    return checkSize(size);
}

Error UnixDatagramEngine::checkSize(qint64 size)
{
    return m_handle ? os::makeRoomForMessage(fd(), size, m_roomFor) : Error();
}

void UnixDatagramEngine::send(const char *data, qint64 size, std::vector<OwnedHandle> handles, const os::SocketName &to)
{
    const bool atOnce = m_output.isEmptyFor(to) && size >= CorkLimit;
    OutgoingMessage message;
    message.bytes = atOnce ? QByteArray::fromRawData(data, qsizetype(size)) : QByteArray(data, qsizetype(size));
    message.handles = std::move(handles);
    message.to = to;
    if (atOnce) {
        saveInput();
        if (Failure lost = m_output.appendAndSend(fd(), std::move(message)))
            peerLost(std::move(lost));
    } else {
        m_output.append(std::move(message));
        if (m_output.size() >= CorkLimit)
            writeSome();
    }
    if (!m_output.isBlocked() || m_output.hasNews())
        m_watch.wake();
    updateInterest();
}

void UnixDatagramEngine::write(ByteQueue &&)
{
    Q_UNREACHABLE(); // what was written while connecting comes datagram by datagram
}

void UnixDatagramEngine::writeSome()
{
    if (!m_output.isEmptyFor({}))
        saveInput();
    if (Failure lost = m_output.send(fd()))
        peerLost(std::move(lost));
}

void UnixDatagramEngine::peerChanged(const os::SocketName &from, const os::SocketName &to)
{
    m_output.changePeer(from, to);
    m_output.unblock();
    m_hasPeer = to.kind != os::SocketName::Kind::Unnamed;
    m_watch.wake();
}

// Linux dissolves the connection then.
void UnixDatagramEngine::peerLost(Failure failure)
{
    m_hasPeer = false;
    if (m_outlivesPeer) {
        m_failures.push_back(std::move(failure));
    } else {
        const Error error = failure.report();
        m_error.add(Failure::ofOutput(Error(Error::PeerClosed, error.nativeCode(), error.operation())));
        m_lost = true;
    }
    m_watch.wake();
}

bool UnixDatagramEngine::flush()
{
    if (!m_handle || m_output.isEmpty())
        return false;
    const qint64 before = m_output.size();
    m_output.unblock(); // asked for now: try, whatever was the case before
    writeSome();
    m_watch.wake();
    updateInterest();
    return m_output.size() < before || m_output.isEmpty();
}

// ---- turns

void UnixDatagramEngine::ready(ReadySet what)
{
    StreamTurn turn;
    if (takeTurn(what, turn))
        m_observer.streamTurn(turn);
}

// Everything but the report. Returns true if there is something to report.
bool UnixDatagramEngine::takeTurn(ReadySet what, StreamTurn &turn)
{
    if (m_handle) {
        if (what & (Ready::Writable | Ready::HangUp))
            m_output.unblock();
        if (what & ~ReadySet(Ready::Readable))
            writeSome();
        turn = std::exchange(m_saved, StreamTurn());
        const bool mayRead = (what & (Ready::Readable | Ready::HangUp)) || m_lost;
        if (mayRead && m_closing)
            (void)throwMessagesAway(fd(), MessageTransport::Datagrams);
        else if (mayRead)
            readSome(turn);
        if (mayRead)
            m_gate.endReading();
        if (m_lost && turn.messagesRead > 0)
            m_watch.wake(); // there may be more
    }
    turn.bytesWritten = m_output.takeSent();
    append(turn.failures, m_output.takeFailures());
    append(turn.failures, std::exchange(m_failures, {}));
    if (turn.messagesRead == 0)
        settle(turn);
    updateInterest();
    return !turn.isEmpty();
}

void UnixDatagramEngine::settle(StreamTurn &turn)
{
    const bool isClosed = m_closing && (m_output.isEmpty() || !m_handle);
    const bool isOver = m_lost && !m_closing && m_reader.hasRoom(); // so all has been read
    if (!isClosed && !isOver)
        return;
    turn.readFinished = isOver;
    turn.closed = true;
    closeHandle();
    turn.error = std::move(m_error);
}

// What there is to do, as poll() sees it; empty if the deadline came first.
ReadySet UnixDatagramEngine::poll(QDeadlineTimer deadline) const
{
    const bool reading = wantsInput();
    const bool writing = m_output.isBlocked();
    const auto what = reading ? (writing ? os::PollFor::Both : os::PollFor::Reading) : os::PollFor::Writing;
    const auto polled = os::poll(reading || writing ? fd() : -1, what, std::min(deadline, m_output.retryAt()));
    ReadySet ready;
    if (polled) {
        ready.setFlag(Ready::Readable, polled->readable);
        ready.setFlag(Ready::Writable, polled->writable);
        ready.setFlag(Ready::HangUp, polled->hangUp);
    }
    ready.setFlag(Ready::Timer, m_output.retryAt().hasExpired());
    return ready;
}

bool UnixDatagramEngine::wait(QDeadlineTimer deadline)
{
    const auto told = [this](ReadySet what) {
        StreamTurn turn;
        if (!takeTurn(what, turn))
            return false;
        m_observer.streamTurn(turn);
        return true;
    };
    if (m_watch.isWoken()) {
        m_watch.cancelWake();
        if (told(Ready::Woken))
            return true;
    }
    while (m_handle) {
        const ReadySet what = poll(deadline);
        if (!what)
            return false;
        if (told(what))
            return true;
        if (deadline.hasExpired())
            return false;
    }
    return false;
}

void UnixDatagramEngine::updateInterest()
{
    if (!m_handle)
        return;
    ReadySet interest;
    if (wantsInput())
        interest |= Ready::Readable;
    if (m_output.isBlocked())
        interest |= Ready::Writable;
    m_watch.setInterest(interest);
    if (!m_output.retryAt().isForever())
        m_watch.wakeAfter(os::pollTimeout(m_output.retryAt()));
}

// ---- the end

void UnixDatagramEngine::close()
{
    m_closing = true;
    m_saved = StreamTurn();
    writeSome();
    if (m_output.isEmpty())
        closeHandle();
    if (!m_output.isEmpty() || hasLoss())
        rememberClosing(this);
    m_watch.wake();
    updateInterest();
}

void UnixDatagramEngine::closeHandle()
{
    m_error.add(m_output.lose(Error(Error::PeerClosed, 0, QStringLiteral("write to"))));
    m_watch.stop();
    m_gate.prepareToClose();
    m_handle.reset();
    forgetClosing(this);
}

bool UnixDatagramEngine::hasLoss() const
{
    return m_error.isLoss() || m_output.hasLoss() || QtInterprocess::hasLoss(m_failures);
}

void UnixDatagramEngine::countLosses()
{
    m_error.count();
    m_output.countLosses();
    QtInterprocess::countLosses(m_failures);
}

void UnixDatagramEngine::giveUp(const Error &why)
{
    m_error.add(m_output.lose(why));
    m_watch.wake();
}

void UnixDatagramEngine::handOver()
{
    countLosses();
    m_watch.stop();
    if (!m_output.isEmpty())
        Linger::instance().add(std::move(m_handle), os::SocketType::Datagram, m_output.takeAll());
    m_watch.wake();
}

void UnixDatagramEngine::stop(Stop how)
{
    if (how == Stop::Discard) {
        m_output.discard();
        m_error.discard();
        discardAll(m_failures);
    } else if (m_handle) {
        m_output.unblock();
        writeSome();
        if (!m_output.isEmpty())
            handOver();
    }
    closeHandle();
    countLosses();
}

void UnixDatagramEngine::leaveThread()
{
    m_watch.leaveThread();
    forgetClosing(this);
}

void UnixDatagramEngine::joinThread()
{
    m_watch.joinThread();
    if (m_closing && (!m_output.isEmpty() || hasLoss()))
        rememberClosing(this);
}

} // namespace QtInterprocess
