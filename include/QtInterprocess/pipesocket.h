// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>
#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/pipe.h>

#include <memory>
#include <utility>

namespace QtInterprocess {

/*!
    The two handles of one end of a connection over two pipes. There will be no other members.
*/
struct PipeHandles
{
    OwnedHandle reader; //!< This end reads from it: the standard input of a child.
    OwnedHandle writer; //!< This end writes to it: the standard output of a child.

    explicit operator bool() const noexcept { return reader.isValid() && writer.isValid(); }
};

/*!
    A byte stream in both directions over two one-way handles: the standard input and output of a child, say. Everything that works
    on a socket works on it, Qt Remote Objects for example.

    \code
    // The parent:
    PipeSocket socket;
    PipeHandles peer = socket.createPeer();
    ChildHandles handles;
    handles.add(std::move(peer.reader), 0);
    handles.add(std::move(peer.writer), 1);
    handles.start(process);
    node.addClientSideConnection(&socket);

    // The child:
    const auto socket = PipeSocket::takeStandardInputOutput();
    host.addHostSideConnection(socket.get());
    \endcode

    \section1 Two halves
    closeWriteChannel() closes the handle that is written: the peer reads the end of the data, and reading goes on. If the peer closes
    its output, \c readChannelFinished is emitted, and the device stays \c Connected: answer, and close().

    If the peer also closes its input, \c disconnected is emitted.

    \table
    \header \li the handle that is written \li \c disconnected is emitted
    \row \li Linux, pipes and FIFOs        \li at once
    \row \li served by a thread (Unix)     \li within 250 ms
    \row \li a pipe of createPeer() or createPair() (Windows) \li within 250 ms
    \row \li another pipe that has the right \c FILE_READ_ATTRIBUTES and is overlapped (Windows) \li within 250 ms
    \row \li any other handle              \li when a write fails, or after close()
    \endtable

    If the peer closes its input alone, a write fails with PeerClosed. What the peer has sent before can still be read.

    \section1 Closing
    As long as accepted output waits for the peer, its output is read and discarded, also in the background.

    \section1 Handles
    nativeHandle() is the handle that is read. takeHandle() fails with Unsupported: see takeHandles().

    How a handle is served (by events or by a thread) stands in the table of PipeReader. If one of the two needs a thread, both get
    one. If both handles are the same socket, use UnixSocket: closeWriteChannel() here closes a handle and shuts nothing down.

    Threads, blocking, signals and their order, defaults and units: see Device.

    Errors: PeerClosed, ResourceExhausted, InvalidOperation, AccessDenied, Unsupported, OtherError. System calls: those of PipeReader and
    PipeWriter; \c NtQueryInformationFile.
*/
class QTINTERPROCESS_EXPORT PipeSocket : public Device
{
    Q_OBJECT

public:
    explicit PipeSocket(QObject *parent = nullptr);
    ~PipeSocket() override;

    /*!
        Makes two pipes, opens this device on one end of each, and returns the other ends for a child or another library. These are not
        inherited until ChildHandles makes them so, and calls on them block, as programs expect. Both are invalid if that failed, and
        error() returns the reason.
    */
    PipeHandles createPeer(const PipeOptions &options = PipeOptions());

    /*!
        Reads from \a reader and writes to \a writer, which can be any handles (see PipeReader::adopt()). Returns \c false, sets
        error() and closes both if one of them cannot be used; a device that is not \c Closed stays as it is.
    */
    bool adopt(OwnedHandle reader, OwnedHandle writer);

    /*!
        The same as takeHandle() for the two handles. The writer is invalid after closeWriteChannel(). Both are invalid if that failed, and
        error() returns the reason.
    */
    [[nodiscard]] PipeHandles takeHandles();

    /*! Two connected devices; both are null if that failed, and \a error returns the reason. */
    static std::pair<std::unique_ptr<PipeSocket>, std::unique_ptr<PipeSocket>> createPair(Error *error = nullptr);

    /*!
        Takes the standard input and output away from the process, and returns a device on them. From then on the standard input is
        empty, and what is printed to the standard output goes to the standard error: \c printf() in a library cannot break the
        protocol, and children inherit neither stream. So the peer reads the end of the data when the device is closed.

        Call it before other threads use these streams. Works once in a process. If one of the streams is missing, neither is taken, the
        device is \c Closed, and error() returns the reason. Text in the buffer of stdio goes to the standard error as well.

        The streams themselves stay as they are for others that share them; see PipeReader::standardInput().
    */
    static std::unique_ptr<PipeSocket> takeStandardInputOutput();

private:
    Q_DISABLE_COPY_MOVE(PipeSocket)
};

} // namespace QtInterprocess
