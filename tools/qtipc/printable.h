// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

/*
    Makes untrusted bytes safe for a terminal.

    UTF-8 text, tabs, and line feeds with or without a carriage return are unchanged. Everything
    else is escaped:

    - control characters, as "\u001b"; they can move the cursor, or send input in the user's name

    - marks that change the direction of text, as "\u202e"

    - bytes that are not UTF-8, as "\xff"
*/
class Printable
{
public:
    // Escapes the next bytes. An incomplete character is kept until the following bytes.
    QByteArray add(const QByteArray &bytes);
    // Escapes the rest of an incomplete character.
    QByteArray finish();

private:
    QByteArray m_rest; // an incomplete character
};

// Escapes all bytes at once.
QByteArray printable(const QByteArray &bytes);
