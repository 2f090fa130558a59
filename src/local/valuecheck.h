// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qbytearray.h>

namespace QtInterprocess {

// What a decoded value may hold; 0 is unlimited. Qt takes up to 160 bytes of memory for an element, wherefore a message of 16 MiB can become
// a value of 2 GiB.
struct ValueLimits
{
    int depth = 128; // of arrays, maps and tags inside each other
    qint64 elements = 500'000; // keys, values, tags, and pieces of strings
};

/*
    These look at a value before it is decoded, in one pass over the bytes, without recursion and without memory. MessageTooLarge: it exceeds
    a limit. InvalidMessage: it is not well-formed; checkJson() leaves that to the parser.
*/
Error checkCbor(const QByteArray &message, const ValueLimits &limits);
Error checkJson(const QByteArray &message, const ValueLimits &limits);

} // namespace QtInterprocess
