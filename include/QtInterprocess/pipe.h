// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qshareddata.h>

#include <memory>

namespace QtInterprocess {

class PipeOptionsData;
class PipeReader;
class PipeWriter;

/*!
    Options for a new pipe, such as its capacity.

    Pass it to createPipe() and the functions that create pipes. Set only the values to change. It
    is a value type, implicitly shared.
*/
class QTINTERPROCESS_EXPORT PipeOptions
{
public:
    /*! Constructs the default options. */
    PipeOptions();

    /*! Copies \a other. */
    PipeOptions(const PipeOptions &other);

    /*! Moves \a other into a new object. */
    PipeOptions(PipeOptions &&other) noexcept;

    /*! Assigns \a other to this object. */
    PipeOptions &operator=(const PipeOptions &other);

    /*! Moves \a other into this object. */
    PipeOptions &operator=(PipeOptions &&other) noexcept;

    /*! Destroys the object. */
    ~PipeOptions();

    /*!
        Returns how many bytes the system is asked to buffer; a hint.

        0 (default) means the default of the system, mostly 64 KiB. Linux uses \c F_SETPIPE_SZ,
        and Windows the buffers of the pipe. Other systems ignore it.
    */
    int capacity() const;

    /*! Sets how many bytes the system is asked to buffer to \a bytes. */
    void setCapacity(int bytes);

private:
    QSharedDataPointer<PipeOptionsData> d;
};

/*!
    The two ends of an unnamed pipe within this process: \c writer sends to \c reader.

    createPipe() returns it. If the pipe could not be created, both ends are null, and \c error
    holds the reason. There will be no other members.
*/
struct QTINTERPROCESS_EXPORT Pipe
{
    /*! Constructs an object without a pipe. */
    Pipe();

    /*! Creates a pipe with \a options, as createPipe() does. */
    explicit Pipe(const PipeOptions &options);

    /*! Takes the pipe of \a other. */
    Pipe(Pipe &&other) noexcept;

    /*! Destroys the current ends and takes those of \a other. */
    Pipe &operator=(Pipe &&other) noexcept;

    /*! Destroys both ends. */
    ~Pipe();

    /*! Returns \c true if there is a pipe. */
    explicit operator bool() const noexcept { return reader && writer; }

    std::unique_ptr<PipeReader> reader; //!< The end to read from; null if there is no pipe.
    std::unique_ptr<PipeWriter> writer; //!< The end to write to; null if there is no pipe.
    Error error; //!< The reason if the pipe could not be created.
};

/*!
    Creates an unnamed pipe with \a options between two threads, or two parts of this process.

    For a pipe to or from another process, use PipeReader::createPipe() and
    PipeWriter::createPipe().

    \code
    Pipe pipe = createPipe();
    PipeReader *const reader = pipe.reader.get();
    connect(reader, &PipeReader::readyRead, receiver, [=] { receiver->add(reader->readAll()); });
    pipe.writer->moveToThread(worker);
    \endcode

    Children inherit neither end. Thread-safe. Errors: ResourceExhausted.

    System calls: \c pipe2(O_CLOEXEC) on Linux, \c pipe and \c fcntl on other Unix systems.
    Windows: \c CreateNamedPipe and \c CreateFile, with a name that cannot be guessed and access
    only for this user.
*/
QTINTERPROCESS_EXPORT Pipe createPipe(const PipeOptions &options = PipeOptions());

} // namespace QtInterprocess
