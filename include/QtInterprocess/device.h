// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>
#include <QtInterprocess/lingerlimits.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qiodevice.h>

#include <memory>

namespace QtInterprocess {

class DevicePrivate;

/*!
    What all byte streams of this library have in common: a sequential QIODevice that lives in the Qt event loop.

    Everything that works on a QIODevice works on a Device: QDataStream and its transactions, QTextStream,
    Qt Remote Objects, QXmlStreamReader, coroutines. On top of it come a state, errors that say what happened to
    what, limits on memory in both directions, and a close() that loses nothing.

    \section1 Signals and their order
    \c {connected → readyRead* → readChannelFinished → errorOccurred? → disconnected}, on every platform. All
    data comes before the end, the end before the error. state() and error() are set before a signal that tells of
    it is emitted. No signal comes from inside connectToServer(), write(), read(), close() or abort(): it comes
    later, from the event loop or from a waitFor function (QIODevice::aboutToClose() is the exception that
    QIODevice makes). Every slot may delete the device, close it, or connect it anew; those of aboutToClose() too.
    stateChanged() after adopt() is emitted only if a receiver was connected before the call. The signals of settings, such as
    readBufferSizeChanged(), are emitted by their setters, once for each change.

    \section1 When the peer is done
    \c readChannelFinished means that the peer sends no more. If it closed altogether, \c disconnected follows and
    what has arrived can still be read. If it only closed its writing half, the device stays \c Connected: answer,
    and close(). Once the end has been told and everything has been read, the device stops being readable from the event
    loop: isReadable() is \c false and aboutToClose() was emitted, by which readers that know nothing but QIODevice
    find the end; after \c disconnected it is not open any more.

    \section1 Closing loses nothing
    close() and the destructor deliver every byte that write() accepted, as long as the peer keeps reading and this
    process lives; if the object is gone a background thread does it. Call drainAll() before the process ends.
    abort() discards. A peer that reads nothing is not waited for without end: see setLingerLimits().

    \section1 Threads
    Reentrant: use a device from the thread it lives in; moveToThread() works on an open one. The waitFor functions
    need neither an event loop nor a QCoreApplication, and work in any thread, also one that Qt did not start.

    \section1 fork() without exec()
    A device belongs to the process that opened it. A forked child can close and destroy its copy, also by \c exit(), and that
    changes nothing for the parent: nothing is sent, read, shut down or removed. As long as the parent lives, reading new
    bytes, writing and waiting fail with Error::InvalidOperation in the child, and no signal is emitted there. Input that
    was read before the fork can be taken. Once closed, the object can be connected anew in the child.

    Everything that the child opens itself works, drainAll() included. To hand a connection to a child, adopt a duplicate of its
    nativeHandle() there, and abort() the connection in the parent: close() would end it for both.

    If every process between the one that opened the device and the child has ended, as after \c daemon(), the device goes on in
    the child, with the output that was queued at the fork. The processes in between have to end by \c _exit(). This holds for
    devices of the thread that called \c fork(); the child has no other threads, and can only destroy their objects.

    \section1 Defaults and units
    Times are milliseconds, −1 is for ever. Sizes are bytes, 0 is unlimited. At most 16 MiB are held unread by default;
    the write buffer is unlimited by default, as for other Qt sockets.
*/
class QTINTERPROCESS_EXPORT Device : public QIODevice
{
    Q_OBJECT
    Q_PROPERTY(QtInterprocess::Device::State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QtInterprocess::Error error READ error RESET clearError NOTIFY errorOccurred)
    Q_PROPERTY(qint64 readBufferSize READ readBufferSize WRITE setReadBufferSize NOTIFY readBufferSizeChanged)
    Q_PROPERTY(
        qint64 maximumPacketSize READ maximumPacketSize WRITE setMaximumPacketSize NOTIFY maximumPacketSizeChanged)
    Q_PROPERTY(qint64 writeBufferSize READ writeBufferSize WRITE setWriteBufferSize NOTIFY writeBufferSizeChanged)

public:
    enum class State : int {
        Closed, //!< No connection. Bytes that arrived before may still be there to be read.
        Connecting, //!< write() is accepted already and goes out once connected.
        Connected,
        Closing, //!< close() was called and accepted bytes are still on their way out.
    };
    Q_ENUM(State)

    ~Device() override;

    State state() const noexcept;

