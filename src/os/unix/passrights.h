// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess::os {

// Control whether the peer of a socket can send descriptors.
//
// After refuseHandles(), sending descriptors fails there with EPERM; those sent before stay in
// the queue. A connection gets the setting of its listening socket when it is made. This needs
// Linux 6.16; elsewhere refuseHandles() returns false and changes nothing.
bool refuseHandles(int fd) noexcept;
void admitHandles(int fd) noexcept;

// Reads urgent bytes of a stream in line with the others. Otherwise the kernel drops an urgent
// byte in passing, with its descriptors.
void readUrgentBytesInLine(int fd) noexcept;

} // namespace QtInterprocess::os
