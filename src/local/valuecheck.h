// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qbytearray.h>

namespace QtInterprocess {

// The limits of a decoded value; 0 is unlimited. Qt takes up to 160 bytes for an element, so a
// message of 16 MiB can become a value of 2 GiB.
struct ValueLimits
{
    int depth = 128; // of nested arrays, maps and tags
    qint64 elements = 500'000; // keys, values, tags, and pieces of strings
};

/*
    Check a value before it is decoded, in one pass, without recursion and without allocating
    memory.

    MessageTooLarge means that it exceeds a limit. InvalidMessage means that it is not well-formed;
    checkJson() leaves that to the parser.
*/
Error checkCbor(const QByteArray &message, const ValueLimits &limits);
Error checkJson(const QByteArray &message, const ValueLimits &limits);

} // namespace QtInterprocess
