// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

#include <optional>

namespace QtInterprocess {

// A message between a SharedMemoryPool and a SharedMemoryConsumer. The header of the pool documents
// the format.
struct PoolMessage
{
    enum class Type : quint8 { Unknown, Buffer, Frame, Drop, Release, Ready };

    Type type = Type::Unknown;
    quint32 id = 0; // of the buffer; the version of the protocol in Ready
    quint64 number = 0; // Frame and Release
    quint64 size = 0; // Buffer and Frame
    QByteArray metadata = {}; // Frame

    QByteArray encoded() const;
    static constexpr quint32 Version = 1;

    // Returns nothing for a message that is too short.
    static std::optional<PoolMessage> parse(const QByteArray &bytes);
};

} // namespace QtInterprocess
