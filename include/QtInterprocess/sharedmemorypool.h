// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>

#include <memory>
#include <utility>

namespace QtInterprocess {

class MessageChannel;
class PoolBuffer;
class SharedMemoryPoolPrivate;

/*!
    A buffer that a SharedMemoryPool has lent to be filled.

    SharedMemoryPool::publish() shows it to the consumers. A buffer that is destroyed before
    returns to the pool.

    The object can be moved, but not copied. Fill and destroy it in any thread, also after the
    pool is gone. Its memory has the contents of an earlier frame.
*/
class QTINTERPROCESS_EXPORT SharedMemoryBuffer
{
public:
    /*! Constructs an object without a buffer. */
    SharedMemoryBuffer() noexcept;
    /*! Takes the buffer of \a other. */
    SharedMemoryBuffer(SharedMemoryBuffer &&other) noexcept;
    /*! Returns the current buffer, and takes the one of \a other. */
    SharedMemoryBuffer &operator=(SharedMemoryBuffer &&other) noexcept;
    /*! Returns the buffer to its pool. */
    ~SharedMemoryBuffer();

    /*! Returns \c true if the object has no buffer. */
    bool isNull() const noexcept { return !m_buffer; }
    /*! Returns \c true if the object has a buffer. */
    explicit operator bool() const noexcept { return !isNull(); }

    /*! Returns the memory to fill, aligned to a page; null without a buffer. */
    char *data() const noexcept;

    /*! Returns the size of the memory in bytes; 0 without a buffer. */
    qint64 size() const noexcept;

private:
    friend class SharedMemoryPoolPrivate;
    Q_DISABLE_COPY(SharedMemoryBuffer)
    explicit SharedMemoryBuffer(std::shared_ptr<PoolBuffer> buffer) noexcept;

    std::shared_ptr<PoolBuffer> m_buffer;
};

/*!
    Passes frames to other processes through shared memory, without a copy.

    Use it for video, images, audio or models: large data that one process makes again and again,
    and that others look at. A frame costs one small message to each consumer, and one back.
    Memory is created and mapped once per buffer.

    \code
    SharedMemoryPool pool(3840 * 2160 * 4);
    connect(&server, &LocalServer::newConnection, &pool, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        pool.addConsumer(new MessageChannel(socket, socket));
        connect(socket, &LocalSocket::disconnected, socket, &QObject::deleteLater);
    });

    void Camera::capture() // for each frame
    {
        SharedMemoryBuffer buffer = pool.acquire();
        if (!buffer)
            return; // all buffers are in use: skip this frame
        fill(buffer.data());
        pool.publish(std::move(buffer));
    }
    \endcode

    A SharedMemoryConsumer receives the frames in the other process.

    \section1 Buffers
    acquire() lends a buffer that nobody uses. It never blocks. The pool makes a new buffer if all
    others are in use, up to maximumBuffers(). A buffer is in use

    \list
    \li from acquire() until publish(), or until the SharedMemoryBuffer is destroyed,
    \li while it has the newest frame, which later consumers receive first,
    \li while a frame waits for a consumer (Delivery::All), or a consumer has it.
    \endlist

    A consumer has at most maximumHeld() frames. So with consumers of Delivery::Newest, acquire()
    always succeeds if maximumBuffers() is 2 + maximumHeld() × the number of consumers, or more.

    A consumer returns a frame by destroying its last SharedMemoryFrame. When a consumer ends, or
    its process dies, its frames return as well.

    No consumer sees a frame that is half filled: a buffer is not lent again before all consumers
    have returned it. This is no longer true for a consumer whose connection has ended; see
    SharedMemoryFrame::isHeld().

    \section1 Slow consumers
    No consumer delays the pool or other consumers. If a consumer has maximumHeld() frames, the
    newest frame waits for it (Delivery::Newest), and frames in between are skipped. With
    Delivery::All each frame waits. acquire() then fails when a slow consumer occupies all buffers;
    bufferAvailable() follows when there is a buffer again.

    \section1 Security
    Consumers receive handles that can only be read. On systems with seals (Linux, FreeBSD), nobody
    but the pool can write the memory or change its size. Elsewhere it is up to the access rights
    of SharedMemory. A consumer that does not follow the protocol is removed, and its channel is
    closed.

    \section1 The channel
    The caller owns the channels and their devices, LocalSocket or UnixSocket. The pool alone may
    use a channel from addConsumer() on, and sets MessageChannel::maximumHandles(). The channel
    needs Framing::LengthPrefix.

    \section1 Protocol
    One message of the channel is one of the following. A consumer begins with \c ready. The pool
    sends nothing before it, because the consumer could not receive handles yet. Numbers are
    unsigned, in network byte order. Further bytes and unknown types are ignored.

    \table
    \header \li type (8 bits) \li from \li contents
    \row \li 1, buffer \li pool \li id (32 bits), size (64); with the handle of the memory
    \row \li 2, frame \li pool \li id (32), number (64), size (64), then the metadata
    \row \li 3, drop \li pool \li id (32); the pool has destroyed the buffer
    \row \li 4, release \li consumer \li id (32), number (64)
    \row \li 5, ready \li consumer \li the version of the protocol: 1 (32)
    \endtable

    \section1 Threads
    Use the pool in the thread of its channels. Only a SharedMemoryBuffer may be used elsewhere.
    Nothing blocks. Signals are emitted from the event loop. Slots may destroy the pool and the
    channels.

    Errors: ResourceExhausted, InvalidOperation, and those of SharedMemory. All settings are
    bindable properties.

    \sa SharedMemoryConsumer, SharedMemory
*/
class QTINTERPROCESS_EXPORT SharedMemoryPool : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 bufferSize READ bufferSize WRITE setBufferSize BINDABLE bindableBufferSize)
    Q_PROPERTY(int maximumBuffers READ maximumBuffers WRITE setMaximumBuffers BINDABLE bindableMaximumBuffers)
    Q_PROPERTY(int maximumHeld READ maximumHeld WRITE setMaximumHeld BINDABLE bindableMaximumHeld)

