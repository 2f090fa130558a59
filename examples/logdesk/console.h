// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

/*! Standard output: lines that stay, and below them on a terminal one line that is written over and over. */
class Console
{
public:
    Console();

    bool isTerminal() const noexcept { return m_isTerminal; }

    /*! Writes a line that stays. */
    void line(const QString &text);

    /*! Replaces the live line. Where there is no terminal it is a line like any other. */
    void live(const QString &text);

    /*! Takes the live line away. */
    void endLive();

    /*! Writes \a text to standard error, below the live line's place. */
    void error(const QString &text);

private:
    const bool m_isTerminal;
    bool m_hasLive = false;
};
