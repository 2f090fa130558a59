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

// What a process has from where it was started: declared here once, defined once per platform.

// The same in all processes of one login, and different in another one.
QByteArray sessionId();

// The folder that all sandboxes of one application share; empty outside of one, or if it is not this user's alone.
QString sandboxFolder();

// Those of main(), as the system keeps them; those of QCoreApplication where it does not.
QList<QByteArray> processArguments();

// What names of files and arguments are between processes: bytes as the system has them; UTF-8 on Windows.
QByteArray toBytes(const QString &text);
QString toText(const QByteArray &bytes);

// For one process at a time, as long as it holds the handle: NameInUse. Where names of servers do that by themselves there is nothing to
// hold.
Result<OwnedHandle> claimAlone(const LocalName &name);

// A name that every user of the machine can reach, and that is free when its process ends. Where there is none, listening on it fails
// with Unsupported.
LocalName machineWideName(const QString &name);

// The user who has such a name without serving it, as far as the system tells.
PeerCredentials holderOf(const LocalName &name);

// AccessDenied unless the server of a connection is one that the given access lets in.
Error checkServer(qintptr connected, const Access &required);

// The very process that serves a connection, to wait for it and to end it. AccessDenied unless it runs as this user. Unsupported where
// only its number is known, which may be that of another process by now.
Result<OwnedHandle> serverProcess(qintptr connected);

// Lets the windows of another process come to the front.
void allowForeground(qint64 processId);

// Activates a window of this process with the time in the token, where window systems ask for that.
void activateByTime(quintptr windowId, const QByteArray &token);

} // namespace QtInterprocess::local
