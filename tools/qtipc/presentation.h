// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "printable.h"

#include <QtCore/qbytearray.h>

#include <functional>

// How many bytes may wait on either side of a conversation: who does not read holds up the sender.
inline constexpr qint64 MostWaiting = 256 * 1024;

// How received bytes are written: as they come, if nothing is set.
struct OutputStyle
{
    bool escapes = false; // control sequences
    bool hex = false; // a dump of 16 bytes a line
    bool timestamps = false; // in front of each line
};

// 2026-11-30T05:33:10.123Z
QByteArray timestamp();

/*
    Writes what a peer sends in an OutputStyle. The lines of a dump are not filled up: bytes are shown when they arrive.
*/
class Presentation
{
public:
    explicit Presentation(OutputStyle style = {}) : m_style(style) { }

    // The next bytes of a stream.
    QByteArray add(const QByteArray &bytes);
    // The bytes that add() has held back: less than a character.
    QByteArray finish();

    // A message as a line, or as a dump of its own.
    QByteArray line(const QByteArray &message) const;

private:
    QByteArray stamped(const QByteArray &text);

    OutputStyle m_style;
    Printable m_printable;
    quint64 m_offset = 0;
    bool m_inLine = false;
};

// A stream in a style, for Pump::setTransform().
std::function<QByteArray(const QByteArray &)> presentedAs(OutputStyle style);
