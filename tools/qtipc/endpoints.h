// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/Error>

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>
#include <QtCore/qstringlist.h>

#include <optional>

// A process that has an endpoint open.
struct Holder
{
    qint64 processId = 0;
    QString program;
};

// A name by which other processes reach a program.
struct Endpoint
{
    const char *type = ""; // stream, seqpacket, dgram, socket, fifo, pipe
    const char *state = ""; // listening, bound, open, unused, unreachable; empty if unknown
    QString name; // a path, @name, or \\.\pipe\name
    std::optional<quint32> userId;
    QString owner; // the name of that user
    QList<Holder> holders; // processes that have it open, if this user may see them
};

// Whether files can be endpoints, and the system reports owners and processes.
bool endpointsHaveOwners();

// Finds the endpoints of the system, and sockets and FIFOs in the folders. Fails if the system
// has no list, or a folder cannot be read.
QtInterprocess::Error findEndpoints(const QStringList &folders, QList<Endpoint> &found);

// Whether this user owns the endpoint, or a process that has it open.
bool isOfThisUser(const Endpoint &endpoint);
