// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <string>

// Plain system calls on Unix sockets; whatever fails ends the process.
namespace raw {

enum class Mode { Blocking, NonBlocking };
enum class Type { Stream, SeqPacket, Datagram };

int createSocket(Type type);
int bindTo(const std::string &path, Type type);
int listenOn(const std::string &path, Mode mode, Type type = Type::Stream);
void connectTo(int fd, const std::string &path);
int connectTo(const std::string &path, Mode mode);
int acceptFrom(int listener, Mode mode); // -1 if nobody is there
void setNonBlocking(int fd);

// Wait, whether the descriptor blocks or not.
void writeAll(int fd, const char *data, qint64 size);
void readAll(int fd, char *data, qint64 size);

} // namespace raw
