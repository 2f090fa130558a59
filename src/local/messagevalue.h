// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/messagechannel.h>

#include <optional>

namespace QtInterprocess {

// Values in messages: a message is one value and nothing else.
QByteArray encodeValue(const QCborValue &value, MessageChannel::Format format);
std::optional<QCborValue> decodeValue(const QByteArray &message, MessageChannel::Format format);

} // namespace QtInterprocess
