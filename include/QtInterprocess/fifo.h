// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtInterprocess/device.h>

#    include <QtCore/qfiledevice.h>

#    include <memory>

namespace QtInterprocess {

/*!
    One end of a FIFO file (a named pipe of Unix), for reading or for writing.

    Use it to receive commands from shell scripts, or to send to programs that read a file.
    Opening never blocks.

    \code
    if (const Error error = Fifo::create(path); error && error.code() != Error::NameInUse)
        qWarning() << error;
    Fifo commands(path);
    commands.setKeepOpen(true); // writers come and go: echo reload >/run/user/1000/app.fifo
    QObject::connect(&commands, &Fifo::readyRead, this, [&] {
        while (commands.canReadLine())
            execute(commands.readLine());
    });
    commands.open(Fifo::ReadOnly);
    \endcode

    \section1 Waiting for the other side
    The device is \c Connecting until the other side opens the file, for connectTimeout() at most.
    Then it is \c Connected.

    \list
    \li A writer polls for a reader, with delays that grow from 1 ms to 100 ms, because no system
        reports one.
    \li A reader connects when a writer opens the file (Linux), or when the first bytes arrive
        (other systems).
    \li Output that is written while \c Connecting is kept. It is sent once a reader is there,
        also after close().
    \endlist

    \section1 The end
    If the last writer closes, a reader emits readChannelFinished() and disconnected(). With
    keepOpen() it reads from one writer after the other, and from several at once, until it is
    closed itself.

    If the last reader closes, a writer emits disconnected(). If bytes were left, errorOccurred()
    reports Error::PeerClosed before that.

    \section1 Several writers
    In the FIFO, the bytes of a write of at most atomicSize() are not mixed with bytes of other
    writers. This class gathers small writes and splits large ones. Call flush() after each line
    that must stay together.

    \section1 Files of other kinds
    If the file is not a FIFO, open() fails with Error::InvalidName, and the file is left alone.
    Symbolic links are followed. create(), remove() and close() never change or remove a file that
    another process puts in place of the FIFO meanwhile.

    \section1 Threads, errors and system calls
    Device describes threads, blocking, signals and their order, closing, defaults and units.

    Errors: NotFound, AccessDenied, InvalidName, NameInUse (create()), TimedOut, PeerClosed,
    ResourceExhausted, InvalidOperation.

    System calls: \c mkfifo, \c open(O_NONBLOCK), \c fstat, \c chmod, \c read, \c writev, \c poll,
    \c renameat, \c unlinkat; on Linux \c inotify and \c tee.
*/
class QTINTERPROCESS_EXPORT Fifo : public Device
{
    Q_OBJECT
    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY pathChanged)
    Q_PROPERTY(bool keepOpen READ keepOpen WRITE setKeepOpen NOTIFY keepOpenChanged)
    Q_PROPERTY(bool removeOnClose READ removeOnClose WRITE setRemoveOnClose NOTIFY removeOnCloseChanged)

public:
    /*! How the umask of the process affects the permissions of a new file. */
    enum class Umask : int {
        Heeded, //!< The umask applies, as to every new file.
        Ignored, //!< The file has exactly the requested permissions.
    };
    Q_ENUM(Umask)

    /*! Constructs a closed device without a path, with \a parent. */
    explicit Fifo(QObject *parent = nullptr);
    /*! Constructs a closed device for the file \a path, with \a parent. */
    explicit Fifo(const QString &path, QObject *parent = nullptr);
    /*! Closes the device. Accepted output is still delivered, as by close(). */
    ~Fifo() override;

    /*!
        Creates the FIFO file \a path, by default for this user only. Thread-safe.

        The file gets \a permissions; \a umask says whether the umask of the process applies to
        them. Returns an error if that fails:

        \list
        \li NameInUse: a file of any kind exists, and is left alone.
        \li NotFound: the folder is missing.
        \li AccessDenied: exact permissions cannot be set, or another user has replaced the new
            file.
        \endlist
    */
    static Error create(const QString &path,
                        QFileDevice::Permissions permissions = QFileDevice::ReadOwner | QFileDevice::WriteOwner,
                        Umask umask = Umask::Heeded);

    /*!
        Removes the file \a path if it is a FIFO. Thread-safe.

        Any other file is left alone, and the error is InvalidName.
    */
    static Error remove(const QString &path);

    /*!
        Returns the largest number of bytes that one write keeps together: \c PIPE_BUF, 4096 on
        Linux and at least 512.
    */
    static int atomicSize() noexcept;

    /*!
        Returns a reader of the FIFO that a supervisor passed to this process as \a name. See
        UnixActivation.

        If \a name is empty, the first FIFO is used. On failure the result is null, and \a error
        says why. Handles of another kind stay available.

        path() is empty, and the file remains when the device is closed. A supervisor opens the
        FIFO for reading and writing (systemd: \c ListenFIFO), so it never ends: keepOpen() is
        \c true.
    */
    static std::unique_ptr<Fifo> fromActivation(const QString &name = QString(), Error *error = nullptr);

    /*! Returns the path of the FIFO file. */
    QString path() const;
    /*! Sets path() to \a path. Takes effect at the next open(). */
    void setPath(const QString &path);

    /*!
        Starts to open the file in \a mode, \c ReadOnly or \c WriteOnly, and returns at once.

        Returns \c true if opening has begun; connected() or errorOccurred() follows. Returns
        \c false for another mode, or if the device is not \c Closed or \c Closing;
        errorOccurred() reports the reason later.
    */
    bool open(OpenMode mode) override;

    /*!
        Returns whether a reader stays open for the next writer. The default is \c false.

        Such a reader is \c Connected at once, and needs the right to write to the file too.
    */
    bool keepOpen() const noexcept;

    /*! Sets keepOpen() to \a on. */
    void setKeepOpen(bool on);

    /*!
        Returns whether the file is removed when this device is closed or destroyed. The default
        is \c false.

        The file is removed only if it is still the one that was opened (device and inode).
    */
    bool removeOnClose() const noexcept;

    /*! Sets removeOnClose() to \a on. */
    void setRemoveOnClose(bool on);

    /*! Returns how long to wait for the other side, in ms. The default is −1, forever. */
    int connectTimeout() const noexcept;
    /*! Sets connectTimeout() to \a msecs. */
    void setConnectTimeout(int msecs);

Q_SIGNALS:
    /*! Emitted by setPath() when the value changes. */
    void pathChanged();
    /*! Emitted by setKeepOpen() when the value changes. */
    void keepOpenChanged();
    /*! Emitted by setRemoveOnClose() when the value changes. */
    void removeOnCloseChanged();

private:
    Q_DISABLE_COPY_MOVE(Fifo)
};

} // namespace QtInterprocess

#else
#    error "Fifo is for Unix only. The portable classes are QtInterprocess::PipeReader, PipeWriter and LocalSocket."
#endif
