// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Any bytes of a stranger as qtipc shows them on a terminal: nothing of them moves the cursor, changes a colour or turns the direction of
// writing, whether the terminal takes them for UTF-8 or not; pieces of any size give the same; what is shown once stays so when it is
// shown again; and JSON keeps its meaning. The first byte is the size of the pieces.

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
    const QString text = QString::fromUtf8('.' + shown); // a mark of the byte order is dropped at the beginning only
    require(text.toUtf8() == '.' + shown);
    const auto characters = text.toUcs4();
    require(std::none_of(characters.begin(), characters.end(), isHarmful));
    for (qsizetype at = shown.indexOf('\r'); at >= 0; at = shown.indexOf('\r', at + 1))
        require(at + 1 < shown.size() && shown[at + 1] == '\n'); // alone, it writes over what stands there
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

    // Qt reads a string without the mark of the byte order that it begins with, so what was read counts, not what was written.
    const QByteArray json = QJsonDocument(QJsonArray { QString::fromUtf8(bytes) }).toJson(QJsonDocument::Compact);
    const QJsonDocument document = QJsonDocument::fromJson(json);
    require(document.isArray());
    require(QJsonDocument::fromJson(printable(json)) == document);
    return 0;
}
