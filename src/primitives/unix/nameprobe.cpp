// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/nameprobe.h"

#include "os/unix/descriptor.h"
#include "os/unix/peer.h"
#include "os/unix/process.h"
#include "os/unix/socket.h"

#include <cerrno>

namespace QtInterprocess {

namespace {

struct Listener
{
    qint64 process = 0; // 0 if unknown, or of another PID namespace
    bool hasEnded = false;
};

// Whether the process has ended. A pidfd also reports the end of a zombie, and of a process whose
// ID was reused.
bool hasEnded(int connected, qint64 process)
{
    const auto handle = os::peerProcessHandle(connected);
    if (handle) {
        const auto polled = os::poll(int(handle->get()), os::PollFor::Reading, QDeadlineTimer(0));
        return polled && polled->any();
    }
    return handle.error().nativeCode() == ESRCH || !os::isProcess(pid_t(process));
}

Listener listenerAt(const Result<os::SocketAddress> &address)
{
    for (const os::SocketType type : { os::SocketType::Stream, os::SocketType::SeqPacket }) {
        const auto socket = address ? os::createSocket(type) : Result<OwnedHandle>(address.error());
        const auto connecting = socket ? os::connectSocket(int(socket->get()), *address) : socket.error();
        if (!connecting || *connecting != os::Connecting::Done)
            continue;
        const auto peer = os::peerCredentials(int(socket->get()));
        const qint64 process = peer ? peer->processId().value_or(0) : 0;
        return { process, process > 0 && hasEnded(int(socket->get()), process) };
    }
    return {};
}

} // namespace

// Probes with a datagram socket, which connects to no server. It is refused only if no socket has
// the name. A socket of another type gives a different error, even before it listens; a stream
// socket could not tell.
Probe probe(const Result<os::SocketAddress> &address)
{
    const auto socket = address ? os::createSocket(os::SocketType::Datagram) : Result<OwnedHandle>(address.error());
    if (!socket)
        return { Probe::Unknown, socket.error() };
    const auto connecting = os::connectSocket(int(socket->get()), *address);
    if (connecting)
        return { Probe::InUse };
    switch (connecting.error().nativeCode()) {
    case ECONNREFUSED: return { Probe::Unused };
    case EPROTOTYPE:
    case EPERM: // from a datagram socket that accepts only from its peer; a forbidden file gives EACCES
        return { Probe::InUse };
    default: return { Probe::Unknown, connecting.error() };
    }
}

qint64 ownerOf(const Result<os::SocketAddress> &address)
{
    const Listener listener = listenerAt(address);
    return listener.hasEnded ? 0 : listener.process;
}

bool isAbandoned(const Result<os::SocketAddress> &address, qint64 process)
{
    if (process <= 0)
        return false;
    const Listener listener = listenerAt(address);
    return listener.process == process && listener.hasEnded;
}

} // namespace QtInterprocess
