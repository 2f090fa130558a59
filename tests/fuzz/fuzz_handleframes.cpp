// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reads any bytes as a stream of messages with the numbers of their handles, in pieces of any size.
//
// The pieces give the same messages and numbers as the whole. No limit is exceeded, no byte beyond
// a message is taken, and every message is as its sender would have written it.
//
// The first byte is the size of the pieces. The second and third are the limits of bytes and of
// handles.

#include "fuzzing.h"
#include "local/framereader.h"

#include <QtCore/qbuffer.h>

#include <vector>

using namespace QtInterprocess;
using Fuzzing::require;

namespace {

struct Message
{
    QByteArray bytes;
    std::vector<quint64> numbers;

    bool operator==(const Message &other) const { return bytes == other.bytes && numbers == other.numbers; }
};

struct Outcome
{
    std::vector<Message> messages;
    std::vector<quint64> unused; // numbers of the incomplete message
    qsizetype end = 0; // position behind the last message
    bool isInside = false;
    Error error;
};

Outcome read(const QByteArray &stream, qsizetype piece, qint64 limit, int handles)
{
    Outcome outcome;
    FrameReader reader;
    reader.setHandleLimit(handles);
    for (qsizetype at = 0; at < stream.size(); at += piece) {
        QByteArray bytes = stream.mid(at, piece);
        QBuffer device(&bytes);
        device.open(QIODevice::ReadOnly);
        for (;;) {
            Message message;
            const auto taken = reader.next(device, limit, message.bytes);
            if (taken == FrameReader::Taken::NotYet)
                break;
            if (taken == FrameReader::Taken::Failed) {
                require(reader.error() == Error::MessageTooLarge);
                require(reader.takeNumbers().empty());
                outcome.error = reader.error();
                return outcome;
            }
            message.numbers = reader.takeNumbers();
            require(message.bytes.size() <= limit && qint64(message.numbers.size()) <= handles);
            require(reader.takeNumbers().empty());
            outcome.messages.push_back(message);
            outcome.end = at + qsizetype(device.pos());
        }
        require(device.atEnd());
    }
    outcome.isInside = reader.isInside();
    outcome.unused = reader.takeNumbers();
    require(qint64(outcome.unused.size()) <= handles && (outcome.isInside || outcome.unused.empty()));
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    const qsizetype piece = 1 + data[0];
    const qint64 limit = data[1];
    const int handles = 1 + data[2] % 16;
    const QByteArray stream(reinterpret_cast<const char *>(data + 3), qsizetype(size - 3));
    const Outcome whole = read(stream, qMax<qsizetype>(stream.size(), 1), limit, handles);
    const Outcome split = read(stream, piece, limit, handles);
    require(whole.messages == split.messages && whole.error == split.error && whole.isInside == split.isInside);
    require(whole.unused == split.unused);
    QByteArray written;
    for (const Message &message : whole.messages)
        written += Frame::headerWithNumbers(message.bytes.size(), message.numbers) + message.bytes;
    require(written.size() == whole.end && stream.startsWith(written));
    require(whole.error || whole.isInside == (whole.end < stream.size()));
    return 0;
}
