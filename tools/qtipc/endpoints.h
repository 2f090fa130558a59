// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/Error>

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>
#include <QtCore/qstringlist.h>

#include <optional>

struct Holder
{
    qint64 processId = 0;
    QString program;
};

// A name of the system by which programs are reached.
struct Endpoint
{
    const char *type = ""; // stream, seqpacket, dgram, fifo, pipe
    const char *state = ""; // listening, bound, open, unused, unreachable; empty if the system does not tell
    QString name; // a path, @name, or \\.\pipe\name
    std::optional<quint32> userId;
    QString owner; // the name of that user
    QList<Holder> holders; // the processes that have it open, as far as this user may see them
};

// Whether files can be endpoints, and whether the system tells owners and processes.
bool endpointsHaveOwners();

// The endpoints of the system, and the files in the folders that are some. Fails if the system has no list, or a folder cannot be read.
QtInterprocess::Error findEndpoints(const QStringList &folders, QList<Endpoint> &found);

// Whether it belongs to this user: by its owner, or by a process that has it open.
bool isOfThisUser(const Endpoint &endpoint);
