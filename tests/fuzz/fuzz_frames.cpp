// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Any bytes as a stream of messages, in pieces of any size: the same messages come out as of the whole, none larger than the limit,
// and no more memory is taken than twice what has come. The first byte is the size of the pieces, the second one the limit.

#include "fuzzing.h"
#include "local/framereader.h"

#include <QtCore/qbuffer.h>
#include <QtCore/qlist.h>

using namespace QtInterprocess;
using Fuzzing::require;

namespace {

constexpr qsizetype Room = 64 * 1024; // which is taken in any case

// What comes out of the stream, by pieces; whether it ends within a message, or by one that is too large.
struct Outcome
{
    QList<QByteArray> messages;
    bool isInside = false;
    bool isTooLarge = false;

    bool operator==(const Outcome &other) const
    {
        return messages == other.messages && isInside == other.isInside && isTooLarge == other.isTooLarge;
    }
};

Outcome read(const QByteArray &stream, qsizetype piece, qint64 limit)
{
    Outcome outcome;
    FrameReader reader;
    for (qsizetype at = 0; at < stream.size(); at += piece) {
        QByteArray bytes = stream.mid(at, piece);
        QBuffer device(&bytes);
        device.open(QIODevice::ReadOnly);
        for (;;) {
            QByteArray message;
            const auto taken = reader.next(device, limit, message);
            if (taken == FrameReader::Taken::NotYet)
                break;
            if (taken == FrameReader::Taken::TooLarge) {
                require(reader.announced() > limit);
                outcome.isTooLarge = true;
                return outcome;
            }
            require(message.size() <= limit && !message.isNull());
            require(message.capacity() <= qMax(Room, 2 * message.size()) + 64);
            outcome.messages.append(message);
        }
    }
    outcome.isInside = reader.isInside();
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const qsizetype piece = 1 + data[0];
    const qint64 limit = data[1];
    const QByteArray stream(reinterpret_cast<const char *>(data + 2), qsizetype(size - 2));
    const Outcome whole = read(stream, qMax<qsizetype>(stream.size(), 1), limit);
    require(read(stream, piece, limit) == whole);
    constexpr qsizetype Header = Frame::HeaderSize;
    qsizetype used = 0;
    for (const QByteArray &message : whole.messages) {
        require(stream.mid(used + Header, message.size()) == message);
        require(stream.mid(used, Header) == Frame::header(message.size()));
        used += Header + message.size();
    }
    require(whole.isTooLarge || whole.isInside == (used < stream.size()));
    return 0;
}
