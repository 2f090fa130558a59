// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>

#include <QtCore/qbytearray.h>

namespace QtInterprocess {

class MessageDevicePrivate;

/*!
    Base class of devices whose transport keeps message boundaries: one write is one read.

    Use it to write code for UnixSeqPacketSocket, UnixDatagramSocket, NamedPipeSocket and
    PacketPipe ends alike. For messages over byte streams use MessageChannel.

    \code
    QObject::connect(device, &MessageDevice::readyRead, device, [device] {
        while (device->hasPendingMessages())
            handle(device->readMessage());
    });
    if (!device->writeMessage(request))
        qWarning() << device->error();
    \endcode

    \section1 Whole messages
    readMessage() returns a whole message or none, whatever its size. writeMessage() accepts a
    whole message or nothing. An empty message is a message: it is delivered, counted, and
    announced by readyRead().

    A message in either direction has at most maximumMessageSize() bytes. If the peer sends a
    larger one, the connection is closed with Error::MessageTooLarge, and nothing is allocated for
    it.

    \section1 Use as a QIODevice
    Each write() of at least one byte is one message, under the same rules. It returns:

    \list
    \li the whole size if the message was accepted
    \li 0 if there is no room; bytesWritten() is emitted when you can try again
    \li −1 after an error
    \endlist

    read(), peek(), transactions and all other functions of QIODevice see the bytes of all
    messages as one stream. Both ways can be mixed. If read() takes part of a message, the rest is
    the next message. A rolled back transaction also restores the boundaries, with one exception:
    an empty message that readMessage() took first in the transaction.

    \section1 Buffers
    Messages are read whole, so the device can exceed readBufferSize() by up to one message. No
    message is too large to be read because of that limit. Beside the bytes, readBufferSize()
    counts the memory of each unread message with its sender, credentials and handles. So it
    limits empty messages, too. Likewise, a message larger than writeBufferSize() is accepted if
    nothing else is queued.

    \section1 Connections without boundaries
    Some transports know only after connecting whether they keep messages. For a NamedPipeSocket,
    the server decides. On a byte stream these functions behave as follows:

    \table
    \header \li function \li result on a byte stream
    \row \li hasPendingMessages() \li \c false
    \row \li pendingMessageSize() \li −1
    \row \li readMessage() \li nothing; error() is Error::Unsupported
    \row \li writeMessage() \li writes all of its bytes or none
    \endtable

    \section1 Failure of single messages
    On some transports a single message can fail after it was accepted. errorOccurred() then
    reports it while the connection continues and the state stays \c Connected. The derived
    classes list these failures.

    Untrusted peers can send messages that are not accepted: too large, not admitted, or with too
    many handles. For each Error::code() and Error::operation() such errors are reported at most
    once per second. The first is reported at once, then the last one, whose message() contains
    the number of the others. Errors of messages that this process has sent are always reported.

    \section1 Threads and errors
    Threads, ownership, blocking, units, closing and the order of signals are those of Device.

    Errors beyond those of Device:

    \table
    \header \li code \li cause
    \row \li MessageTooLarge \li the message exceeds maximumMessageSize()
    \row \li ResourceExhausted \li no room in the write buffer
    \row \li InvalidOperation \li not open for writing
    \row \li PartialMessage \li the system took part of a message; the connection is closed
    \row \li Unsupported \li the connection keeps no messages
    \endtable

    \sa MessageChannel
*/
class QTINTERPROCESS_EXPORT MessageDevice : public Device
{
    Q_OBJECT
    Q_PROPERTY(
        qint64 maximumMessageSize READ maximumMessageSize WRITE setMaximumMessageSize NOTIFY maximumMessageSizeChanged)

public:
    /*! Destroys the device. Accepted messages are delivered as by close(). */
    ~MessageDevice() override;

    /*! Returns \c true if readMessage() would return a message; an empty one counts. */
    bool hasPendingMessages() const;

    /*!
        Returns the size of the message that readMessage() would return; −1 if there is none.

        If read() took part of the message, this is the size of the rest.
    */
    qint64 pendingMessageSize() const;

    /*!
        Returns the next message, whole; a null array (QByteArray::isNull()) if there is none.

        An empty message is returned as an empty array that is not null.
    */
    QByteArray readMessage();

    /*!
        Sends \a message, which is accepted whole or not at all. Does not block.

        Messages are also accepted while connecting, but not if the device is not open for
        writing. If the message is refused, returns \c false and sets error(). The connection
        continues, and errorOccurred() is not emitted, since the caller knows.
    */
    bool writeMessage(const QByteArray &message);

    /*!
        Returns the size of the largest message in either direction, in bytes; 0 is unlimited.

        The default is 16 MiB. A change applies to messages that are written or arrive later.
    */
    qint64 maximumMessageSize() const noexcept;

    /*! Sets the size of the largest message to \a size bytes. */
    void setMaximumMessageSize(qint64 size);

Q_SIGNALS:
    /*! Emitted by setMaximumMessageSize() if the value has changed. */
    void maximumMessageSizeChanged();

protected:
    /*! \internal Constructs a device with \a priv and \a parent, for subclasses in this library. */
    MessageDevice(std::unique_ptr<MessageDevicePrivate> priv, QObject *parent);

    /*! Reimplements QIODevice::writeData(). Accepts \a size bytes of \a data as one message. */
    qint64 writeData(const char *data, qint64 size) override;

private:
    Q_DISABLE_COPY_MOVE(MessageDevice)
};

} // namespace QtInterprocess
