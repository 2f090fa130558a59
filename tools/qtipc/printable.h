// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

/*
    Makes bytes of strangers fit for a terminal. Text in UTF-8, line feeds (with a carriage return before them or without) and tabs stay as they are.
    Control characters, which move the cursor, change the title or answer in the user's name, become "\u001b"; so do the marks that reverse the
    direction of text. Bytes that are no UTF-8 become "\xff".
*/
class Printable
{
public:
    // The next bytes. A character that is not complete yet comes with the following bytes.
    QByteArray add(const QByteArray &bytes);
    // What is left of an incomplete character.
    QByteArray finish();

private:
    QByteArray m_rest; // less than a character
};

// Of all bytes at once.
QByteArray printable(const QByteArray &bytes);
