// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socket.h"
#include "os/unix/socketname.h"
#include "support/result.h"

#include <QtInterprocess/access.h>

#include <QtCore/qstringlist.h>

namespace QtInterprocess {

// The environment variables of a supervisor for a process that it starts. Any process may have set
// them.
struct ActivationVariables
{
    QString process; // LISTEN_PID
    QString count; // LISTEN_FDS
    QString names; // LISTEN_FDNAMES

    static ActivationVariables fromEnvironment();
};

// Returns the names of the handles passed to this process, in order. Fails if the variables
// contradict each other.
Result<QStringList> activatedNames(const ActivationVariables &variables, qint64 process);

// Returns the address in NOTIFY_SOCKET, where the supervisor listens.
Result<os::SocketName> notificationPlace(const QByteArray &variable);

// Returns the interval of watchdog messages that WATCHDOG_USEC and WATCHDOG_PID require of this
// process, in microseconds; 0 if none is required.
quint64 watchdogMicroseconds(const QByteArray &interval, const QByteArray &watched, qint64 process);

// Returns STATUS=text for a one-line text. Fails with InvalidOperation for other texts, as each
// line is a separate assignment.
Result<QByteArray> statusAssignment(const QString &text);
// Returns FDNAME=name. Fails with InvalidName if supervisors do not accept the name: they would
// replace it by "stored".
Result<QByteArray> nameAssignment(const QString &name);

// Takes a handle as UnixActivation::take() does, but skips all that are not sockets of this type
// and role. With an invalid access it takes nothing.
OwnedHandle takeActivated(const QString &name, os::SocketType type, os::Role role, const Access &access, Error *error);
// As takeActivated(), for a FIFO that can be read.
OwnedHandle takeActivatedFifo(const QString &name, Error *error);

} // namespace QtInterprocess
