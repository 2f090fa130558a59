// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

// What tests ask the platform for: declared here once, defined once per platform, in unix/ and win/.
namespace TestSupport {

// Where the library's local sockets differ from platform to platform by their nature.
struct LocalSocketTraits
{
    bool halfClose; // one direction can end while the other goes on
    bool deathWithUnreadIsAnError; // who ends with input unread is told from who closes in good order
    bool namesAreFiles; // generic names are below the runtime directory
    bool refusalNamesTheOwner; // who is refused a name is told the process that has it
    bool connectionsKeepTheName; // it is free when the server and all that it has accepted are closed
    bool lingersInAThread; // that is there only while somebody lingers
    bool groups; // Access::Group means something
    bool genericNamesAreShared; // they can be opened to other users
};
LocalSocketTraits localSocketTraits();

// An end of a pipe that only writes hears that its reader has gone without writing.
bool pipesNoticeAGoneReader();

// Puts the generic names of this process, and of its children, below a folder of its own, where names are files.
void usePrivateRuntimeDirectory(const QString &path);

// ".exe" where programs have that.
QString programSuffix();

// Of this process: what it has open, its threads, its processor time. -1 where that cannot be found out.
int openDescriptors();
int threadCount();
qint64 processorMilliseconds();

// Memory in use; of this process if there is no other process id. -1 if that cannot be found out.
qint64 residentKilobytes(qint64 processId = 0);

// Lets this process have that many descriptors open, if it can; and limits it again at the end of the program only.
bool allowDescriptors(int count);

// How long the calling thread could have run, and had no processor; 0 where that cannot be found out.
qint64 starvedMilliseconds();

// Windows as Wine makes it: slower, and without some of what Windows has.
bool isWine();

// The number of messages, clients or rounds that is as much work here as count is elsewhere.
int scaled(int count);

} // namespace TestSupport
