// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/Error>

#include <QtCore/qbytearray.h>
#include <QtCore/qcborvalue.h>

// The encoding of messages of a MessageChannel, and their form in text.
enum class MessageFormat {
    Text, // bytes, shown unchanged
    Json, // JSON, shown as JSON
    Cbor, // CBOR, shown as JSON
    Diagnostic, // CBOR, typed as JSON, shown in diagnostic notation (RFC 8949)
};

// Parses a line of JSON.
QCborValue valueOf(const QByteArray &json, QtInterprocess::Error &error);

// Returns the value as one line.
QByteArray textOf(const QCborValue &value, MessageFormat format);
