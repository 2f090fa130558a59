// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/messagedevice.h>
#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/pipe.h>

#include <memory>

namespace QtInterprocess {

class PacketPipeReader;
class PacketPipeWriter;

/*!
    The two ends of a pipe in packet mode, both for this process.

    A message that is written to \c writer is read whole from \c reader. If the pipe could not be
    created, both are null and \c error says why. No further members will be added.
*/
struct QTINTERPROCESS_EXPORT PacketPipe
{
    /*! Constructs an object without a pipe. */
    PacketPipe();
    /*! Constructs a pipe with \a options, as createPacketPipe() does. */
    explicit PacketPipe(const PipeOptions &options);
    /*! Move-constructs the object from \a other. */
    PacketPipe(PacketPipe &&other) noexcept;
    /*! Moves \a other into this object. */
    PacketPipe &operator=(PacketPipe &&other) noexcept;
    /*! Closes the ends that were not moved away. */
    ~PacketPipe();

    /*! Returns whether both ends exist. */
    explicit operator bool() const noexcept { return reader && writer; }

    /*! The end that reads; null if the pipe could not be created. */
    std::unique_ptr<PacketPipeReader> reader;
    /*! The end that writes; null if the pipe could not be created. */
    std::unique_ptr<PacketPipeWriter> writer;
    /*! The reason why the pipe could not be created. */
    Error error;
};

/*!
    Creates a pipe that keeps message boundaries, for messages of 1 to 4096 bytes. Linux only.

    \a options sets the capacity and other properties. On other systems the error is Unsupported.
    There, use a pair of UnixSeqPacketSocket objects, which can also do more.

    \code
    PacketPipe pipe = createPacketPipe();
    QObject::connect(pipe.reader.get(), &MessageDevice::readyRead, log, [&] {
        while (pipe.reader->hasPendingMessages())
            log->append(pipe.reader->readMessage());
    });
    pipe.writer->writeMessage("started");
    \endcode

    Several processes may write to one pipe, and their messages do not mix. Children inherit
    neither end. Thread-safe. Errors: Unsupported, ResourceExhausted.

    System calls: \c pipe2(O_DIRECT|O_CLOEXEC), \c fcntl.
*/
QTINTERPROCESS_EXPORT PacketPipe createPacketPipe(const PipeOptions &options = PipeOptions());

/*!
    The reading end of a pipe in packet mode. createPacketPipe() describes such pipes.

    The device is open ReadOnly. When the last writer closes its end, readChannelFinished() and
    disconnected() are emitted, one after the other.

    If a program that does not know about packets writes more than 4096 bytes at once, they arrive
    as several messages.

    MessageDevice describes threads, blocking, signals and their order, defaults and units.
    Errors: those of PipeReader, and Unsupported. System calls: \c read, \c poll.
*/
class QTINTERPROCESS_EXPORT PacketPipeReader : public MessageDevice
{
    Q_OBJECT

public:
    /*! Constructs a closed device, with \a parent. */
    explicit PacketPipeReader(QObject *parent = nullptr);
    /*! Closes the device. */
    ~PacketPipeReader() override;

    /*!
        Creates a pipe with \a options, opens this device on the reading end, and returns the
        writing end.

        The handle is for a child or a library; ChildHandles passes it to a child. Each \c write()
        call of the child is a message. On failure the handle is invalid, and error() says why.
    */
    OwnedHandle createPipe(const PipeOptions &options = PipeOptions());

    /*!
        Takes over the reading end of a pipe in packet mode, and makes it non-blocking and
        close-on-exec.

        If \a handle is anything else, the function returns \c false, sets error() and closes
        \a handle. A device that is not \c Closed is unchanged.

        Linux itself records the mode only at the writing end. createPacketPipe() and
        PacketPipeWriter::createPipe() set \c O_DIRECT at the reading end too, and adopt()
        requires it. If you create the pipe by \c pipe2(), set \c O_DIRECT by \c fcntl().
    */
    bool adopt(OwnedHandle handle);

private:
    friend struct PacketPipe;
    Q_DISABLE_COPY_MOVE(PacketPipeReader)
};

/*!
    The writing end of a pipe in packet mode. createPacketPipe() describes such pipes.

    The device is open WriteOnly. writeMessage() refuses more than 4096 bytes with
    MessageTooLarge, and an empty message with Unsupported.

    The pipe holds 16 messages of any size, or as many as PipeOptions::capacity() has pages.
    Further messages wait here, up to writeBufferSize().

    When the last reader closes, disconnected() is emitted, even if nothing is being written. If a
    message was still to be sent, errorOccurred() reports PeerClosed before. SIGPIPE is not
    raised.

    MessageDevice describes threads, blocking, signals and their order, defaults and units.
    Errors: those of PipeWriter, MessageTooLarge, Unsupported. System calls: \c pwritev2 or
    \c writev, \c poll.
*/
class QTINTERPROCESS_EXPORT PacketPipeWriter : public MessageDevice
{
    Q_OBJECT

public:
    /*! Constructs a closed device, with \a parent. */
    explicit PacketPipeWriter(QObject *parent = nullptr);
    /*! Closes the device. Accepted output is still delivered, as by close(). */
    ~PacketPipeWriter() override;

    /*!
        Creates a pipe with \a options, opens this device on the writing end, and returns the
        reading end.

        The handle is for a child or a library. On failure it is invalid, and error() says why.
    */
    OwnedHandle createPipe(const PipeOptions &options = PipeOptions());

    /*!
        Takes over \a handle, the writing end of a pipe in packet mode, under the rules of
        PacketPipeReader::adopt().
    */
    bool adopt(OwnedHandle handle);

private:
    friend struct PacketPipe;
    Q_DISABLE_COPY_MOVE(PacketPipeWriter)
};

} // namespace QtInterprocess
