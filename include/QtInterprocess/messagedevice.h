// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>

#include <QtCore/qbytearray.h>

namespace QtInterprocess {

class MessageDevicePrivate;

/*!
    A device whose transport keeps the boundaries of messages: what one side writes in one piece, the other reads in one
    piece.

    \code
    QObject::connect(device, &MessageDevice::readyRead, device, [device] {
        while (device->hasPendingMessages())
            handle(device->readMessage());
    });
    if (!device->writeMessage(request))
        qWarning() << device->error();
    \endcode

    \section1 Messages are whole
    readMessage() returns a whole message or none, whatever its size. writeMessage() takes all of a message or nothing.
    A message of no bytes is a message: it is delivered, counted, and announced by readyRead().

    Messages of both directions are at most maximumMessageSize() bytes. A larger one of the peer ends the connection with
    Error::MessageTooLarge, before memory is taken for it.

    \section1 As a QIODevice
    Each write() of at least one byte is one message, under the same rules: it returns the whole size; or 0 if there is no
    room, and bytesWritten() tells when to try again; or −1 after an error.

    read(), peek(), transactions and everything else that QIODevice has see the bytes of all messages as one stream. Both
    ways can be mixed: what read() leaves of a message is the next message, and a transaction that is rolled back brings
    back the boundaries too (except for a message of no bytes that readMessage() took as the first of the transaction).

    \section1 Buffers
    Messages are read whole, so readBufferSize() is exceeded by up to one message: there is no message too large for it
    to be read. Beside the bytes, readBufferSize() counts the memory that each unread message takes with its sender, credentials
    and handles: messages of no bytes are limited, too. Likewise a message that is larger than writeBufferSize() is accepted when nothing else is queued.

    \section1 Devices that turn out to keep none
    Some transports tell only after connecting whether they keep messages: a NamedPipeSocket does what the server has
    decided. On a stream of bytes hasPendingMessages() is \c false, pendingMessageSize() is −1, readMessage() returns
    nothing and sets error() to Error::Unsupported, and writeMessage() writes all of its bytes or none.

    \section1 Failures of single messages
    On some transports a message can fail alone after it was accepted. errorOccurred() tells of it in the middle of the
    connection then, which goes on: the state stays \c Connected. The classes say which failures these are.

    Messages that strangers send and that are not taken (too large, not admitted, with too many handles) are reported at most once
    in a second for each kind, which is Error::code() and Error::operation(): the first at once, and of the others the last
    one, whose message() says how many more there were. What this process has sent is always reported.

    Threads, ownership, blocking, units, closing and the order of signals are those of Device.

    Errors: those of Device; MessageTooLarge, ResourceExhausted (no room in the write buffer), InvalidOperation (not
    open for writing), PartialMessage (the system took a part of a message; the connection is over), Unsupported.
*/
class QTINTERPROCESS_EXPORT MessageDevice : public Device
{
    Q_OBJECT
    Q_PROPERTY(
        qint64 maximumMessageSize READ maximumMessageSize WRITE setMaximumMessageSize NOTIFY maximumMessageSizeChanged)

public:
    ~MessageDevice() override;

    /*! Returns \c true if readMessage() would return a message; one of no bytes counts. */
    bool hasPendingMessages() const;

    /*! The size of the message that readMessage() would return, or of what read() has left of it; −1 if there is none. */
    qint64 pendingMessageSize() const;

    /*!
        The next message, whole. Null (QByteArray::isNull()) if there is none; a message of no bytes is empty and not
        null.
    */
    QByteArray readMessage();

    /*!
        Sends \a message, which is accepted whole or not at all; does not block. Accepted while connecting as well; refused
        if the device is not open for writing. Returns \c false, and error() says why, if it was not accepted: the connection goes on, and errorOccurred() is not
        emitted, since the caller knows.
    */
    bool writeMessage(const QByteArray &message);

    /*!
        The largest message in either direction, in bytes; 0 is unlimited. The default is 16 MiB. A change counts for
        messages that are written or arrive from then on.
    */
    qint64 maximumMessageSize() const noexcept;
    void setMaximumMessageSize(qint64 size);

Q_SIGNALS:
    void maximumMessageSizeChanged();

protected:
    MessageDevice(std::unique_ptr<MessageDevicePrivate> priv, QObject *parent);

    qint64 writeData(const char *data, qint64 size) override;

private:
    Q_DISABLE_COPY_MOVE(MessageDevice)
};

} // namespace QtInterprocess
