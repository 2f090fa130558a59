// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <string>
#include <sys/socket.h>
#include <sys/un.h>

// Plain system calls on Unix sockets. A failed call ends the process.
namespace raw {

enum class Mode { Blocking, NonBlocking };
enum class Type { Stream, SeqPacket, Datagram };

// A message of one piece, with room for one descriptor and for the address of its sender.
struct Message
{
    Message(void *data, size_t size);

    void attach(int fd);
    int descriptor() const; // of a received message; -1 if there is none

    iovec vector;
    msghdr header = {};
    sockaddr_un sender = {};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};

private:
    Q_DISABLE_COPY_MOVE(Message)
};

int createSocket(Type type);
int bindTo(const std::string &path, Type type);
int listenOn(const std::string &path, Mode mode, Type type = Type::Stream);
void connectTo(int fd, const std::string &path);
int connectTo(const std::string &path, Mode mode);
int acceptFrom(int listener, Mode mode); // -1 if no client waits
void setNonBlocking(int fd);

// These wait on both blocking and non-blocking descriptors.
void writeAll(int fd, const char *data, qint64 size);
void readAll(int fd, char *data, qint64 size);

} // namespace raw
