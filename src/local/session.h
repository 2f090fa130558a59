// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/access.h>
#include <QtInterprocess/credentials.h>
#include <QtInterprocess/localname.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

namespace QtInterprocess::local {

// Facts about the process's environment: declared here once, defined once per platform.

// Returns an ID that is the same in all processes of one login, and different in each login.
QByteArray sessionId();

// Returns the folder that all sandboxes of one application share. Empty outside a sandbox, or if
// other users can access the folder.
QString sandboxFolder();

// Returns the arguments of main(), as the system stores them; otherwise those of QCoreApplication.
QList<QByteArray> processArguments();

// Convert file names and arguments for other processes: to the system's bytes, or to UTF-8 on
// Windows.
QByteArray toBytes(const QString &text);
QString toText(const QByteArray &bytes);

// Claims a name for one process at a time, while it holds the handle; otherwise fails with
// NameInUse. If the names of servers are exclusive on the platform, the handle is empty.
Result<OwnedHandle> claimAlone(const LocalName &name);

// Returns a name that every user of the machine can reach, and that is free when its process ends.
// If there is no such name, listening on it fails with Unsupported.
LocalName machineWideName(const QString &name);

// Returns the user who holds such a name without serving it, if the system provides it.
PeerCredentials holderOf(const LocalName &name);

// Fails with AccessDenied unless the access permits the server of the connection.
Error checkServer(qintptr connected, const Access &required);

// Opens the process that serves a connection, to wait for it and to end it. Fails with AccessDenied
// if it runs as another user. Fails with Unsupported if only its process ID is known, which may be
// reused.
Result<OwnedHandle> serverProcess(qintptr connected);

// Permits another process to bring its windows to the front.
void allowForeground(qint64 processId);

// Activates a window of this process with the time in the token, on window systems that require it.
void activateByTime(quintptr windowId, const QByteArray &token);

} // namespace QtInterprocess::local
