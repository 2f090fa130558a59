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
    How a pipe is made. A value type: set what should be different.
*/
class QTINTERPROCESS_EXPORT PipeOptions
{
public:
    /*! The defaults. */
    PipeOptions();
    PipeOptions(const PipeOptions &other);
    PipeOptions(PipeOptions &&other) noexcept;
    PipeOptions &operator=(const PipeOptions &other);
    PipeOptions &operator=(PipeOptions &&other) noexcept;
    ~PipeOptions();

    /*! How many bytes the system is asked to hold; 0, the default, is what it likes (64 KiB, mostly). A hint. Linux:
        \c F_SETPIPE_SZ; Windows: the buffers of the pipe; elsewhere without effect. */
    int capacity() const;
    void setCapacity(int bytes);

private:
    QSharedDataPointer<PipeOptionsData> d;
};

/*!
    The two ends of an unnamed pipe, both for this process: what is written to \c writer is read from \c reader. Both are null
    if the pipe could not be made, and \c error tells why. There will be no other members.
*/
struct QTINTERPROCESS_EXPORT Pipe
{
    /*! No pipe. */
    Pipe();
    /*! What createPipe() returns. */
    explicit Pipe(const PipeOptions &options);
    Pipe(Pipe &&other) noexcept;
    Pipe &operator=(Pipe &&other) noexcept;
    ~Pipe();

    explicit operator bool() const noexcept { return reader && writer; }

    std::unique_ptr<PipeReader> reader;
    std::unique_ptr<PipeWriter> writer;
    Error error;
};

/*!
    Makes an unnamed pipe between two threads or two parts of this process. For a pipe to or from another process see
    PipeReader::createPipe() and PipeWriter::createPipe().

    \code
    Pipe pipe = createPipe();
    QObject::connect(pipe.reader.get(), &PipeReader::readyRead, receiver, [&] { receiver->add(pipe.reader->readAll()); });
    pipe.writer->moveToThread(worker);
    \endcode

    Neither end is inherited by children. Thread-safe. Errors: ResourceExhausted.

    System calls: \c pipe2(O_CLOEXEC), elsewhere than on Linux \c pipe and \c fcntl; \c CreateNamedPipe and \c CreateFile under
    a name that nobody can guess, with access for this user only.
*/
QTINTERPROCESS_EXPORT Pipe createPipe(const PipeOptions &options = PipeOptions());

} // namespace QtInterprocess
