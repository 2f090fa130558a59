// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Decodes any bytes as a message of the instance protocol.
//
// A decoded message stays the same when it is encoded and decoded again, and it has one meaning.
// fuzz_primary and fuzz_secondary test sequences of messages.

#include "fuzzing.h"

#include "local/instanceprotocol.h"

using namespace QtInterprocess;
using Fuzzing::require;

namespace {

bool operator==(const instance::Request &a, const instance::Request &b)
{
    return a.arguments == b.arguments && a.directory == b.directory && a.environment == b.environment
        && a.token == b.token && a.payload == b.payload && a.replaces == b.replaces;
}

qsizetype sizeOf(const instance::Request &request)
{
    qsizetype size = request.directory.size() + request.token.size() + request.payload.size();
    for (const QByteArray &argument : request.arguments)
        size += 1 + argument.size();
    for (auto entry = request.environment.cbegin(); entry != request.environment.cend(); ++entry)
        size += 1 + entry.key().size() + entry.value().size();
    return size;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Fuzzing::TimeLimit limit;
    const QByteArray message(reinterpret_cast<const char *>(data), qsizetype(size));
    if (const auto request = instance::decodeRequest(message)) {
        require(sizeOf(*request) <= message.size());
        const auto again = instance::decodeRequest(instance::encode(*request));
        require(again && *again == *request);
    }
    if (const auto hello = instance::decodeHello(message)) {
        const auto again = instance::decodeHello(instance::encode(*hello));
        require(again && again->limit == hello->limit && again->isReplaceable == hello->isReplaceable);
    }
    if (const auto answer = instance::decodeAnswer(message)) {
        const auto again = instance::decodeAnswer(instance::encode(*answer));
        require(again && again->exitCode == answer->exitCode && again->reply == answer->reply);
    }
    require(!instance::isReceived(message) || !message.isEmpty());
    return 0;
}
