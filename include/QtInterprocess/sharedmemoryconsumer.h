// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qmetatype.h>
#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>
#include <QtCore/qshareddata.h>

#include <memory>

namespace QtInterprocess {

class MessageChannel;
class SharedMemoryConsumerPrivate;
class SharedMemoryFrameData;

/*!
    A frame that a SharedMemoryConsumer has received.

    The data is that of the producer, without a copy. The producer uses the buffer again after the
    last copy of this object is destroyed, so do not keep many.

    A value type, implicitly shared. Copy and destroy it in any thread, also after the consumer is
    gone.
*/
class QTINTERPROCESS_EXPORT SharedMemoryFrame
{
    Q_GADGET
    Q_PROPERTY(bool isNull READ isNull CONSTANT)
    Q_PROPERTY(qint64 size READ size CONSTANT)
    Q_PROPERTY(quint64 number READ number CONSTANT)
    Q_PROPERTY(QByteArray metadata READ metadata CONSTANT)

public:
    /*! Constructs a null frame. */
    SharedMemoryFrame();
    /*! Constructs a copy of \a other. */
    SharedMemoryFrame(const SharedMemoryFrame &other);
    /*! Move-constructs the object from \a other. */
    SharedMemoryFrame(SharedMemoryFrame &&other) noexcept;
    /*! Assigns \a other. */
    SharedMemoryFrame &operator=(const SharedMemoryFrame &other);
    /*! Moves \a other into this object. */
    SharedMemoryFrame &operator=(SharedMemoryFrame &&other) noexcept;
    /*! Destroys the object. The buffer returns to the producer with the last copy. */
    ~SharedMemoryFrame();

    /*! Returns \c true if there is no frame. */
    bool isNull() const noexcept { return !d; }
    /*! Returns \c true if there is a frame. */
    explicit operator bool() const noexcept { return !isNull(); }

    /*! Returns the data, aligned to a page. Null for a null frame. */
    const char *constData() const noexcept;

    /*! Returns the size of the data in bytes. */
    qint64 size() const noexcept;

    /*! Returns the number of the frame, which counts from 1. A gap stands for skipped frames. */
    quint64 number() const noexcept;

    /*! Returns the metadata of the frame. */
    QByteArray metadata() const;

    /*!
        Returns \c true as long as the producer leaves the buffer alone.

        When the connection has ended, the producer takes its buffers back. The data stays
        readable, but may change. To keep a frame, copy its data, and then call this function.
    */
    bool isHeld() const noexcept;

    /*! Returns a copy of the data. */
    QByteArray copy() const;

private:
    friend class SharedMemoryConsumerPrivate;
    explicit SharedMemoryFrame(SharedMemoryFrameData *data) noexcept;

    QExplicitlySharedDataPointer<SharedMemoryFrameData> d;
};

/*!
    Receives the frames of a SharedMemoryPool in another process.

    \code
    LocalSocket socket;
    socket.connectToServer("org.example.Camera");
    MessageChannel channel(&socket);
    SharedMemoryConsumer consumer(&channel);
    connect(&consumer, &SharedMemoryConsumer::frameReceived, this, &Window::show);
    \endcode

    Keep a frame as long as you use its data, and no longer: the producer sends at most
    SharedMemoryPool::maximumHeld() frames before one is returned.

    \section1 Producers
    The producer may be another program, so each message is checked. The consumer ends, and closes
    its channel, in these cases:

    \table
    \header \li case \li error
    \row \li a message that does not follow the protocol \li InvalidMessage
    \row \li a frame outside its buffer, or of an unknown buffer \li InvalidMessage
    \row \li more buffers than maximumBuffers() \li ResourceExhausted
    \row \li a buffer above maximumBufferSize() \li MessageTooLarge
    \row \li memory that SharedMemory::map() refuses \li the error of map()
    \endtable

    A producer can change a frame at any time; a well-behaved one does not. So check data of an
    untrusted producer after copying it, not before.

    \section1 Memory without seals
    Some systems cannot prevent that the producer shrinks the memory (OpenBSD, NetBSD). By default
    such memory is refused, because a read could end the process. After
    setCopiesUnsealedMemory() each frame is copied instead.

    \section1 Threads
    Use the consumer in the thread of its channel. Frames may be used in any thread. Nothing
    blocks. Signals are emitted from the event loop, or from MessageChannel::waitForMessage().
    Slots may destroy the consumer and the channel.

    The caller owns the channel. The consumer alone may use it, and sets
    MessageChannel::maximumHandles(). All settings are bindable properties; a number below 0 counts
    as 0.

    \sa SharedMemoryPool
*/
class QTINTERPROCESS_EXPORT SharedMemoryConsumer : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int maximumBuffers READ maximumBuffers WRITE setMaximumBuffers BINDABLE bindableMaximumBuffers)
    Q_PROPERTY(
        qint64 maximumBufferSize READ maximumBufferSize WRITE setMaximumBufferSize BINDABLE bindableMaximumBufferSize)
    Q_PROPERTY(bool copiesUnsealedMemory READ copiesUnsealedMemory WRITE setCopiesUnsealedMemory BINDABLE
                   bindableCopiesUnsealedMemory)

public:
    /*!
        Constructs a consumer of the frames that arrive over \a channel, with \a parent.

        It announces itself to the producer. So the device of \a channel must be open: connected,
        or connecting. Otherwise the consumer ends with InvalidOperation.
    */
    explicit SharedMemoryConsumer(MessageChannel *channel, QObject *parent = nullptr);

    /*! Destroys the consumer, but not the channel. Its frames stay readable, but are not held. */
    ~SharedMemoryConsumer() override;

    /*! Returns how many buffers the producer may announce; the default is 64. */
    int maximumBuffers() const noexcept;

    /*! Sets maximumBuffers() to \a count. */
    void setMaximumBuffers(int count);

    /*! Returns the bindable property \c maximumBuffers. */
    QBindable<int> bindableMaximumBuffers();

    /*! Returns the size of the largest buffer that is accepted, in bytes; the default is 1 GiB. */
    qint64 maximumBufferSize() const noexcept;

    /*! Sets maximumBufferSize() to \a size bytes. */
    void setMaximumBufferSize(qint64 size);

    /*! Returns the bindable property \c maximumBufferSize. */
    QBindable<qint64> bindableMaximumBufferSize();

    /*! Returns whether frames in memory without seals are copied; \c false by default. */
    bool copiesUnsealedMemory() const noexcept;

    /*! Sets copiesUnsealedMemory() to \a on. Call it before the first buffer arrives. */
    void setCopiesUnsealedMemory(bool on);

    /*! Returns the bindable property \c copiesUnsealedMemory. */
    QBindable<bool> bindableCopiesUnsealedMemory();

    /*! Returns \c true if no more frames arrive. */
    bool isFinished() const noexcept;

    /*! Returns the error that has ended the consumer. */
    Error error() const;

Q_SIGNALS:
    /*! Emitted for each received \a frame. */
    void frameReceived(const QtInterprocess::SharedMemoryFrame &frame);

    /*! Emitted when an \a error ends the consumer. */
    void errorOccurred(const QtInterprocess::Error &error);

    /*! Emitted once, as the last signal, when no more frames arrive. */
    void finished();

private:
    friend class SharedMemoryConsumerPrivate;
    Q_DISABLE_COPY_MOVE(SharedMemoryConsumer)

    const std::unique_ptr<SharedMemoryConsumerPrivate> m_d;
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::SharedMemoryFrame)
