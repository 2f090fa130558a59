// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "console.h"

#include <cstdio>

#if defined(Q_OS_WIN)
#    include <io.h>
#else
#    include <sys/ioctl.h>
#    include <unistd.h>
#endif

namespace {

#if defined(Q_OS_WIN)

bool stdoutIsTerminal()
{
    return _isatty(_fileno(stdout)) != 0;
}

int terminalWidth()
{
    return 80;
}

#else

bool stdoutIsTerminal()
{
    return isatty(STDOUT_FILENO) != 0;
}

int terminalWidth()
{
    winsize size = {};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

#endif

void put(std::FILE *file, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), file);
    std::fflush(file);
}

} // namespace

Console::Console() : m_isTerminal(stdoutIsTerminal()) { }

void Console::line(const QString &text)
{
    endLive();
    put(stdout, text + QLatin1Char('\n'));
}

void Console::live(const QString &text)
{
    if (!m_isTerminal) {
        line(text);
        return;
    }
    put(stdout, QStringLiteral("\r\x1b[K") + text.left(terminalWidth() - 1));
    m_hasLive = true;
}

void Console::endLive()
{
    if (m_hasLive)
        put(stdout, QStringLiteral("\r\x1b[K"));
    m_hasLive = false;
}

void Console::error(const QString &text)
{
    endLive();
    put(stderr, QStringLiteral("logdesk: ") + text + QLatin1Char('\n'));
}
