// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "printable.h"

#include <QtCore/qstring.h>

#include <algorithm>
#include <utility>

namespace {

// The first character of a byte sequence.
struct Character
{
    enum Kind { Plain, Control, Invalid, Incomplete };

    Kind kind = Invalid;
    qsizetype size = 1;
    char32_t code = 0;
};

bool isControl(char32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) // C0, DEL, C1
        || code == 0x061c || code == 0x200e || code == 0x200f // direction marks,
        || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069); // and direction overrides
}

// Returns the length in bytes of a character with this first byte; 0 if the byte is not valid.
int lengthOf(uchar first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2)
        return 0;
    if (first < 0xe0)
        return 2;
    if (first < 0xf0)
        return 3;
    return first < 0xf5 ? 4 : 0;
}

// RFC 3629, 4: overlong forms and surrogates of UTF-16 are invalid.
bool isValid(char32_t code, int length)
{
    constexpr char32_t First[] = { 0, 0, 0x80, 0x800, 0x10000 }; // by length
    return code >= First[length] && (code < 0xd800 || code >= 0xe000) && code <= 0x10ffff;
}

Character decode(const uchar *bytes, qsizetype size)
{
    const int length = lengthOf(bytes[0]);
    if (length == 0)
        return {};
    char32_t code = length == 1 ? bytes[0] : bytes[0] & (0xff >> (length + 1));
    for (qsizetype i = 1; i < std::min<qsizetype>(length, size); ++i) {
        if ((bytes[i] & 0xc0) != 0x80)
            return {};
        code = code << 6 | (bytes[i] & 0x3f);
    }
    if (size < length)
        return { Character::Incomplete, size, 0 };
    if (!isValid(code, length))
        return {};
    return { isControl(code) ? Character::Control : Character::Plain, length, code };
}

void append(QByteArray &text, const Character &character, const char *bytes)
{
    if (character.kind == Character::Control)
        text += "\\u" + QByteArray::number(uint(character.code), 16).rightJustified(4, '0');
    else if (character.kind == Character::Invalid)
        text += "\\x" + QByteArray::number(uchar(*bytes), 16).rightJustified(2, '0');
    else
        text.append(bytes, character.size);
}

} // namespace

QByteArray Printable::add(const QByteArray &bytes)
{
    const QByteArray all = std::exchange(m_rest, QByteArray()) + bytes;
    QByteArray text;
    text.reserve(all.size());
    for (qsizetype i = 0; i < all.size();) {
        const char *const at = all.constData() + i;
        const qsizetype left = all.size() - i;
        Character character = decode(reinterpret_cast<const uchar *>(at), left);
        if (character.kind == Character::Incomplete || (left == 1 && *at == '\r')) {
            m_rest = all.mid(i);
            break;
        }
        if (*at == '\n' || *at == '\t' || (*at == '\r' && at[1] == '\n'))
            character.kind = Character::Plain;
        append(text, character, at);
        i += character.size;
    }
    return text;
}

QByteArray Printable::finish()
{
    QByteArray text;
    for (const char byte : std::exchange(m_rest, QByteArray()))
        append(text, { byte == '\r' ? Character::Control : Character::Invalid, 1, uchar(byte) }, &byte);
    return text;
}

QByteArray printable(const QByteArray &bytes)
{
    Printable all;
    const QByteArray text = all.add(bytes);
    return text + all.finish();
}
