// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/ancillary.h"
#include "os/unix/identity.h"
#include "support/result.h"

#include <QtInterprocess/access.h>

#include <optional>

namespace QtInterprocess::os {

// What only sockets have that keep messages.

// How many bytes can be received: of a SOCK_SEQPACKET socket those of all messages that wait, of a datagram socket those of the
// first. 0 can be an empty message, nothing, or the end; −1: the system does not tell, as all but Linux do not.
qint64 waitingBytes(int fd);

// No datagram is larger; −1: that is not known. Linux makes one out of a single piece of memory and a few pages.
qint64 largestDatagram();

// Lets each message bring a mark (ReceiveOptions::mark), also those that are there already. The end brings none, which is
// all that tells it from an empty message on a SOCK_SEQPACKET socket. Unsupported elsewhere than on Linux.
Error markMessages(int fd);
// Whether there is such a thing at all.
bool canMarkMessages() noexcept;

// A message goes out in one piece, so that the send buffer has to be as large. Makes it larger if need be, as far as
// the system lets it be; MessageTooLarge if that is not enough. known: a size that is known to fit, which is kept.
Error makeRoomForMessage(int fd, qint64 size, qint64 &known);

// Gives a datagram socket a name that nobody else has. Linux; Unsupported elsewhere.
Error bindToFreeName(int fd);

// A datagram socket has no peer from here on.
Error dissolvePeer(int fd);

// Whether somebody has switched on that messages bring the credentials of their senders, as a supervisor may have.
bool isReceivingCredentials(int fd);

// AccessDenied unless a process with these credentials may send to that user (or to our group) under the given access.
Error checkSender(const std::optional<SenderCredentials> &sender, Access access, const Self &self);

} // namespace QtInterprocess::os
