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
    Base class of all byte streams of this library: a sequential QIODevice in the Qt event loop.

    Use it to write code that works with every transport. Everything that takes a QIODevice works
    on a Device: QDataStream and its transactions, QTextStream, Qt Remote Objects,
    QXmlStreamReader, coroutines. A Device adds a state, errors with cause and subject, memory
    limits in both directions, and a close() that loses nothing.

    \section1 Order of signals
    Signals are emitted in this order on every platform:
    \c {connected → readyRead* → readChannelFinished → errorOccurred? → disconnected}.

    \list
    \li All data comes before the end, and the end before the error.
    \li state() and error() are set before the signal that reports them.
    \li No signal is emitted inside connectToServer(), write(), read(), close() or abort().
        Signals are emitted later, from the event loop or a waitFor function.
        QIODevice::aboutToClose() is the exception that QIODevice makes.
    \li Every slot may delete, close or reconnect the device, also a slot of aboutToClose().
    \li After adopt(), stateChanged() is emitted only if a receiver was connected before the call.
    \li Signals of settings, such as readBufferSizeChanged(), are emitted by their setters, once
        for each change.
    \endlist

    \section1 End of input
    \c readChannelFinished means that the peer sends no more data. If the peer has closed the
    connection, \c disconnected follows, and data that has arrived can still be read. If the peer
    has closed only its writing half, the device stays \c Connected: send your answer and call
    close().

    After the end was reported and all data was read, isReadable() is \c false and aboutToClose()
    has been emitted. Readers that only know QIODevice find the end this way. After
    \c disconnected the device is not open any more.

    \section1 Closing loses nothing
    close() and the destructor deliver every byte that write() accepted, as long as the peer reads
    and this process runs. If the object is destroyed, a background thread delivers the output.
    Call drainAll() before the process ends. abort() discards the output. If a peer never reads,
    setLingerLimits() bounds the wait.

    \section1 Threads
    The class is reentrant: use a device in the thread it lives in. moveToThread() works on an
    open device. The waitFor functions need neither an event loop nor a QCoreApplication. They
    work in any thread, also in one that Qt did not start.

    \section1 fork() without exec()
    A device belongs to the process that opened it. A forked child can close and destroy its copy,
    also by \c exit(), without effect on the parent. Nothing is sent, read, shut down or removed.

    As long as the parent runs, reading new bytes, writing and waiting fail in the child with
    Error::InvalidOperation. No signal is emitted there. Input that was read before the fork can
    be taken. After the child has closed its copy, it can connect the object again.

    Everything that the child opens itself works, including drainAll(). To pass a connection to a
    child, adopt a duplicate of its nativeHandle() there, and call abort() in the parent. close()
    would end the connection for both.

    The device continues in the child if every process between the opener and the child has ended,
    as after \c daemon(). Output queued at the fork is kept. The processes in between must end by
    \c _exit(). This holds for devices of the thread that called \c fork(). The child has no other
    threads and can only destroy their objects.

    \section1 Defaults and units
    Times are in ms; −1 is forever. Sizes are in bytes; 0 is unlimited. By default a device holds
    at most 16 MiB of unread input. The write buffer is unlimited by default, as in other Qt
    sockets.

    \sa LocalSocket, PipeReader, PipeWriter, MessageDevice
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
    /*! The state of the connection. */
    enum class State : int {
        Closed, //!< No connection. Bytes that arrived earlier may still be readable.
        Connecting, //!< The connection is being made. write() accepts bytes and sends them when connected.
        Connected, //!< The connection is open.
        Closing, //!< close() was called, and accepted bytes are still being sent.
    };
    Q_ENUM(State)

    /*! Destroys the device. Accepted output is delivered as by close(). */
    ~Device() override;

    /*! Returns the state of the connection. */
    State state() const noexcept;

    /*! Returns \c true if the state is \c Connected. */
    bool isValid() const noexcept { return state() == State::Connected; }

    /*!
        Returns the last error of this connection; the next connection resets it.

        If a call is refused, or a waitFor function times out (Error::TimedOut), this is the
        reason. It lasts until control returns to the event loop or a waitFor function. After
        that, error() returns the error of the connection again. The connection itself continues
        unchanged.
    */
    Error error() const;

    /*! Resets error() and errorString(). */
    void clearError();

    /*!
        Returns the mode in which the device is open, without QIODevice::Unbuffered.

        No device of this library is buffered twice.
    */
    OpenMode openMode() const { return QIODevice::openMode() & ~OpenMode(Unbuffered); }

    /*!
        Returns how many unread bytes the device holds; the default is 16 MiB, 0 is unlimited.

        At the limit the device takes no more data from the kernel, so the sender has to wait.
        These bytes also count as unread: bytes that were peeked at, bytes that a transaction has
        put back, and bytes read in an open transaction.

        If a reader is in the middle of a larger packet, the limit grows step by step, up to
        maximumPacketSize(). It goes back when the packet has been read. The limit grows if the
        buffer is full and the reader
        \list
        \li calls waitForReadyRead(), or
        \li has read in a transaction, which is open or was rolled back, or
        \li has read a header and waits for the rest: its last read had at most 64 bytes, and in a
            slot of readyRead() it calls bytesAvailable() and reads nothing.
        \endlist
        For a reader that only looks (bytesAvailable(), canReadLine(), peek()) the limit never
        grows. If you wait for lines, set it larger than the longest line.
    */
    qint64 readBufferSize() const noexcept;

    /*! Sets how many unread bytes the device holds to \a size. */
    void setReadBufferSize(qint64 size);

    /*!
        Returns how far readBufferSize() grows for a packet, in bytes; the default is 16 MiB, 0 is
        unlimited.

        Has no effect if readBufferSize() is larger, or unlimited.

        A packet that does not fit stays incomplete. errorOccurred() reports
        Error::MessageTooLarge once, the connection continues, and the sender has to wait.
        waitForReadyRead() then returns \c false at once. Read the data that is there, raise the
        limit, or close the connection.
    */
    qint64 maximumPacketSize() const noexcept;

    /*! Sets how far readBufferSize() grows for a packet to \a size bytes. */
    void setMaximumPacketSize(qint64 size);

    /*!
        Returns how many bytes may wait for the kernel; 0 (default) is unlimited.

        A write() that does not fit accepts the bytes that fit and returns their number, which can
        be 0. bytesWritten() is emitted when there is room again.
    */
    qint64 writeBufferSize() const noexcept;

    /*! Sets how many bytes may wait for the kernel to \a size. */
    void setWriteBufferSize(qint64 size);

    /*!
        Fails with InvalidOperation, whatever \a mode is: there is nothing to open.

        A device is opened by connecting it, by adopting a handle, or by a derived class.
    */
    bool open(OpenMode mode) override;

    /*! Returns \c true: a device has no positions. */
    bool isSequential() const override;

    /*! Returns the number of bytes that can be read without blocking. */
    qint64 bytesAvailable() const override;

    /*! Returns the number of accepted bytes that the kernel has not taken yet. */
    qint64 bytesToWrite() const override;

    /*! Returns \c true if a whole line can be read. */
    bool canReadLine() const override;

    /*!
        Reads all available data.

        Unlike QIODevice::readAll(), it returns nothing after the end of the data, without a
        warning.
    */
    QByteArray readAll();

    /*!
        Discards input that has arrived and was not read, including that of transactions and
        peek().

        Output is not affected; abort() discards that. Pending handles stay.
    */
    void clear();

    /*!
        Passes as much output as possible to the kernel now, without blocking.

        Returns \c true if any byte was passed. You rarely need it: small writes are sent together
        when control returns to the event loop.
    */
    bool flush();

    /*!
        Closes the writing half after all accepted bytes were sent; reading continues.

        The peer sees the end of the data. Further writes fail. System call:
        \c {shutdown(SHUT_WR)}.

        Windows pipes have no half-close. There errorOccurred() reports Error::Unsupported, and
        the connection is unchanged. A protocol for every platform marks the end in its data. A
        device that can only write is closed.
    */
    void closeWriteChannel();

    /*!
        Closes the connection after all accepted output was delivered. Returns at once.

        Unread input is discarded. The state is \c Closing until the output is delivered, then
        \c Closed, and disconnected() is emitted. You may destroy or reconnect the object
        meanwhile.
    */
    void close() override;

    /*!
        Closes the connection at once and discards unsent output.

        disconnected() is emitted later, from the event loop.
    */
    void abort();

    /*! Returns the handle of the operating system, which the device owns; −1 if there is none. */
    qintptr nativeHandle() const noexcept;

    /*!
        Takes the handle out of a \c Connected device, for a thread, a child process or another
        library.

        The connection continues, and the peer notices nothing. The device becomes \c Closed;
        stateChanged() and disconnected() are emitted later, from the event loop. Data that has
        arrived can still be read from the device. Does not block.

        On failure returns an invalid handle, sets error(), emits nothing and changes nothing:

        \list
        \li InvalidOperation: the device is not \c Connected.
        \li InvalidOperation: output cannot be sent at once. Wait until bytesToWrite() is 0.
        \li Unsupported: a thread makes blocking calls on the handle, as for files and consoles.
        \endlist

        The handle does not contain input that the device has already read. Take the handle before
        the peer sends anything, in a slot of Server::newConnection() or by
        Server::takePendingHandle(). Otherwise also read all data from the device. A file that the
        device owns is removed: that of a Fifo with removeOnClose(), or of a bound
        UnixDatagramSocket.

        On Unix the handle is non-blocking and close-on-exec.

        On Windows the handle is overlapped and leaves the completion port of this library.
        Another library can associate it with its own port. There an operation that succeeds at
        once queues no packet (\c FILE_SKIP_COMPLETION_PORT_ON_SUCCESS stays set). The handle
        stays with our port under Wine, and while this process uses a duplicate of it. Then adopt
        it, or give each operation an event whose lowest bit is set.
    */
    [[nodiscard]] OwnedHandle takeHandle();

    /*!
        Blocks until the state is \c Connected, at most \a msecs; −1 is forever.

        Returns \c false if connecting failed or the time has passed.

        All waitFor functions serve only this device and emit its signals. Each returns \c false
        at once if the event can no longer occur. On timeout error() is Error::TimedOut, unless
        the connection has an error of its own. errorOccurred() is not emitted, and the device is
        unchanged. Use these functions in threads without an event loop.
    */
    bool waitForConnected(int msecs = 30000);

    /*! Blocks until new data has arrived, at most \a msecs; also sends queued output. */
    bool waitForReadyRead(int msecs = 30000) override;

    /*! Blocks until the kernel has taken some of the output, at most \a msecs; also reads. */
    bool waitForBytesWritten(int msecs = 30000) override;

    /*! Blocks until the state is \c Closed, at most \a msecs. Does not close the device itself. */
    bool waitForDisconnected(int msecs = 30000);

    /*!
        Blocks until all closed or destroyed devices of the process have delivered their output.

        Call it at the end of \c main(). It waits at most \a msecs; −1 is forever. Thread-safe.

        Returns \c true if all output was delivered. Returns \c false if some output still waits,
        or if output was lost since the last call. Output is lost if its peer goes away, if it
        cannot be connected, or if a limit is reached (setLingerLimits()). Each loss makes one
        call return \c false. Losses that a device reported by errorOccurred() do not count, nor
        does output that abort() discarded.

        The call waits for closing devices of this thread, also while they are connecting. It does
        not wait for open devices, or for devices that are closing in another thread with an event
        loop.
    */
    static bool drainAll(int msecs = 30000);

    /*!
        Limits the output of closed and destroyed devices that waits for peers that do not read.

        \a limits apply to the whole process, at once. The defaults suit a server with untrusted
        peers: 30 s without progress, 256 outputs, 128 MiB. Pass \c {{-1, 0, 0}} to wait for every
        peer forever. Thread-safe.

        A device in the state \c Closing counts too, although abort() could end it. Otherwise a
        server that deletes a socket only after disconnected() would keep one for each peer that
        never reads. Such a device checks the limits from its event loop.
    */
    static void setLingerLimits(const LingerLimits &limits);

    /*! Returns the limits set by setLingerLimits(). Thread-safe. */
    static LingerLimits lingerLimits();

    /*!
        Returns the output that waits for peers now, and the number of abandoned outputs.

        setLingerLimits() sets when output is abandoned. Thread-safe.
    */
    static LingerStatus lingerStatus();

