// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/consoleio.h"

#include "os/win/call.h"
#include "os/win/errormap.h"

#include <algorithm>

namespace QtInterprocess::os {

// UTF-16 units of one call, which are 16 KiB. Before Windows 8 all calls of a console shared 64
// KiB.
constexpr qint64 MaximumText = 8 * 1024;

bool ConsoleIo::isConsole(qintptr handle)
{
    DWORD mode = 0;
    DWORD count = 0;
    // The first call needs the right to read. The second one works with consoles only.
    return ::GetConsoleMode(toHandle(handle), &mode) || ::WriteConsoleW(toHandle(handle), L"", 0, &count, nullptr);
}

static bool readsLines(qintptr console)
{
    DWORD mode = 0;
    return ::GetConsoleMode(toHandle(console), &mode) && (mode & ENABLE_LINE_INPUT);
}

Result<qint64> ConsoleIo::read(char *data, qint64 size)
{
    while (m_typed.isEmpty()) {
        // The buffer is large even for a small size, because it limits the line that can be
        // typed.
        wchar_t text[MaximumText];
        DWORD count = 0;
        const quint32 error = m_call([&] {
            return systemCall(Call::ReadConsole,
                              [&] { return ::ReadConsoleW(toHandle(m_handle), text, MaximumText, &count, nullptr); });
        });
        if (error != ERROR_SUCCESS && error != ERROR_OPERATION_ABORTED)
            return systemError(error, "read from");
        const QStringView typed(text, qsizetype(count));
        if (typed.isEmpty()) // Ctrl-C, with or without that error; the input goes on
            m_typed.lineIsGone();
        else if (!m_typed.add(typed, readsLines(m_handle)))
            return qint64(0);
    }
    return m_typed.take(data, size);
}

Result<qint64> ConsoleIo::write(const char *data, qint64 size)
{
    size = std::min(size, MaximumText); // bytes; they never become more units
    const QString text = m_shown.add(data, size);
    for (qsizetype written = 0; written < text.size();) {
        DWORD count = 0;
        const auto show = [&] {
            return ::WriteConsoleW(toHandle(m_handle), toWide(text) + written, DWORD(text.size() - written), &count,
                                   nullptr);
        };
        const quint32 error = m_call([&] { return systemCall(Call::WriteConsole, show); });
        if (error != ERROR_SUCCESS)
            return systemError(error, "write to");
        written += count;
    }
    return size;
}

} // namespace QtInterprocess::os
