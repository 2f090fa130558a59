// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

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

// Lets the windows of another process come to the front.
void allowForeground(qint64 processId);

} // namespace QtInterprocess::local