    /*! Returns \c true if the state is \c Connected. */
    bool isValid() const noexcept { return state() == State::Connected; }

    /*!
        The last error of this connection; reset by the next connection. If a call is refused, or a waitFor function times out
        (Error::TimedOut), error() returns the reason until control returns to the event loop or a waitFor function. Then it
        returns that of the connection again, which goes on and has no error by that.
    */
    Error error() const;

    /*! Resets error() and errorString(). */
    void clearError();

    /*! The mode that the device is open in, without QIODevice::Unbuffered: no device of this library is buffered twice. */
    OpenMode openMode() const { return QIODevice::openMode() & ~OpenMode(Unbuffered); }

    /*!
        The number of bytes that are held unread; the default is 16 MiB, 0 is unlimited. At the limit nothing more is
        taken from the kernel, so that the sender is held up in turn. Bytes that were peeked at, put back by a
        transaction, or read in one that is still open count as unread.

        The limit grows for a reader that is in the middle of a larger packet, step by step up to maximumPacketSize(),
        and goes back when the packet has been taken. The buffer is full, and the reader
        \list
        \li calls waitForReadyRead(), or
        \li has read in a transaction, which is open or was rolled back, or
        \li has read a header and waits for the rest: its last read was no larger than 64 bytes, and in a slot of
            readyRead() it calls bytesAvailable() and reads nothing.
        \endlist
        A reader that only looks, with bytesAvailable(), canReadLine() or peek(), never holds more than the limit. So
        make it larger than the longest line, if you wait for lines.
    */
    qint64 readBufferSize() const noexcept;
    void setReadBufferSize(qint64 size);

    /*!
        The number of bytes to which readBufferSize() grows at most, for a reader that is in the middle of a packet; the
        default is 16 MiB, 0 is unlimited. Has no effect if readBufferSize() is larger, or unlimited.

        A packet that does not fit stays incomplete: errorOccurred() reports Error::MessageTooLarge once, the connection
        goes on, and the sender is held up. waitForReadyRead() returns \c false at once then. Read what is there, raise
        the limit, or close the connection.
    */
    qint64 maximumPacketSize() const noexcept;
    void setMaximumPacketSize(qint64 size);

    /*!
        The number of bytes that are held for the kernel; 0, the default, is unlimited. A write() that does not fit
        accepts what fits and returns that count, which can be 0; bytesWritten() tells when there is room again.
    */
    qint64 writeBufferSize() const noexcept;
    void setWriteBufferSize(qint64 size);

    /*! Fails with InvalidOperation: a device is opened by connecting it, by adopting a handle, or by a class on top. */
    bool open(OpenMode mode) override;

    bool isSequential() const override;
    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override;
    bool canReadLine() const override;

    /*! The same as QIODevice::readAll(), but returns nothing after the end of the data, without a warning. */
    QByteArray readAll();

    /*!
        Discards the input that has arrived and was not read, also what a transaction or peek() holds. Output is not affected:
        abort() discards that. Pending handles stay.
    */
    void clear();

    /*!
        Hands as much as possible of what has been written to the kernel now, without blocking. Returns \c true if
        anything went out. Not needed normally: small writes leave together when control returns to the event loop.
    */
    bool flush();

    /*!
        Ends the writing half once all accepted bytes are out: the peer sees the end of the data, and reading goes
        on. Further writes fail. System call: \c {shutdown(SHUT_WR)}.

        Pipes of Windows have no halves: there this fails with Error::Unsupported, which errorOccurred() tells, and changes
        nothing; protocols for every platform say in the data where it ends. An end that can only write is closed.
    */
    void closeWriteChannel();

    /*!
        Closes gracefully. Input that was not read is discarded, accepted output is delivered: the state is \c Closing
        until that is done, then \c Closed, and disconnected() is emitted. Returns at once. The object may be destroyed
        or connected anew meanwhile.
    */
    void close() override;

    /*! Closes at once and discards what has not been sent. disconnected() follows from the event loop. */
    void abort();

    /*! The handle of the operating system, owned by the device; −1 while there is none. */
    qintptr nativeHandle() const noexcept;

