// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <string>

// The work of the two child processes of a measurement.
enum class Kind {
    Echo, // the client sends size bytes, and the server returns them, one after the other
    Stream, // the client sends total bytes in writes of size bytes; the server reads all and answers one byte
    Signal, // the client sends SIGUSR1 and waits for SIGUSR2, which the server sends from its event loop
    Crowd, // size bytes go back and forth on each of total connections of one client
    Connect, // the client connects, the server accepts and closes, the client reads the end and closes
    Packets, // the client sends total messages of size bytes by SOCK_SEQPACKET; the server answers the last
    Datagrams, // the same by SOCK_DGRAM
    Handles, // the same by SOCK_SEQPACKET, each with a descriptor
    Handover, // the client shows the server size bytes in shared memory, and waits until it has seen them
    HandoverEach, // the same, with a descriptor each time
    Message, // the same with a message of size bytes
    Signals, // the client sends size real-time signals and waits for SIGUSR2, which answers the last
};

struct Task
{
    Kind kind = Kind::Echo;
    std::string path; // of the server's socket file
    qint64 size = 0;
    qint64 total = 0;
};

/*
    One way to communicate over a Unix domain socket.

    Both functions run in separate processes: serve() until it is killed, and drive() until
    control::awaitGo() returns false.
*/
struct Peer
{
    const char *name;
    int (*serve)(const Task &);
    int (*drive)(const Task &);
};

extern const Peer qtInterprocessPeer;
extern const Peer qLocalSocketPeer;
extern const Peer qLocalSocketUnixPeer; // always with Qt's own event dispatcher
extern const Peer notifierPeer;
extern const Peer libuvPeer;
extern const Peer asioPeer;
extern const Peer rawPeer;
extern const Peer pollPeer; // also system calls, on non-blocking descriptors
