// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>
#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/pipe.h>

namespace QtInterprocess {

/*!
    The end of a pipe that is written: of an unnamed pipe, of the standard output, or of any other handle that can be written.
    write() never blocks and never raises \c SIGPIPE.

    \code
    PipeWriter orders;
    ChildHandles handles;
    handles.add(orders.createPipe(), 0); // the standard input of the child
    handles.start(process);
    orders.write(text);
    orders.close(); // the child sees the end when it has read all of it
    \endcode

    \section1 One way
    The device is open WriteOnly. There is no readChannelFinished(): when the last reader has gone, disconnected() comes, after
    errorOccurred() with Error::PeerClosed if bytes were left. On Unix that is noticed at once, on Windows and where a thread
    writes with the next write. closeWriteChannel() is the same as close() here, with the object staying \c Connected until all
    is out.

    \section1 Any handle
    adopt() finds out how to serve a handle, by events or by a thread, as PipeReader does; the table stands there. A
    console of Windows is written as UTF-8, whatever its code page is; a character that is cut is shown when it is complete.

    \section1 Closing loses nothing
    What was accepted is delivered after close() and after the end of the object too, as long as somebody reads and the process
    lives; see Device::drainAll() for the end of \c main(). abort() discards; a call of a thread that is under way may still
    deliver up to 64 KiB.

    Threads, blocking, signals and their order, defaults and units: see Device.

    Errors: PeerClosed, ResourceExhausted, InvalidOperation, AccessDenied, OtherError (a full disk, say).

    System calls: \c pipe2, \c writev or \c pwritev2, \c poll, \c fcntl, \c pthread_sigmask, on Linux \c epoll and
    \c open(/proc/self/fd/N), elsewhere \c kevent; \c WriteFile, \c CancelIoEx, \c CancelSynchronousIo, \c DuplicateHandle,
    \c WriteConsole.
*/
class QTINTERPROCESS_EXPORT PipeWriter : public Device
{
    Q_OBJECT

public:
    explicit PipeWriter(QObject *parent = nullptr);
    ~PipeWriter() override;

    /*!
        Makes a pipe, opens this device on the end that is written, and returns the other one for somebody else: it is not
        inherited until ChildHandles sees to that, and reading from it blocks, as programs expect. Invalid if that failed:
        error() tells why.
    */
    OwnedHandle createPipe(const PipeOptions &options = PipeOptions());

    /*!
        Takes over any handle that can be written; children do not inherit it from here on. Returns \c false, sets error() and
        closes \a handle if it cannot be; a device that is not \c Closed stays as it is.

        On Unix \c O_NONBLOCK belongs to the open file description, which other processes may share. Take standardOutput() and
        standardError() for these.
    */
    bool adopt(OwnedHandle handle);

    /*!
        A device on the standard output, or the standard error, of this process. Closing the device leaves the stream open, and
        as it is for whoever shares it; see PipeReader::standardInput(). What stdio has in its own buffers comes when stdio
        writes it. If there is no such stream, the device is \c Closed and error() says so.
    */
    static std::unique_ptr<PipeWriter> standardOutput();
    static std::unique_ptr<PipeWriter> standardError();

private:
    friend struct Pipe;
    Q_DISABLE_COPY_MOVE(PipeWriter)
};

} // namespace QtInterprocess
