// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <string>

// Plain system calls on Unix sockets. A failed call ends the process.
namespace raw {

enum class Mode { Blocking, NonBlocking };
enum class Type { Stream, SeqPacket, Datagram };

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
