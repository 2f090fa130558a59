// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>
#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/pipe.h>

namespace QtInterprocess {

/*!
    Writes to a pipe, the standard output, or any other writable handle, without blocking.

    Use it for the writing end of an unnamed pipe, for standardOutput() and standardError(), or
    for a handle that you adopt. write() never blocks and never raises \c SIGPIPE.

    \code
    PipeWriter orders;
    ChildHandles handles;
    handles.add(orders.createPipe(), 0); // the standard input of the child
    handles.start(process);
    orders.write(text);
    orders.close(); // the child sees the end when it has read all of it
    \endcode

    \section1 Direction
    The device is open WriteOnly, so readChannelFinished() is not emitted. When the last reader
    has closed its end, disconnected() is emitted. If output was left, errorOccurred() reports
    Error::PeerClosed before that.

    \table
    \header \li handle \li the closed end is noticed
    \row \li on Unix, served by events \li at once
    \row \li on Windows, or served by a thread \li with the next write
    \endtable

    closeWriteChannel() does the same as close(), but the object stays \c Connected until all
    output was sent.

    \section1 Kinds of handles
    adopt() finds out how to serve a handle, by events or by a thread; see the table of
    PipeReader. A Windows console is written as UTF-8, whatever its code page is. A character that
    arrives in pieces is shown when it is complete.

    \section1 Closing loses nothing
    Accepted output is delivered after close(), and also after the object was destroyed, as long
    as the peer reads and the process runs. At the end of \c main(), call Device::drainAll().
    abort() discards the output, but a thread in the middle of a call may still deliver up to 64
    KiB.

    \section1 Threads and errors
    Threads, blocking, order of signals, defaults and units are those of Device.

    Errors: PeerClosed, ResourceExhausted, InvalidOperation, AccessDenied, OtherError (a full
    disk, for example).

    System calls on Unix: \c pipe2, \c writev or \c pwritev2, \c poll, \c fcntl,
    \c pthread_sigmask; on Linux \c epoll and \c open(/proc/self/fd/N), elsewhere \c kevent.
    Windows: \c WriteFile, \c CancelIoEx, \c CancelSynchronousIo, \c DuplicateHandle,
    \c WriteConsole.

    \sa PipeReader, PipeSocket, ChildHandles
*/
class QTINTERPROCESS_EXPORT PipeWriter : public Device
{
    Q_OBJECT

public:
    /*! Constructs a writer without a handle, with \a parent. */
    explicit PipeWriter(QObject *parent = nullptr);

    /*! Destroys the writer. Accepted output is delivered as by close(). */
    ~PipeWriter() override;

    /*!
        Creates a pipe with \a options, opens this device to write to it, and returns the other
        end.

        The returned handle is for another process or library. It is not inheritable; ChildHandles
        passes it to a child. Reading from it blocks, as programs expect. On failure returns an
        invalid handle and sets error().
    */
    OwnedHandle createPipe(const PipeOptions &options = PipeOptions());

    /*!
        Takes over \a handle, which may be any writable handle.

        Children no longer inherit the handle. If it cannot be written, returns \c false, sets
        error() and closes \a handle. A device that is not \c Closed stays as it is.

        On Unix \c O_NONBLOCK belongs to the open file description, which other processes may
        share. For the standard streams use standardOutput() and standardError().
    */
    bool adopt(OwnedHandle handle);

    /*!
        Returns a device on the standard output of this process.

        Closing the device leaves the stream open, and unchanged for other programs that share it;
        see PipeReader::standardInput(). Output in the buffer of stdio appears when stdio writes
        it. If there is no standard output, the device is \c Closed, and error() holds the reason.
    */
    static std::unique_ptr<PipeWriter> standardOutput();

    /*! Returns a device on the standard error of this process; see standardOutput(). */
    static std::unique_ptr<PipeWriter> standardError();

private:
    friend struct Pipe;
    Q_DISABLE_COPY_MOVE(PipeWriter)
};

} // namespace QtInterprocess