Q_SIGNALS:
    /*! Emitted when the connection has been made. */
    void connected();

    /*! Emitted when the connection has ended. */
    void disconnected();

    /*!
        Emitted when the state has changed; \a state is state() at the time of emission.

        States that lasted only until then are skipped.
    */
    void stateChanged(QtInterprocess::Device::State state);

    /*! Emitted when an \a error has occurred, also one that does not end the connection. */
    void errorOccurred(const QtInterprocess::Error &error);

    /*! Emitted by setReadBufferSize() if the value has changed. */
    void readBufferSizeChanged();

    /*! Emitted by setMaximumPacketSize() if the value has changed. */
    void maximumPacketSizeChanged();

    /*! Emitted by setWriteBufferSize() if the value has changed. */
    void writeBufferSizeChanged();

protected:
    /*! \internal Constructs a device with \a priv and \a parent, for subclasses in this library. */
    Device(std::unique_ptr<DevicePrivate> priv, QObject *parent);

    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

    /*! Reimplements QIODevice::readData(). Reads at most \a maxSize bytes into \a data. */
    qint64 readData(char *data, qint64 maxSize) override;

    /*!
        Reimplements QIODevice::readLineData(). Reads at most one line, or \a maxSize bytes, into
        \a data.
    */
    qint64 readLineData(char *data, qint64 maxSize) override;

    /*! Reimplements QIODevice::skipData(). Discards at most \a maxSize bytes. */
    qint64 skipData(qint64 maxSize) override;

    /*! Reimplements QIODevice::writeData(). Accepts at most \a size bytes of \a data. */
    qint64 writeData(const char *data, qint64 size) override;

    /*! \internal Returns the private part, for subclasses in this library. */
    DevicePrivate *priv() noexcept { return m_d.get(); }

    /*! \internal Returns the private part, for subclasses in this library. */
    const DevicePrivate *priv() const noexcept { return m_d.get(); }

private:
    friend class DevicePrivate;
    Q_DISABLE_COPY_MOVE(Device)

    const std::unique_ptr<DevicePrivate> m_d;
};

} // namespace QtInterprocess
