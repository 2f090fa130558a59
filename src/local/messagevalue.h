// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/valuecheck.h"
#include "support/result.h"

#include <QtInterprocess/messagechannel.h>

namespace QtInterprocess {

// Encode and decode values: a message is exactly one value. Decoding fails with InvalidMessage, or
// with MessageTooLarge if a value exceeds the limits.
QByteArray encodeValue(const QCborValue &value, MessageChannel::Format format);
Result<QCborValue> decodeValue(const QByteArray &message, MessageChannel::Format format,
                               const ValueLimits &limits = {});

} // namespace QtInterprocess
