// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socket.h"
#include "os/unix/socketname.h"
#include "support/result.h"

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

// As UnixActivation::take(), but passes over whatever is not a socket of that type and in that role.
OwnedHandle takeActivated(const QString &name, os::SocketType type, os::Role role, Error *error);

} // namespace QtInterprocess
