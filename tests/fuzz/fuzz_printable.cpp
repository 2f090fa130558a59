// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Prints any bytes of a stranger as qtipc shows them on a terminal.
//
// The output moves no cursor and changes neither colour nor writing direction, whether the
// terminal reads UTF-8 or not. Pieces of any size give the same output. Output that is shown
// again stays the same, and JSON keeps its meaning.
//
// The first byte is the size of the pieces.

#include "fuzzing.h"

#include "printable.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qstring.h>

using Fuzzing::require;

namespace {

bool isHarmful(char32_t character)
{
    const bool turns = (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069);
    return turns || character == 0x7f || (character >= 0x80 && character < 0xa0)
        || (character < 0x20 && character != '\n' && character != '\t' && character != '\r');
}

void checkShown(const QByteArray &shown)
{
    // The dot keeps a byte order mark, which Qt drops at the beginning.
    const QString text = QString::fromUtf8('.' + shown);
    require(text.toUtf8() == '.' + shown);
    const auto characters = text.toUcs4();
    require(std::none_of(characters.begin(), characters.end(), isHarmful));
    for (qsizetype at = shown.indexOf('\r'); at >= 0; at = shown.indexOf('\r', at + 1))
        // A carriage return alone would overwrite the line.
        require(at + 1 < shown.size() && shown[at + 1] == '\n');
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Fuzzing::TimeLimit limit;
    Fuzzing::Input input(data, size);
    const int piece = 1 + input.byte();
    const QByteArray bytes = input.rest();
    const QByteArray shown = printable(bytes);
    checkShown(shown);
    require(printable(shown) == shown);
    require(shown.size() <= 6 * bytes.size());

    Printable inPieces;
    QByteArray together;
    Fuzzing::inPieces(bytes, piece, [&](const QByteArray &part) { together += inPieces.add(part); });
    require(together + inPieces.finish() == shown);

    // Qt drops a byte order mark at the beginning of a string. The test therefore compares with
    // the parsed text, not with the input.
    const QByteArray json = QJsonDocument(QJsonArray { QString::fromUtf8(bytes) }).toJson(QJsonDocument::Compact);
    const QJsonDocument document = QJsonDocument::fromJson(json);
    require(document.isArray());
    require(QJsonDocument::fromJson(printable(json)) == document);
    return 0;
}
