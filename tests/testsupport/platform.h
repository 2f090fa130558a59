// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

// Functions that tests ask the platform for. They are declared here, and defined in unix/ and
// win/.
namespace TestSupport {

// Properties of local sockets that differ between platforms.
struct LocalSocketTraits
{
    bool halfClose; // one direction can be closed while the other stays open
    bool deathWithUnreadIsAnError; // a peer that ends with unread input is told apart from an orderly close
    bool namesAreFiles; // generic names are files below the runtime directory
    bool refusalNamesTheOwner; // if a name is refused, the error has the process ID of its owner
    bool connectionsKeepTheName; // the name is free only after the server and all accepted connections are closed
    bool lingersInAThread; // the thread exists only while there is output to deliver
    bool groups; // Access::Group has an effect
    bool genericNamesAreShared; // generic names can be opened to other users
    bool handlesBesideBytes; // a MessageChannel passes handles without a change of the wire format
};
LocalSocketTraits localSocketTraits();

// Tells whether the writing end of a pipe notices a closed reader without writing.
bool pipesReportClosedReader();

// Where names are files, puts the generic names of this process and its children into the folder
// path.
void usePrivateRuntimeDirectory(const QString &path);

// Returns ".exe" on platforms whose programs end with that.
QString programSuffix();

// Resources of this process: open descriptors, threads, processor time. -1 if that is unknown.
int openDescriptors();
int threadCount();
qint64 processorMilliseconds();

// Returns the memory in use; of this process if processId is 0. -1 if that is unknown.
qint64 residentKilobytes(qint64 processId = 0);

// Opens a handle that holds a number, for tests that pass handles. The number can be read once, by
// any owner. Both return -1 on failure.
qintptr openNumbered(int number);
int numberIn(qintptr handle);

// Raises the limit of open descriptors to count, if the system permits it. The limit stays until
// the program ends.
bool allowDescriptors(int count);

// Returns how long the calling thread was runnable without a processor; 0 if that is unknown.
qint64 starvedMilliseconds();

// Tells whether this is Wine, which is slower than Windows and lacks some of its features.
bool isWine();

// Scales a number of messages, clients or rounds, so that it takes as long here as count does
// elsewhere.
int scaled(int count);

} // namespace TestSupport
