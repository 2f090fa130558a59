// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess {

// What keeps messages.
enum class MessageTransport {
    Packets, // SOCK_SEQPACKET
    Datagrams, // SOCK_DGRAM
    Pipe, // in packet mode: one way, bytes alone, no empty messages
};

} // namespace QtInterprocess
