// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socket.h"
#include "os/unix/socketname.h"
#include "support/result.h"

#include <QtInterprocess/access.h>

#include <QtCore/qstringlist.h>

namespace QtInterprocess {

// What a supervisor says in the environment of a process that it starts. Anybody may have written it.
struct ActivationVariables
{
    QString process; // LISTEN_PID
    QString count; // LISTEN_FDS
    QString names; // LISTEN_FDNAMES

    static ActivationVariables fromEnvironment();
};

// The names of the handles that are there for that process, from the first one on; fails if the variables contradict each other.
Result<QStringList> activatedNames(const ActivationVariables &variables, qint64 process);

// Where NOTIFY_SOCKET says that the supervisor listens.
Result<os::SocketName> notificationPlace(const QByteArray &variable);

// How often WATCHDOG_USEC and WATCHDOG_PID want a sign of life from that process: microseconds; 0 if they do not.
quint64 watchdogMicroseconds(const QByteArray &interval, const QByteArray &watched, qint64 process);

// STATUS=text, for a text of one line. InvalidOperation for any other: each line is an assignment of its own.
Result<QByteArray> statusAssignment(const QString &text);
// FDNAME=name, for what supervisors take as a name; InvalidName for anything else, which they would replace by "stored".
Result<QByteArray> nameAssignment(const QString &name);

// As UnixActivation::take(), but passes over whatever is not a socket of that type and in that role. Takes nothing for an access
// that cannot be.
OwnedHandle takeActivated(const QString &name, os::SocketType type, os::Role role, const Access &access, Error *error);
// The same for a FIFO that can be read.
OwnedHandle takeActivatedFifo(const QString &name, Error *error);

} // namespace QtInterprocess
