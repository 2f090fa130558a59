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
    The two ends of a pipe in packet mode, both for this process: a message that is written to \c writer is read whole from
    \c reader. Both are null if the pipe could not be made, and \c error tells why. There will be no other members.
*/
struct QTINTERPROCESS_EXPORT PacketPipe
{
    /*! No pipe. */
    PacketPipe();
    /*! What createPacketPipe() returns. */
    explicit PacketPipe(const PipeOptions &options);
    PacketPipe(PacketPipe &&other) noexcept;
    PacketPipe &operator=(PacketPipe &&other) noexcept;
    ~PacketPipe();

    explicit operator bool() const noexcept { return reader && writer; }

    std::unique_ptr<PacketPipeReader> reader;
    std::unique_ptr<PacketPipeWriter> writer;
    Error error;
};

/*!
    Makes a pipe that keeps the boundaries of what is written to it: messages of 1 to 4096 bytes. Linux has such pipes; elsewhere the
    error is Unsupported, and a pair of UnixSeqPacketSocket objects does the same and more.

    \code
    PacketPipe pipe = createPacketPipe();
    QObject::connect(pipe.reader.get(), &MessageDevice::readyRead, log, [&] {
        while (pipe.reader->hasPendingMessages())
            log->append(pipe.reader->readMessage());
    });
    pipe.writer->writeMessage("started");
    \endcode

    Several processes may write to one of them, and no message is mixed up with another. Neither end is inherited by children. Thread-safe.
    Errors: Unsupported, ResourceExhausted.

    System calls: \c pipe2(O_DIRECT|O_CLOEXEC), \c fcntl.
*/
QTINTERPROCESS_EXPORT PacketPipe createPacketPipe(const PipeOptions &options = PipeOptions());

/*!
    The end of a pipe in packet mode that is read. See createPacketPipe() for what that is.

    The device is open ReadOnly. The end of the input is the end of it all: readChannelFinished() and disconnected() follow each other when
    the last writer has closed its end.

    A write of more than 4096 bytes, by a program that does not know what it writes to, comes as several messages.

    Threads, blocking, signals and their order, defaults and units: see MessageDevice. Errors: those of PipeReader, Unsupported. System calls:
    \c read, \c poll.
*/
class QTINTERPROCESS_EXPORT PacketPipeReader : public MessageDevice
{
    Q_OBJECT

public:
    explicit PacketPipeReader(QObject *parent = nullptr);
    ~PacketPipeReader() override;

    /*!
        Makes a pipe, opens this device on the end that is read, and returns the other one for somebody else, a child say
        (ChildHandles): each of its calls of \c write() is a message. Invalid if that failed: error() tells why.
    */
    OwnedHandle createPipe(const PipeOptions &options = PipeOptions());

    /*!
        Takes over the end of a pipe in packet mode, and sets \c O_NONBLOCK; children do not inherit it from here on. Returns \c false,
        sets error() and closes \a handle if it is something else; a device that is not \c Closed stays as it is.

        Linux itself notes the mode only at the end that is written. createPacketPipe() and PacketPipeWriter::createPipe() set \c O_DIRECT
        at the other one too, and only with it is that end taken over: whoever makes the pipe by \c pipe2() sets it by \c fcntl().
    */
    bool adopt(OwnedHandle handle);

private:
    friend struct PacketPipe;
    Q_DISABLE_COPY_MOVE(PacketPipeReader)
};

/*!
    The end of a pipe in packet mode that is written. See createPacketPipe() for what that is.

    The device is open WriteOnly. writeMessage() refuses what a pipe cannot carry in one piece: MessageTooLarge for more than 4096 bytes, and
    Unsupported for none at all. The pipe holds 16 messages, however small, or as many as PipeOptions::capacity() has pages; more wait here,
    up to writeBufferSize().

    When nobody reads any more the device hears of it without writing: errorOccurred(PeerClosed), if something was left to be sent, and
    disconnected(). No SIGPIPE is raised.

    Threads, blocking, signals and their order, defaults and units: see MessageDevice. Errors: those of PipeWriter, MessageTooLarge,
    Unsupported. System calls: \c pwritev2 or \c writev, \c poll.
*/
class QTINTERPROCESS_EXPORT PacketPipeWriter : public MessageDevice
{
    Q_OBJECT

public:
    explicit PacketPipeWriter(QObject *parent = nullptr);
    ~PacketPipeWriter() override;

    /*! Makes a pipe, opens this device on the end that is written, and returns the other one for somebody else. */
    OwnedHandle createPipe(const PipeOptions &options = PipeOptions());

    /*! See PacketPipeReader::adopt(). */
    bool adopt(OwnedHandle handle);

private:
    friend struct PacketPipe;
    Q_DISABLE_COPY_MOVE(PacketPipeWriter)
};

} // namespace QtInterprocess
