// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>
#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/pipe.h>

namespace QtInterprocess {

/*!
    The end of a pipe that is read: of an unnamed pipe, of the standard input, or of any other handle that can be read. On every
    platform it emits readyRead(), and nothing here blocks.

    \code
    // What a child has to say, besides its standard output:
    PipeReader results;
    ChildHandles handles;
    handles.add(results.createPipe(), 3);
    handles.start(process); // "tool --results-to 3"
    QObject::connect(&results, &PipeReader::readyRead, this, [&] { parse(results.readAll()); });
    QObject::connect(&results, &PipeReader::disconnected, this, &Job::done); // the child has closed it, or has ended
    \endcode

    \section1 One way
    The device is open ReadOnly. The end of the input is the end of it all: readChannelFinished() and disconnected() follow
    each other when the last writer has closed its end. What has arrived can still be read.

    \section1 Any handle
    adopt() takes what there is and finds out how to serve it:

    \table
    \header \li                                      \li how it is read
    \row \li pipes, FIFOs, sockets, terminals (Unix) \li by events; \c O_NONBLOCK is set
    \row \li overlapped pipes (Windows)              \li by events
    \row \li files; devices that \c poll() does not know (Unix), all devices on macOS \li by a thread of its own
    \row \li anonymous pipes, consoles, files (Windows) \li by a thread of its own
    \endtable

    A thread reads ahead, at most as much as readBufferSize() allows, or a few hundred KiB if that is unlimited. close() and the
    destructor never wait for it: a call that is under way is interrupted, or else the thread ends as soon as that call comes
    back. What such a call takes from the handle after that is lost.

    \section1 Consoles of Windows
    A console is read as UTF-8, whatever its code pages are. Lines end with CR LF. Ctrl-Z at the beginning of a line ends the input;
    without \c ENABLE_LINE_INPUT it is a character. Ctrl-C discards the line; the input goes on if the program does.

    \section1 A pipe that somebody else reads
    While a call waits on a handle without \c FILE_FLAG_OVERLAPPED, Windows answers no question about the handle. adopt() and
    standardInput() then take 100 ms, and a thread reads the handle.

    Threads, blocking, signals and their order, defaults and units: see Device.

    Errors: ResourceExhausted, InvalidOperation, AccessDenied, OtherError (a device that fails).

    System calls: \c pipe2, \c read, \c poll, \c fcntl, on Linux \c epoll and \c open(/proc/self/fd/N), elsewhere \c kevent;
    \c ReadFile, \c CancelIoEx, \c CancelSynchronousIo, \c DuplicateHandle, \c ReadConsole.
*/
class QTINTERPROCESS_EXPORT PipeReader : public Device
{
    Q_OBJECT

public:
    explicit PipeReader(QObject *parent = nullptr);
    ~PipeReader() override;

    /*!
        Makes a pipe, opens this device on the end that is read, and returns the other one for somebody else: it is not inherited
        until ChildHandles sees to that, and writing to it blocks, as programs expect. Invalid if that failed: error() tells why.
    */
    OwnedHandle createPipe(const PipeOptions &options = PipeOptions());

    /*!
        Takes over any handle that can be read (see the table); children do not inherit it from here on. Returns \c false, sets
        error() and closes \a handle if it cannot be; a device that is not \c Closed stays as it is.

        On Unix \c O_NONBLOCK belongs to the open file description, which other processes may share. Take standardInput() for
        the standard input.
    */
    bool adopt(OwnedHandle handle);

    /*!
        A device on the standard input of this process. The stream itself stays open and as it is for whoever shares it, the shell
        say: on Linux pipes and terminals are opened once more, everything else is read by a thread, without setting
        \c O_NONBLOCK. At a terminal the end is Ctrl-D (Ctrl-Z on Windows).

        Two readers of one stream, stdio included, share what comes in a way that nobody can predict. If there is no standard
        input, the device is \c Closed and error() says so.
    */
    static std::unique_ptr<PipeReader> standardInput();

private:
    friend struct Pipe;
    Q_DISABLE_COPY_MOVE(PipeReader)
};

} // namespace QtInterprocess
