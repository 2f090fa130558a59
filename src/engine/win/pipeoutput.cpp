// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeoutput.h"

#include "os/win/errormap.h"
#include "os/win/pipe.h"
#include "support/errortext.h"

#include <algorithm>

namespace QtInterprocess {

// The bytes of one write. It exceeds the pipe's buffer, so the peer gets all of it without further
// calls.
static constexpr qsizetype BytesPerWrite = 256 * 1024;
static constexpr qsizetype FewestBytes = 4 * 1024; // one memory page
static constexpr int MostAttempts = 10; // for a message

static bool meansShortage(quint32 error)
{
    return os::codeOf(error) == Error::ResourceExhausted;
}

PipeOutput::PipeOutput(bool keepsMessages) : m_keepsMessages(keepsMessages), m_mostAtOnce(BytesPerWrite) { }

void PipeOutput::mergeMessages()
{
    Q_ASSERT(!m_operation.isPending());
    m_keepsMessages = false;
    m_messages = 0;
    m_chunks.erase(
        std::remove_if(m_chunks.begin(), m_chunks.end(), [](const QByteArray &chunk) { return chunk.isEmpty(); }),
        m_chunks.end());
}

void PipeOutput::append(const char *data, qint64 size)
{
    m_size += size;
    m_messages += m_keepsMessages;
    // Never grow a chunk that a write is reading from.
    const bool mayGrow = !m_keepsMessages && m_chunks.size() > (m_operation.isPending() ? 1u : 0u)
        && m_chunks.back().size() + size <= BytesPerWrite;
    if (mayGrow)
        m_chunks.back().append(data, qsizetype(size));
    else if (size > 0 || m_keepsMessages)
        m_chunks.emplace_back(data, qsizetype(size));
}

qsizetype PipeOutput::nextSize() const
{
    const qsizetype left = m_chunks.front().size() - m_head;
    return m_keepsMessages ? left : std::min(left, m_mostAtOnce);
}

Failure PipeOutput::send(qintptr handle)
{
    if (m_operation.isPending() && m_operation.poll()) {
        if (Failure failure = collect(m_operation.take()))
            return failure;
    }
    (void)m_retry.isDue();
    while (!m_chunks.empty() && !m_operation.isPending() && !m_retry.isWaiting()) {
        m_underWay = nextSize();
        os::beginWrite(m_operation, handle, m_chunks.front(), m_head, quint32(m_underWay));
        if (!m_operation.isDone())
            break;
        const auto outcome = m_operation.take();
        if (outcome.bytes == 0 && meansShortage(outcome.error))
            writeLater(outcome.error);
        else if (Failure failure = collect(outcome))
            return failure;
    }
    return {};
}

// Handles a write that could not start for lack of memory.
void PipeOutput::writeLater(quint32 error)
{
    if (!m_keepsMessages && m_underWay > FewestBytes) {
        m_mostAtOnce = std::max(FewestBytes, m_underWay / 2);
    } else if (!m_keepsMessages || ++m_attempts < MostAttempts) {
        m_retry.wait();
    } else {
        failFirst(error);
    }
}

// Drops a message for which the system lacks memory; no part of it was sent.
void PipeOutput::failFirst(quint32 error)
{
    const qsizetype size = m_chunks.front().size();
    const Error why = os::systemError(error, "send a message to");
    m_failures.push_back(
        Failure::ofOutput(Error(why.code(), why.nativeCode(), why.operation(), QString(),
                                ErrorText::tr("the system has no buffer for a message of %1 bytes").arg(size))));
    m_size -= size;
    removeFirst();
}

void PipeOutput::removeFirst()
{
    m_chunks.pop_front();
    m_messages -= m_keepsMessages;
    m_head = 0;
    m_attempts = 0;
}

Failure PipeOutput::collect(os::Operation::Outcome outcome)
{
    m_sent += outcome.bytes;
    m_size -= outcome.bytes;
    m_head += qsizetype(outcome.bytes);
    if (m_keepsMessages && outcome.bytes == 0 && meansShortage(outcome.error)) {
        failFirst(outcome.error);
        return {};
    }
    if (outcome.error != ERROR_SUCCESS)
        return lose(os::systemError(outcome.error, "write to"));
    if (m_keepsMessages && qsizetype(outcome.bytes) < m_underWay)
        return lose(Error(Error::PartialMessage, 0, QStringLiteral("write to")));
    m_retry.succeeded();
    m_mostAtOnce = std::min(2 * m_mostAtOnce, BytesPerWrite);
    if (m_head == m_chunks.front().size())
        removeFirst();
    return {};
}

void PipeOutput::clear()
{
    m_operation.abandon();
    m_chunks.clear();
    m_head = 0;
    m_attempts = 0;
}

} // namespace QtInterprocess
