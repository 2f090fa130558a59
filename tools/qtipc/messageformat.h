// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/Error>

#include <QtCore/qbytearray.h>
#include <QtCore/qcborvalue.h>

// What the messages of a MessageChannel are, and how people write them.
enum class MessageFormat {
    Text, // bytes, written as they are
    Json, // JSON, written as such
    Cbor, // CBOR, written as JSON
    Diagnostic, // CBOR; read as JSON and shown in the notation of RFC 8949, which has a word for everything
};

// The value that a line of JSON stands for.
QCborValue valueOf(const QByteArray &json, QtInterprocess::Error &error);

// In one line.
QByteArray textOf(const QCborValue &value, MessageFormat format);
