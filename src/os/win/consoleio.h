// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/consoletext.h"
#include "support/result.h"

#include <functional>

namespace QtInterprocess::os {

/*
    Reads and writes a console as a stream of UTF-8, whatever its code pages are.

    ReadFile() and WriteFile() convert to the code pages, and lose characters that these lack.
*/
class ConsoleIo
{
public:
    // Returns whether the handle is a console. May wait for a call of another thread on the same
    // handle.
    static bool isConsole(qintptr handle);

    // Makes a system call that may block, and returns its GetLastError().
    using Caller = std::function<quint32(const std::function<bool()> &)>;
    ConsoleIo(qintptr handle, Caller call) : m_handle(handle), m_call(std::move(call)) { }

    // Read and write like those of BlockingIo.
    Result<qint64> read(char *data, qint64 size);
    Result<qint64> write(const char *data, qint64 size);

private:
    const qintptr m_handle;
    const Caller m_call;
    TypedText m_typed;
    ShownText m_shown;
};

} // namespace QtInterprocess::os