    /*!
        Takes the handle out of a \c Connected device, for another thread, a child process or another library. The connection
        goes on, and the peer notices nothing. The device is \c Closed: stateChanged() and disconnected() follow from the event
        loop. What has arrived before can still be read from it.

        Returns an invalid handle, sets error(), emits nothing and changes nothing if the device is not \c Connected or if output
        cannot be sent at once (InvalidOperation: wait until bytesToWrite() is 0), or if a thread makes blocking calls on the
        handle, as on files and consoles (Unsupported). Does not block.

        Input that the device has read is not in the handle any more. Take the handle before the peer sends something, for
        example in the slot of Server::newConnection(), or with Server::takePendingHandle(); or read the device empty as well.
        A file that the device owns, of a Fifo with removeOnClose() or a bound UnixDatagramSocket, is removed.

        On Unix the handle is non-blocking and close-on-exec. On Windows it is overlapped and leaves the completion port of this
        library, so that another library can give it to its own: an operation that succeeds at once brings no packet there
        (\c FILE_SKIP_COMPLETION_PORT_ON_SUCCESS stays set). As long as this process has a duplicate of the handle in use,
        and under Wine, it stays with our port: adopt it, or give each operation an event, whose lowest bit is set.
    */
    [[nodiscard]] OwnedHandle takeHandle();

    /*!
        Blocks until the state is \c Connected; returns \c false if connecting failed or \a msecs have passed.

        Each of these functions works on this device alone, emits its signals, and returns \c false at once if what
        it waits for cannot come any more. After a timeout error() is Error::TimedOut, unless the connection has an error of
        its own, and errorOccurred() is not emitted: the device is as it was. They are meant for threads that have no event loop.
    */
    bool waitForConnected(int msecs = 30000);

    /*! Blocks until something new has arrived; also sends what is queued. */
    bool waitForReadyRead(int msecs = 30000) override;

    /*! Blocks until some of what was written has been handed to the kernel; also reads. */
    bool waitForBytesWritten(int msecs = 30000) override;

    /*! Blocks until the state is \c Closed. Does not close by itself. */
    bool waitForDisconnected(int msecs = 30000);

    /*!
        Blocks until everything that closed or destroyed devices of the whole process still have to deliver is out, or
        \a msecs have passed. Meant for the end of \c main().

        Returns \c true if all of it went out. Returns \c false if some still waits, or if output was lost since the last
        call: its peer went away, it could not be connected, or a limit was reached (setLingerLimits()). Each loss makes one
        call return \c false. A loss that a device reported by errorOccurred() is not counted here, nor is what
        abort() discards.

        Devices of this thread that are closing are waited for, also while they are connecting. Devices that are open are
        not, nor are those that are still closing in another thread with an event loop. Thread-safe.
    */
    static bool drainAll(int msecs = 30000);

    /*!
        Bounds the output of closed and destroyed devices of the whole process that waits for peers that do not read. The
        defaults suit a server that faces strangers: 30 s without progress, 256 outputs, 128 MiB. Pass
        \c {{-1, 0, 0}} to wait for every peer forever. Takes effect at once.

        A device in the state \c Closing counts too, although abort() could end it: a server that waits for disconnected()
        before it deletes a socket would otherwise keep one for each peer that never reads. Such a device looks at the
        limits from its event loop. Thread-safe.
    */
    static void setLingerLimits(const LingerLimits &limits);
    static LingerLimits lingerLimits();

    /*! What waits for its peers now, and how many outputs were abandoned for setLingerLimits(). Thread-safe. */
    static LingerStatus lingerStatus();

Q_SIGNALS:
    void connected();
    void disconnected();
    /*! The state has changed; \a state is state() at the time of the emission. States that were left again by then are skipped. */
    void stateChanged(QtInterprocess::Device::State state);
    void errorOccurred(const QtInterprocess::Error &error);

    /*! Like those of all settings, emitted by the setter if the value is another one. */
    void readBufferSizeChanged();
    void maximumPacketSizeChanged();
    void writeBufferSizeChanged();

protected:
    Device(std::unique_ptr<DevicePrivate> priv, QObject *parent);

    bool event(QEvent *event) override;
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 readLineData(char *data, qint64 maxSize) override;
    qint64 skipData(qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

    DevicePrivate *priv() noexcept { return m_d.get(); }
    const DevicePrivate *priv() const noexcept { return m_d.get(); }

private:
    friend class DevicePrivate;
    Q_DISABLE_COPY_MOVE(Device)

    const std::unique_ptr<DevicePrivate> m_d;
};

} // namespace QtInterprocess
