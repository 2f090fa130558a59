// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reads any bytes as a stream of messages, in each framing and in pieces of any size.
//
// The pieces give the same messages as the whole. No message exceeds the limit, no byte beyond a
// message is taken, and the memory is at most twice the received bytes.
//
// The lower six bits of the first byte are the size of the pieces, the upper two the framing. The
// second byte is the limit.

#include "fuzzing.h"
#include "local/framereader.h"

#include <QtCore/qbuffer.h>
#include <QtCore/qlist.h>

using namespace QtInterprocess;
using Fuzzing::require;

namespace {

constexpr qsizetype Room = 64 * 1024; // the smallest buffer of a reader

// The messages of a stream, and how it ends.
struct Outcome
{
    QList<QByteArray> messages;
    QList<qsizetype> ends; // positions in the stream
    bool isInside = false;
    Error error;

    bool operator==(const Outcome &other) const
    {
        return messages == other.messages && ends == other.ends && isInside == other.isInside && error == other.error;
    }
};

Outcome read(const QByteArray &stream, qsizetype piece, Frame::Framing framing, qint64 limit)
{
    Outcome outcome;
    FrameReader reader;
    reader.setFraming(framing);
    for (qsizetype at = 0; at < stream.size(); at += piece) {
        QByteArray bytes = stream.mid(at, piece);
        QBuffer device(&bytes);
        device.open(QIODevice::ReadOnly);
        for (;;) {
            QByteArray message;
            const auto taken = reader.next(device, limit, message);
            if (taken == FrameReader::Taken::NotYet)
                break;
            if (taken == FrameReader::Taken::Failed) {
                require(reader.error().isError());
                outcome.error = reader.error();
                return outcome;
            }
            require(message.size() <= limit && !message.isNull());
            require(message.capacity() <= qMax(Room, 2 * message.size()) + 64);
            outcome.messages.append(message);
            outcome.ends.append(at + qsizetype(device.pos()));
        }
        require(device.atEnd());
    }
    outcome.isInside = reader.isInside();
    return outcome;
}

// Compares with a reader that has the whole stream and no limit.
void compareWithSplit(const Outcome &whole, const QByteArray &stream, char delimiter, qint64 limit)
{
    QList<QByteArray> records = stream.split(delimiter);
    const QByteArray rest = records.takeLast();
    for (qsizetype i = 0; i < records.size(); ++i) {
        if (delimiter == '\n' && records[i].endsWith('\r'))
            records[i].chop(1);
        if (records[i].size() > limit) {
            require(i == whole.messages.size() && whole.error == Error::MessageTooLarge);
            return;
        }
        require(i < whole.messages.size() && records[i] == whole.messages[i]);
    }
    require(whole.error ? rest.size() > limit : whole.isInside != rest.isEmpty());
}

// Each message follows a header, and no bytes are between messages.
void compareWithFrames(const Outcome &whole, const QByteArray &stream, Frame::Framing framing)
{
    qsizetype used = 0;
    for (qsizetype i = 0; i < whole.messages.size(); ++i) {
        const QByteArray &message = whole.messages[i];
        const qsizetype begin = whole.ends[i] - message.size();
        require(begin > used && stream.mid(begin, message.size()) == message);
        if (framing == Frame::Framing::LengthPrefix)
            require(stream.mid(used, begin - used) == Frame::header(message.size()));
        else
            require(stream[begin - 1] == '\n' && begin - used <= 2 * Frame::LargestHeader + 2);
        used = whole.ends[i];
    }
    require(whole.error || whole.isInside == (used < stream.size()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const qsizetype piece = 1 + (data[0] & 63);
    const auto framing = Frame::Framing(data[0] >> 6);
    const qint64 limit = data[1];
    const QByteArray stream(reinterpret_cast<const char *>(data + 2), qsizetype(size - 2));
    const Outcome whole = read(stream, qMax<qsizetype>(stream.size(), 1), framing, limit);
    require(read(stream, piece, framing, limit) == whole);
    if (framing == Frame::Framing::Lines || framing == Frame::Framing::Nul)
        compareWithSplit(whole, stream, framing == Frame::Framing::Nul ? '\0' : '\n', limit);
    else
        compareWithFrames(whole, stream, framing);
    // Every message that can be sent is received.
    if (!Frame::obstacle(stream, framing).isEmpty())
        return 0;
    const QByteArray sent = MessageChannel::frame(stream, framing);
    const Outcome received = read(sent + sent, piece, framing, stream.size());
    require(!received.error && received.messages == QList<QByteArray>({ stream, stream }));
    return 0;
}
