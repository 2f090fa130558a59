// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

/*! Standard output: permanent lines and, on a terminal, one live line below them. */
class Console
{
public:
    Console();

    bool isTerminal() const noexcept { return m_isTerminal; }

    /*! Writes a permanent line. */
    void line(const QString &text);

    /*! Replaces the live line. Without a terminal, writes a permanent line. */
    void live(const QString &text);

    /*! Removes the live line. */
    void endLive();

    /*! Removes the live line, and writes \a text to standard error. */
    void error(const QString &text);

private:
    const bool m_isTerminal;
    bool m_hasLive = false;
};
