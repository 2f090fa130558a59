// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>
#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/pipe.h>

namespace QtInterprocess {

/*!
    Reads from a pipe, the standard input, or any other readable handle, by events on every
    platform.

    Use it for the reading end of an unnamed pipe, for standardInput(), or for a handle that you
    adopt. Every handle emits readyRead(), and nothing blocks except the waitFor functions.

    \code
    // A child reports results besides its standard output:
    PipeReader results;
    ChildHandles handles;
    handles.add(results.createPipe(), 3);
    handles.start(process); // "tool --results-to 3"
    connect(&results, &PipeReader::readyRead, this, [&] { parse(results.readAll()); });
    // The child has closed its end, or has ended:
    connect(&results, &PipeReader::disconnected, this, &Job::done);
    \endcode

    \section1 Direction
    The device is open ReadOnly. When the last writer has closed its end, readChannelFinished()
    and disconnected() are emitted. Data that has arrived can still be read.

    \section1 Kinds of handles
    adopt() takes any readable handle and finds out how to serve it:

    \table
    \header \li handle \li how it is read
    \row \li pipes, FIFOs, sockets, terminals (Unix) \li by events; \c O_NONBLOCK is set
    \row \li overlapped pipes (Windows) \li by events
    \row \li files; devices without \c poll() support (Unix); all devices on macOS
        \li by its own thread
    \row \li anonymous pipes, consoles, files (Windows) \li by its own thread
    \endtable

    A thread reads ahead, at most readBufferSize() bytes, or a few hundred KiB if that is
    unlimited. close() and the destructor never wait for the thread. They interrupt its current
    call; if that is not possible, the thread ends when the call returns. Data that such a call
    still reads is lost.

    \section1 Windows consoles
    A console is read as UTF-8, whatever its code pages are. Lines end with CR LF. Ctrl-Z at the
    start of a line ends the input; without \c ENABLE_LINE_INPUT it is an ordinary character.
    Ctrl-C discards the line, and the input continues if the program does.

    \section1 Pipes with another reader on Windows
    While a call waits on a handle without \c FILE_FLAG_OVERLAPPED, Windows answers no query about
    the handle. Then adopt() and standardInput() take 100 ms, and a thread reads the handle.

    \section1 Threads and errors
    Threads, blocking, order of signals, defaults and units are those of Device.

    Errors: ResourceExhausted, InvalidOperation, AccessDenied, OtherError (a device that fails).

    System calls on Unix: \c pipe2, \c read, \c poll, \c fcntl; on Linux \c epoll and
    \c open(/proc/self/fd/N), elsewhere \c kevent. Windows: \c ReadFile, \c CancelIoEx,
    \c CancelSynchronousIo, \c DuplicateHandle, \c ReadConsole.

    \sa PipeWriter, PipeSocket, ChildHandles
*/
class QTINTERPROCESS_EXPORT PipeReader : public Device
{
    Q_OBJECT

public:
    /*! Constructs a reader without a handle, with \a parent. */
    explicit PipeReader(QObject *parent = nullptr);

    /*! Destroys the reader and closes its handle. */
    ~PipeReader() override;

    /*!
        Creates a pipe with \a options, opens this device to read from it, and returns the other
        end.

        The returned handle is for another process or library. It is not inheritable; ChildHandles
        passes it to a child. Writing to it blocks, as programs expect. On failure returns an
        invalid handle and sets error().
    */
    OwnedHandle createPipe(const PipeOptions &options = PipeOptions());

    /*!
        Takes over \a handle, which may be any readable handle; see the table of the class.

        Children no longer inherit the handle. If it cannot be read, returns \c false, sets
        error() and closes \a handle. A device that is not \c Closed stays as it is.

        On Unix \c O_NONBLOCK belongs to the open file description, which other processes may
        share. For the standard input use standardInput().
    */
    bool adopt(OwnedHandle handle);

    /*!
        Returns a device on the standard input of this process.

        The stream itself stays open and unchanged for other programs that share it, such as the
        shell. On Linux pipes and terminals are opened a second time. All other handles are read
        by a thread, without setting \c O_NONBLOCK. At a terminal, Ctrl-D ends the input (Ctrl-Z
        on Windows).

        If stdio or a second reader uses the same stream, each gets an unpredictable part of the
        input. If there is no standard input, the device is \c Closed, and error() holds the
        reason.
    */
    static std::unique_ptr<PipeReader> standardInput();

private:
    friend struct Pipe;
    Q_DISABLE_COPY_MOVE(PipeReader)
};

} // namespace QtInterprocess
