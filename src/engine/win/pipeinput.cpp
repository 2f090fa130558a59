// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeinput.h"

#include <algorithm>
#include <cstring>

namespace QtInterprocess {

static constexpr qsizetype PieceSize = 64 * 1024;

std::optional<os::Peeked> PipeInput::look(qintptr handle)
{
    if (m_isRemote)
        return lookRemotely(handle);
    quint32 error = m_end.value_or(ERROR_OPERATION_ABORTED);
    while (error == ERROR_OPERATION_ABORTED) { // not started, or cancelled by another process
        if (!m_wait.isPending())
            os::beginWaiting(m_wait, handle);
        if (!m_wait.poll())
            return std::nullopt;
        error = m_wait.take().error;
    }
    os::Peeked found { error, 0, 0 };
    if (error == ERROR_MORE_DATA || (error == ERROR_SUCCESS && !m_keepsMessages))
        found = os::peekPipe(handle);
    if (found.error == ERROR_SUCCESS)
        return found;
    m_end = found.error;
    return std::nullopt;
}

std::optional<os::Peeked> PipeInput::lookRemotely(qintptr handle)
{
    while (!m_isWhole) {
        if (m_end)
            return std::nullopt;
        if (!m_wait.isPending()) {
            m_piece.resize(PieceSize);
            os::beginRead(m_wait, handle, m_piece);
        }
        if (!m_wait.poll())
            return std::nullopt;
        const auto outcome = m_wait.take();
        m_found.append(m_piece.constData(), qsizetype(outcome.bytes));
        const bool goesOn = outcome.error == ERROR_MORE_DATA || outcome.error == ERROR_OPERATION_ABORTED;
        if (outcome.error != ERROR_SUCCESS && !goesOn)
            m_end = outcome.error;
        m_isWhole = m_keepsMessages ? outcome.error == ERROR_SUCCESS : !m_found.isEmpty();
        if (m_keepsMessages && m_maximumMessageSize > 0 && m_found.size() > m_maximumMessageSize)
            break;
    }
    const auto size = quint32(m_found.size());
    return os::Peeked { ERROR_SUCCESS, size, size };
}

qint64 PipeInput::read(qintptr handle, char *data, qint64 size)
{
    if (m_isRemote) {
        size = std::min<qint64>(size, m_found.size());
        std::memcpy(data, m_found.constData(), size_t(size));
        m_found.remove(0, qsizetype(size));
        m_isWhole = !m_found.isEmpty();
        return size;
    }
    if (size == 0)
        return 0;
    const auto outcome = os::readNow(m_reading, handle, data, quint32(size));
    if (outcome.error != ERROR_SUCCESS && outcome.error != ERROR_MORE_DATA && outcome.error != ERROR_OPERATION_ABORTED)
        m_end = outcome.error;
    return outcome.bytes;
}

bool PipeInput::discard(qintptr handle)
{
    const bool isSomething = look(handle).has_value();
    if (isSomething)
        discardUnread(handle);
    return isSomething;
}

void PipeInput::discardUnread(qintptr handle)
{
    m_found.clear();
    m_isWhole = false;
    if (m_isRemote)
        return;
    constexpr int MostReads = 64; // a peer could send forever
    QByteArray buffer(PieceSize, Qt::Uninitialized);
    for (int i = 0; i < MostReads; ++i) {
        const quint32 available = os::peekPipe(handle).available;
        if (available == 0)
            return;
        (void)os::readNow(m_reading, handle, buffer.data(), std::min(available, quint32(buffer.size())));
    }
}

} // namespace QtInterprocess
