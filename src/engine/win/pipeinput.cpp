// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeinput.h"

namespace QtInterprocess {

std::optional<os::Peeked> PipeInput::look(qintptr handle)
{
    quint32 error = m_end.value_or(ERROR_OPERATION_ABORTED);
    while (error == ERROR_OPERATION_ABORTED) { // not begun, or somebody has cancelled it
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

qint64 PipeInput::read(qintptr handle, char *data, qint64 size)
{
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
        os::discardUnread(handle);
    return isSomething;
}

} // namespace QtInterprocess
