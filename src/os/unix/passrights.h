// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess::os {

// Whether the peer of a socket can send descriptors at all. If not, sending some fails there with EPERM, and what was sent before
// stays in the queue. A listening socket hands the setting on to each connection, from the moment it is made. Linux 6.16;
// elsewhere refuseHandles() returns false and nothing is changed.
bool refuseHandles(int fd) noexcept;
void admitHandles(int fd) noexcept;

// Has urgent bytes of a stream read among the others. Else the kernel drops such a byte in passing, and the descriptors with it.
void readUrgentBytesInLine(int fd) noexcept;

} // namespace QtInterprocess::os
