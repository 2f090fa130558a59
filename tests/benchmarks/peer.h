// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <string>

// What the two child processes of a measurement do.
enum class Kind {
    Echo, // the client sends size bytes, the server sends them back, one after the other
    Stream, // the client sends total bytes in writes of size bytes; the server reads all and answers one byte
    Signal, // the client sends SIGUSR1 and waits for SIGUSR2, which the server sends from its event loop
    Crowd, // total connections of one client, on each of which size bytes go forth and back all the time
    Connect, // the client connects, the server accepts and closes, the client sees the end and closes
    Packets, // the client sends total messages of size bytes by SOCK_SEQPACKET; the server answers after the last
    Datagrams, // the same by SOCK_DGRAM
    Handles, // the same by SOCK_SEQPACKET, each with a descriptor
    Signals, // the client sends size real-time signals and waits for SIGUSR2, which the server sends after the last
};

struct Task
{
    Kind kind = Kind::Echo;
    std::string path; // of the server's socket file
    qint64 size = 0;
    qint64 total = 0;
};

/*
    One way to talk over a Unix domain socket. Both functions run in a process of their own: serve() until it is
    killed, drive() for as long as control::awaitGo() has something to do.
*/
struct Peer
{
    const char *name;
    int (*serve)(const Task &);
    int (*drive)(const Task &);
};

extern const Peer qtInterprocessPeer;
extern const Peer qLocalSocketPeer;
extern const Peer qLocalSocketUnixPeer; // with Qt's own event dispatcher, whatever the others have
extern const Peer notifierPeer;
extern const Peer libuvPeer;
extern const Peer asioPeer;
extern const Peer rawPeer;
extern const Peer pollPeer; // system calls as well, on descriptors that do not block
