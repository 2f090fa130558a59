// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/duplexport.h"

#include "support/errortext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

// In ms, between two checks for the reader, if the system does not report that it has gone.
static constexpr int LooksForReader = 250;
static constexpr int QuietTime = 1000; // in ms

DuplexPort::DuplexPort(std::unique_ptr<Port> reader, std::unique_ptr<Port> writer, ByteQueue &input)
    : Port(input, Flow::Both, alwaysOf(*reader, *writer)),
      m_reader(std::move(reader)),
      m_writer(std::move(writer))
{
    m_retry = &m_reader->readRetry();
}

ReadySet DuplexPort::alwaysOf(const Port &reader, const Port &writer)
{
    return (reader.always() & Ready::Readable) | (writer.always() & Ready::Writable);
}

// ---- input

bool DuplexPort::read(StreamTurn &turn)
{
    const bool isOpen = m_reader->read(turn);
    if (turn.hasRead())
        m_quietUntil = QDeadlineTimer(QDeadlineTimer::Forever);
    return isOpen;
}

// Whether the input is empty. A thread may have read data that it has not reported yet, and the
// system does not show that. So the input counts as empty after QuietTime without data.
bool DuplexPort::isReadEmpty()
{
    if (!m_reader->always())
        return true;
    if (m_quietUntil.isForever())
        m_quietUntil = QDeadlineTimer(QuietTime);
    return m_quietUntil.hasExpired();
}

// ---- the event loop

Error DuplexPort::join(ReadySource &source, Watch &watch)
{
    if (!m_writerWatch) {
        m_writerWatch = std::make_unique<Watch>(source);
        m_writerWatch->setHandle(m_writer->handle());
    } else {
        m_writerWatch->joinThread();
    }
    if (m_writer->isOpen()) {
        if (const Error error = m_writer->join(source, *m_writerWatch))
            return error;
    }
    return m_reader->join(source, watch);
}

void DuplexPort::leave()
{
    m_reader->leave();
    m_writer->leave();
    m_writerWatch->leaveThread();
}

void DuplexPort::setInterest(Watch &watch, ReadySet interest)
{
    m_reader->setInterest(watch, interest & Ready::Readable);
    if (!m_quietUntil.isForever())
        watch.wakeAfter(int(m_quietUntil.remainingTime()) + 1);
    if (!m_writer->isOpen())
        return;
    // Only the end of the peer's reading is left to be reported.
    const bool waitsForEnd = interest == Ready::HangUp;
    if (waitsForEnd && !m_writer->reportsHangUps())
        m_writerWatch->wakeAfter(LooksForReader);
    else if (!m_writer->always())
        m_writerWatch->setInterest(waitsForEnd ? ReadySet(Ready::Readable) : interest & Ready::Writable);
}

ReadySet DuplexPort::poll(ReadySet interest, QDeadlineTimer deadline)
{
    if (!m_writer->isOpen())
        return m_reader->poll(interest, deadline);
    QDeadlineTimer look = m_quietUntil;
    if (interest == Ready::HangUp && !m_writer->reportsHangUps())
        look = std::min(look, QDeadlineTimer(LooksForReader));
    if (look.isForever())
        return m_reader->pollBoth(*m_writer, interest, deadline);
    const ReadySet ready = m_reader->pollBoth(*m_writer, interest, std::min(deadline, look));
    return ready || deadline.hasExpired() ? ready : ReadySet(Ready::Timer);
}

// ---- the end

Error DuplexPort::shutDownWriting()
{
    stopWriting(Closing::Graceful);
    return {};
}

void DuplexPort::stopWriting(Closing how)
{
    m_writerWatch->stop();
    m_writer->close(how);
}

// Closes the reader before the writer. When the peer sees the end of its input, it knows at once
// that nobody reads its output.
void DuplexPort::close(Closing how)
{
    m_isOpen = false;
    m_reader->close(how);
    stopWriting(how);
}

void DuplexPort::handOver()
{
    m_isOpen = false;
    m_writerWatch->stop();
    m_writer->handOverWith(*m_reader);
}

Result<OwnedHandle> DuplexPort::takeHandle()
{
    if (!m_taken)
        return Error(Error::Unsupported, 0, QString(), QString(),
                     ErrorText::tr("the device has two handles; call takeHandles()"));
    auto handle = m_reader->takeHandle();
    if (!handle)
        return handle;
    m_isOpen = false;
    m_writerWatch->stop();
    if (m_writer->isOpen()) {
        if (auto writer = m_writer->takeHandle())
            *m_taken = std::move(*writer);
    }
    return handle;
}

void DuplexPort::takeOver(ReadySource &source)
{
    m_reader->takeOver(source);
    if (m_writer->isOpen())
        m_writer->takeOver(source);
}

} // namespace QtInterprocess
