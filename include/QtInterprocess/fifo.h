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
    A FIFO file, also known as a named pipe of Unix: one end of it, to be read or to be written. Opening never blocks.

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
    The device is \c Connecting until there is one, for connectTimeout(), and \c Connected then. A writer looks for a reader
    again and again, with delays that grow from 1 ms to 100 ms; nothing that the system has tells of one. A reader is told when a
    writer opens the file (Linux), or when the first bytes come (elsewhere). Output that is written while \c Connecting is kept,
    and goes out once somebody reads, after close() too.

    \section1 The end
    A reader is at the end when the last writer closes: readChannelFinished() and disconnected() come. With keepOpen() there is
    no end: it reads from one writer after the other, and from several at once, until it is closed itself. A writer hears with
    disconnected() that the last reader has gone, after errorOccurred() with Error::PeerClosed if bytes were left.

    \section1 Several writers
    The bytes of a write of at most atomicSize() are not mixed with those of others, in the file that is. This class gathers
    small writes and cuts large ones: call flush() after each line that has to stay together.

    \section1 Files that are something else
    open() fails with Error::InvalidName if the file is not a FIFO; it is left alone. Symbolic links are followed. create(), remove()
    and close() never change or remove a file that another process puts in place of the FIFO while they run.

    Threads, blocking, signals and their order, closing, defaults and units: see Device.

    Errors: NotFound, AccessDenied, InvalidName, NameInUse (create()), TimedOut, PeerClosed, ResourceExhausted,
    InvalidOperation.

    System calls: \c mkfifo, \c open(O_NONBLOCK), \c fstat, \c chmod, \c read, \c writev, \c poll, \c renameat, \c unlinkat; on Linux
    \c inotify and \c tee.
*/
class QTINTERPROCESS_EXPORT Fifo : public Device
{
    Q_OBJECT
    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY pathChanged)
    Q_PROPERTY(bool keepOpen READ keepOpen WRITE setKeepOpen NOTIFY keepOpenChanged)
    Q_PROPERTY(bool removeOnClose READ removeOnClose WRITE setRemoveOnClose NOTIFY removeOnCloseChanged)

public:
    /*! What the umask of the process has to say in the permissions of a new file. */
    enum class Umask : int {
        Heeded, //!< It takes away what it takes away from every new file.
        Ignored, //!< The file has exactly the permissions that were asked for.
    };
    Q_ENUM(Umask)

    explicit Fifo(QObject *parent = nullptr);
    explicit Fifo(const QString &path, QObject *parent = nullptr);
    ~Fifo() override;

    /*!
        Makes a FIFO file, by default for this user only. Returns what went wrong: NameInUse if there is a file of any kind,
        which is left alone; NotFound if the folder is missing; AccessDenied if exact permissions cannot be set, or somebody has
        replaced the new file. Thread-safe.
    */
    static Error create(const QString &path,
                        QFileDevice::Permissions permissions = QFileDevice::ReadOwner | QFileDevice::WriteOwner,
                        Umask umask = Umask::Heeded);

    /*! Removes \a path if it is a FIFO; InvalidName, and it is left alone, if it is something else. Thread-safe. */
    static Error remove(const QString &path);

    /*! The number of bytes that a write may have to be atomic: \c PIPE_BUF, 4096 on Linux and 512 at least. */
    static int atomicSize() noexcept;

    /*!
        A reader of the FIFO that a supervisor has handed to this process under that name, or of the first one if \a name is empty; see
        UnixActivation. Null if there is none, and \a error tells why; what is no FIFO stays to be taken. path() is empty, and
        the file stays when the device is closed. As a supervisor opens it (systemd: \c ListenFIFO), it has no end: keepOpen() is
        \c true.
    */
    static std::unique_ptr<Fifo> fromActivation(const QString &name = QString(), Error *error = nullptr);

    /*! The file; takes effect at the next open(). */
    QString path() const;
    void setPath(const QString &path);

    /*!
        Starts to open the file, \c ReadOnly or \c WriteOnly, and returns at once: connected() or errorOccurred() follow. Returns
        \c true if that has begun; \c false, and errorOccurred() tells why later, for another mode or a device that is not
        \c Closed or \c Closing.
    */
    bool open(OpenMode mode) override;

    /*! Whether a reader stays open for the next writer; it is \c Connected at once then, and needs the right to write too.
        Default \c false. */
    bool keepOpen() const noexcept;
    void setKeepOpen(bool on);

    /*! Whether the file is removed when this device is closed or destroyed, if it is still the one that was opened (device and
        inode). Default \c false. */
    bool removeOnClose() const noexcept;
    void setRemoveOnClose(bool on);

    /*! How long to wait for the other side; default −1, for ever. */
    int connectTimeout() const noexcept;
    void setConnectTimeout(int msecs);

Q_SIGNALS:
    void pathChanged();
    void keepOpenChanged();
    void removeOnCloseChanged();

private:
    Q_DISABLE_COPY_MOVE(Fifo)
};

} // namespace QtInterprocess

#else
#    error "Fifo is for Unix only. The portable classes are QtInterprocess::PipeReader, PipeWriter and LocalSocket."
#endif
