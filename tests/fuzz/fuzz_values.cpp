// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Receives any bytes as a message with a value.
//
// The value is decoded or an error is reported, in bounded time. A value is no larger than its
// bytes allow, and is the same after it is sent again. If an error leaves the channel open, the
// next value is received.
//
// The first byte is the format, the second one the size of the pieces.

#include "fuzzing.h"
#include "scripteddevice.h"

#include "local/framereader.h"

#include <QtInterprocess/messagechannel.h>

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>

using namespace QtInterprocess;
using Fuzzing::require;

namespace {

using Format = MessageChannel::Format;

const QCborValue Probe(4711);

QByteArray framed(const QByteArray &message)
{
    return Frame::header(message.size()) + message;
}

QByteArray encoded(const QCborValue &value, Format format)
{
    Fuzzing::ScriptedDevice device({});
    MessageChannel channel(&device);
    channel.setFormat(format);
    require(channel.sendValue(value));
    return device.written.mid(Frame::HeaderSize);
}

// Counts the value and its elements. Each element of an array or map takes at least one byte, and
// so does each level.
qsizetype elementsOf(const QCborValue &value, int depth = 0)
{
    require(depth <= 1025); // Qt's own limit
    qsizetype count = 1;
    if (value.isArray()) {
        const QCborArray array = value.toArray();
        for (const auto &element : array)
            count += elementsOf(element, depth + 1);
    } else if (value.isMap()) {
        const QCborMap map = value.toMap();
        for (const auto &[key, element] : map)
            count += elementsOf(key, depth + 1) + elementsOf(element, depth + 1);
    } else if (value.isTag()) {
        count += elementsOf(value.taggedValue(), depth + 1);
    }
    return count;
}

// The result of a message that arrives in pieces, followed by the probe.
struct Outcome
{
    std::optional<QCborValue> value;
    QList<Error> errors;
    bool probeCame = false;
    bool finished = false;
};

Outcome receive(const QByteArray &message, Format format, qsizetype piece)
{
    QList<QByteArray> pieces;
    const QByteArray stream = framed(message) + framed(encoded(Probe, format));
    Fuzzing::inPieces(stream, piece, [&](const QByteArray &bytes) { pieces += bytes; });
    Fuzzing::ScriptedDevice device(pieces);
    MessageChannel channel(&device);
    channel.setFormat(format);
    Outcome outcome;
    int messages = 0;
    QObject::connect(&channel, &MessageChannel::messageReceived, &channel,
                     [&](const QByteArray &received) { require(++messages > 1 || received == message); });
    QObject::connect(&channel, &MessageChannel::valueReceived, &channel, [&](const QCborValue &value) {
        if (messages == 1)
            outcome.value = value;
        else
            outcome.probeCame = value == Probe;
    });
    QObject::connect(&channel, &MessageChannel::errorOccurred, &channel,
                     [&](const Error &error) { outcome.errors += error; });
    while (channel.waitForMessage(0)) {
    }
    outcome.finished = channel.isFinished();
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Fuzzing::TimeLimit limit;
    Fuzzing::Input input(data, size);
    const Format format = input.byte() % 2 ? Format::Json : Format::Cbor;
    const int piece = 1 + input.byte();
    const QByteArray message = input.rest();
    const Outcome outcome = receive(message, format, piece);
    require(outcome.errors.size() == (outcome.value ? 0 : 1));
    require(outcome.probeCame != outcome.finished);
    if (!outcome.value)
        return 0;
    require(elementsOf(*outcome.value) <= message.size() + 1);
    const QByteArray again = encoded(*outcome.value, format);
    const Outcome second = receive(again, format, piece);
    require(second.value && encoded(*second.value, format) == again);
    return 0;
}
