// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/valuecheck.h"
#include "support/result.h"

#include <QtInterprocess/messagechannel.h>

namespace QtInterprocess {

// Values in messages: a message is one value and nothing else. The errors of decoding are InvalidMessage, and MessageTooLarge for a value that
// exceeds the limits.
QByteArray encodeValue(const QCborValue &value, MessageChannel::Format format);
Result<QCborValue> decodeValue(const QByteArray &message, MessageChannel::Format format,
                               const ValueLimits &limits = {});

} // namespace QtInterprocess