public:
    /*! The frames that a consumer receives. */
    enum class Delivery : int {
        Newest, //!< The newest one whenever it is ready for another; it may miss frames.
        All //!< Each frame in order.
    };
    Q_ENUM(Delivery)

    /*! Constructs a pool of buffers with \a bufferSize bytes, with \a parent. */
    explicit SharedMemoryPool(qint64 bufferSize, QObject *parent = nullptr);

    /*! Destroys the pool. Its channels stay open, and frames of consumers remain readable. */
    ~SharedMemoryPool() override;

    /*! Returns the size of new buffers in bytes. */
    qint64 bufferSize() const noexcept;

    /*!
        Sets bufferSize() to \a size bytes.

        Buffers of another size are destroyed when they are free.
    */
    void setBufferSize(qint64 size);

    /*! Returns the bindable property \c bufferSize. */
    QBindable<qint64> bindableBufferSize();

    /*! Returns how many buffers may exist; the default is 8. */
    int maximumBuffers() const noexcept;

    /*! Sets maximumBuffers() to \a count, at least 2. Buffers in use stay. */
    void setMaximumBuffers(int count);

    /*! Returns the bindable property \c maximumBuffers. */
    QBindable<int> bindableMaximumBuffers();

    /*! Returns how many frames a consumer may have at once; the default is 2. */
    int maximumHeld() const noexcept;

    /*! Sets maximumHeld() to \a count, at least 1. */
    void setMaximumHeld(int count);

    /*! Returns the bindable property \c maximumHeld. */
    QBindable<int> bindableMaximumHeld();

    /*!
        Adds a consumer at the other end of \a channel, which receives frames by \a delivery.

        It receives the newest frame first, if there is one. Returns \c false if \a channel is
        null, has ended, or is a consumer already; error() says why.
    */
    bool addConsumer(MessageChannel *channel, Delivery delivery = Delivery::Newest);

    /*! Removes the consumer of \a channel, which stays open. Its frames return to the pool. */
    void removeConsumer(MessageChannel *channel);

    /*! Returns the channels of the consumers. */
    QList<MessageChannel *> consumers() const;

    /*!
        Returns a buffer to fill.

        Returns a null object if all maximumBuffers() are in use (ResourceExhausted), or if the
        memory cannot be created; error() says why.
    */
    [[nodiscard]] SharedMemoryBuffer acquire();

    /*!
        Publishes the first \a size bytes of \a buffer as the next frame, with \a metadata; −1
        stands for all bytes.

        The metadata are copied into the message, so keep them small. Returns \c false if the
        buffer is not one of this pool, or if \a size does not fit. Then error() says why, and the
        caller keeps the buffer.
    */
    bool publish(SharedMemoryBuffer &&buffer, qint64 size = -1, const QByteArray &metadata = {});

    /*! Returns the number of the newest frame. The first one is 1; 0 stands for none. */
    quint64 frameNumber() const noexcept;

    /*! Returns the reason why the last acquire(), publish() or addConsumer() has failed. */
    Error error() const;

Q_SIGNALS:
    /*!
        Emitted when there is a buffer again after acquire() failed with ResourceExhausted.

        Not emitted for a buffer that its SharedMemoryBuffer has returned.
    */
    void bufferAvailable();

    /*!
        Emitted when the consumer of \a channel has ended, or was removed for an \a error.

        If \a channel is being destroyed, it is only good for comparison.
    */
    void consumerRemoved(QtInterprocess::MessageChannel *channel, const QtInterprocess::Error &error);

private:
    friend class SharedMemoryPoolPrivate;
    Q_DISABLE_COPY_MOVE(SharedMemoryPool)

    const std::unique_ptr<SharedMemoryPoolPrivate> m_d;
};

} // namespace QtInterprocess
