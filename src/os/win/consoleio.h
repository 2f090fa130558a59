// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/consoletext.h"
#include "support/result.h"

#include <functional>

namespace QtInterprocess::os {

/*
    A console as a stream of UTF-8, whatever its code pages are. ReadFile() and WriteFile() would convert to them, and lose what
    they lack.
*/
class ConsoleIo
{
public:
    // The answer may take as long as a call of another thread on the same handle.
    static bool isConsole(qintptr handle);

    // call makes a call of the system that may block, and returns what GetLastError() has then.
    using Caller = std::function<quint32(const std::function<bool()> &)>;
    ConsoleIo(qintptr handle, Caller call) : m_handle(handle), m_call(std::move(call)) { }

    // As those of BlockingIo.
    Result<qint64> read(char *data, qint64 size);
    Result<qint64> write(const char *data, qint64 size);

private:
    const qintptr m_handle;
    const Caller m_call;
    TypedText m_typed;
    ShownText m_shown;
};

} // namespace QtInterprocess::os
