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
    The two handles of one end of a connection over two pipes.

    PipeSocket::createPeer() and PipeSocket::takeHandles() return it. There will be no other
    members.
*/
struct PipeHandles
{
    OwnedHandle reader; //!< This end reads from it: the standard input of a child.
    OwnedHandle writer; //!< This end writes to it: the standard output of a child.

    /*! Returns \c true if both handles are valid. */
    explicit operator bool() const noexcept { return reader.isValid() && writer.isValid(); }
};

/*!
    A byte stream in both directions over two one-way handles, such as the standard streams of a
    child.

    Use it to talk to a child by its standard input and output. Code that works on a socket works
    on it, for example Qt Remote Objects.

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

    \section1 Half-close
    closeWriteChannel() closes the writing handle: the peer reads the end of the data, and reading
    continues here. If the peer closes its output, \c readChannelFinished is emitted, and the
    device stays \c Connected: send your answer and call close().

    If the peer also closes its input, \c disconnected is emitted. The writing handle determines
    when:

    \table
    \header \li writing handle \li \c disconnected is emitted
    \row \li Linux: pipes and FIFOs \li at once
    \row \li Unix: served by a thread \li within 250 ms
    \row \li Windows: a pipe of createPeer() or createPair() \li within 250 ms
    \row \li Windows: another pipe that is overlapped and has the right \c FILE_READ_ATTRIBUTES
        \li within 250 ms
    \row \li any other handle \li when a write fails, or after close()
    \endtable

    If the peer closes only its input, a write fails with PeerClosed. Data that the peer has sent
    before can still be read.

    \section1 Closing
    While accepted output waits for the peer, input from the peer is read and discarded, also in
    the background.

    \section1 Handles
    nativeHandle() is the reading handle. takeHandle() fails with Unsupported; use takeHandles().

    The table of PipeReader shows how a handle is served: by events or by a thread. If one of the
    two handles needs a thread, both get one. If both handles are the same socket, use UnixSocket:
    closeWriteChannel() of a PipeSocket closes a handle and does not shut down the connection.

    \section1 Threads and errors
    Threads, blocking, order of signals, defaults and units are those of Device.

    Errors: PeerClosed, ResourceExhausted, InvalidOperation, AccessDenied, Unsupported,
    OtherError. System calls: those of PipeReader and PipeWriter; \c NtQueryInformationFile.

    \sa ChildHandles
*/
class QTINTERPROCESS_EXPORT PipeSocket : public Device
{
    Q_OBJECT

public:
    /*! Constructs a socket without handles, with \a parent. */
    explicit PipeSocket(QObject *parent = nullptr);

    /*! Destroys the socket. Accepted output is delivered as by close(). */
    ~PipeSocket() override;

    /*!
        Creates two pipes with \a options, opens this device on one end of each, and returns the
        others.

        The returned handles are for a child or another library. They are not inheritable;
        ChildHandles passes them to a child. Calls on them block, as programs expect. On failure
        both are invalid, and error() holds the reason.
    */
    PipeHandles createPeer(const PipeOptions &options = PipeOptions());

    /*!
        Takes over two handles: reads from \a reader and writes to \a writer.

        They can be any handles (see PipeReader::adopt()). If one of them cannot be used, returns
        \c false, sets error() and closes both. A device that is not \c Closed stays as it is.
    */
    bool adopt(OwnedHandle reader, OwnedHandle writer);

    /*!
        Takes both handles out of the device, as takeHandle() does for one.

        After closeWriteChannel() the writer is invalid. On failure both are invalid, and error()
        holds the reason.
    */
    [[nodiscard]] PipeHandles takeHandles();

    /*!
        Returns two devices that are connected to each other.

        On failure both are null, and \a error holds the reason.
    */
    static std::pair<std::unique_ptr<PipeSocket>, std::unique_ptr<PipeSocket>> createPair(Error *error = nullptr);

    /*!
        Takes the standard input and output from the process, and returns a device on them.

        After the call the standard input is empty, and text printed to the standard output goes
        to the standard error. So \c printf() in a library cannot break the protocol. Children
        inherit neither stream, so the peer reads the end of the data when the device is closed.

        Call it before other threads use these streams. It works once in a process. If one of the
        streams is missing, neither is taken, the device is \c Closed, and error() holds the
        reason. Text in the buffer of stdio goes to the standard error as well.

        The streams themselves stay unchanged for other programs that share them; see
        PipeReader::standardInput().
    */
    static std::unique_ptr<PipeSocket> takeStandardInputOutput();

private:
    Q_DISABLE_COPY_MOVE(PipeSocket)
};

} // namespace QtInterprocess
