// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qcborvalue.h>
#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>

#include <memory>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace QtInterprocess {

class MessageChannelPrivate;

/*!
    Sends and receives whole messages over a byte stream, such as a LocalSocket or a QTcpSocket.

    Use it when a protocol consists of messages rather than bytes. One call of send() on one side
    arrives as one messageReceived() on the other. It works over every QIODevice: LocalSocket, the
    two ends of pipes, QProcess, QTcpSocket, QSslSocket, QFile.

    \code
    MessageChannel channel(&socket);
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        channel.send(answerTo(message));
    });
    connect(&channel, &MessageChannel::finished, this, &Client::peerIsDone);
    \endcode

    \section1 Wire format
    By default each message starts with its length in bytes, and the bytes follow. The length is
    an unsigned 32-bit integer in network byte order (most significant byte first). An empty
    message is four zero bytes. This format is stable. In Python it is
    \c {struct.pack(">I", len(m)) + m}.

    Set framing() to exchange messages with programs that use another format:

    \table
    \header \li framing \li used by \li a message must not
    \row \li \c LengthPrefix \li most binary protocols \li -
    \row \li \c Lines \li JSON Lines, line-based servers \li contain LF, or end with CR
    \row \li \c Nul \li varlink, \c {find -print0} \li contain NUL
    \row \li \c ContentLength \li language servers (LSP), debug adapters \li -
    \endtable

    send() refuses a message with forbidden bytes: it fails with InvalidMessage and sends nothing.
    JSON values never contain these bytes. CBOR values can, so use LengthPrefix for them.

    The channel never reads beyond the end of a message. So a slot of messageReceived() can change
    the framing, or destroy the channel and let another reader continue.

    \section1 Values
    sendValue() and valueReceived() carry one QCborValue in each message. The wire format is CBOR,
    or JSON for peers that use it.

    If the bytes of a message are not such a value, errorOccurred() reports InvalidMessage. The
    channel continues with the next message. A peer can cause any number of these errors, so they
    are reported at most once per second. The first is reported at once, then the last one with
    the number of errors before it.

    \section1 Handles
    send() with handles passes open handles of the operating system to the peer: descriptors on
    Unix, values of type \c HANDLE on Windows. The receiver gets handles of its own for the same
    objects, together with their message:

    \code
    channel.setMaximumHandles(1); // at most one with each message; the default is none
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        std::vector<OwnedHandle> handles = channel.takeHandles();
        if (handles.size() == 1)
            show(message, std::move(handles.front()));
    });
    \endcode

    \list
    \li Handles belong to one message and keep their order.
    \li Handles that no slot takes are closed after the slots of their message.
    \li Unix: handles above maximumHandles() are closed. errorOccurred() reports ResourceExhausted,
        as often as for values. The message is received all the same, and the channel continues.
    \li A channel that is paused leaves handles in the device and in the system, so none is lost.
    \li Handles of bytes that were read before the channel was made belong to its first message.
    \endlist

    Nothing is known about a received handle, so check it before you use it; see UnixSocket for
    handles of untrusted peers.

    \table
    \header \li system \li devices \li handles travel
    \row \li Unix \li LocalSocket, UnixSocket
        \li beside the bytes of their message, as \c SCM_RIGHTS; the wire format is unchanged
    \row \li Windows \li LocalSocket, NamedPipeSocket \li in the header of their message
    \endtable

    On other devices send() fails with Unsupported. A portable program sets maximumHandles() above
    0 on both sides before the first message, and sends after connected().

    \section2 Handles on Unix
    The sender passes a message with handles to the system in calls of its own. So a peer without
    this library receives its handles together with its bytes. In the other direction, the
    handles of one write belong to the message that this write is a part of. A peer must not write
    several messages with handles in one call: which of them gets the handles depends on the system.
    In Python, \c socket.send_fds() and \c socket.recv_fds() send and receive such messages.

    \section2 Handles on Windows
    If maximumHandles() is above 0, every message of \c LengthPrefix has a longer header, in both
    directions:

    \table
    \header \li bytes \li content
    \row \li 4 \li the size of the message, without the header
    \row \li 4 \li the number of handles
    \row \li 8 for each handle \li its value in the process that receives the message
    \endtable

    Then the bytes of the message follow. All numbers are unsigned and in network byte order. Other
    framings have no place for handles: send() fails with InvalidOperation there, and while
    maximumHandles() is 0.

    The sender makes each handle in the process at the other end (\c DuplicateHandle), with the
    access rights of its own one. If that process cannot be opened, send() fails with AccessDenied,
    and the caller keeps the handles. If one of several handles fails, the others are closed there
    again.

    The receiver accepts values only from a peer that could make handles in this process itself: of
    the same user or the system, with no lower integrity level, not restricted, on this machine. The
    handles of any other peer are refused. errorOccurred() reports AccessDenied, and the message is
    received without them. Errors of the header end the channel:

    \table
    \header \li header \li error
    \row \li more handles than maximumHandles() \li MessageTooLarge; nothing is allocated
    \row \li a value that is not an open handle, occurs twice, or is protected from closing
        \li InvalidMessage; no handle is closed
    \endtable

    Handles of messages that the receiver never reads stay open there until its process ends.

    \section1 Limits on input
    A peer cannot make the channel allocate more than the limits allow:

    \table
    \header \li input \li result
    \row \li a length above maximumMessageSize() \li MessageTooLarge; nothing is allocated
    \row \li a line that grows above maximumMessageSize() \li MessageTooLarge
    \row \li a smaller length \li memory grows as the bytes arrive
    \row \li a message that breaks off \li PartialMessage
    \row \li a last line without its end
        \li PartialMessage, as it may be incomplete (LineReader emits such lines)
    \row \li a header that \c ContentLength does not allow \li InvalidMessage
    \row \li a value above maximumValueDepth() or maximumValueElements() \li MessageTooLarge
    \endtable

    Each of these errors ends the channel and closes the device: the position in the stream is
    lost.

    A small message can be a large value. Qt uses up to 160 bytes of memory for each array, map or
    tag. So the channel checks the bytes before it decodes them. With the default limits a value
    takes at most 80 MB besides its strings.

    Some conversions of Qt take time proportional to the square of the number of keys in a map.
    QCborMap::toJsonObject() needs one second for 100,000 keys. Lower the limit before you call
    such functions with values from untrusted peers.

    \section1 Backpressure
    setPaused() leaves incoming data in the device. If the device has a limit
    (Device::readBufferSize()), the sender has to wait.

    If a message does not fit into writeBufferSize(), send() fails with ResourceExhausted.
    readyToSend() is emitted when there is room again. If a device accepts only part of a message,
    the channel writes the rest when the device has room. Messages always stay whole.

    \section1 The device
    The caller owns the device, which may still be connecting. Only the channel may use it: one
    channel for each direction, or one for both. If the device has random access, such as a file,
    the input ends where its data ends. If the device is destroyed or closed, finished() is
    emitted.

    Output that the device has accepted is delivered by the rules of the device; a LocalSocket
    delivers all of it. If the device has a limit (Device::writeBufferSize()), the channel holds
    the rest. Its bytesToWrite() is then larger than that of the device.

    This rest is lost if the channel is destroyed. It is also lost if the device is closed or
    destroyed first, which errorOccurred() reports. To lose nothing, call close() of the channel
    instead of that of the device.

    \section1 Threads and signals
    Use the channel in the thread of its device. A slot may move both to another thread, where the
    remaining signals are emitted. Only waitForMessage(), receive(), receiveValue() and
    waitForSent() block. Signals are emitted from the event loop or from these functions, never
    inside send(). Slots may destroy the channel and the device.

    Errors: MessageTooLarge, PartialMessage, InvalidMessage, ResourceExhausted, InvalidOperation,
    PeerClosed. Handles can also cause Unsupported and AccessDenied.

    All settings are bindable properties. A number below 0 counts as 0.

    \sa MessageDevice, LineReader
*/
class QTINTERPROCESS_EXPORT MessageChannel : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 maximumMessageSize READ maximumMessageSize WRITE setMaximumMessageSize BINDABLE
                   bindableMaximumMessageSize)
    Q_PROPERTY(
        int maximumValueDepth READ maximumValueDepth WRITE setMaximumValueDepth BINDABLE bindableMaximumValueDepth)
    Q_PROPERTY(qint64 maximumValueElements READ maximumValueElements WRITE setMaximumValueElements BINDABLE
                   bindableMaximumValueElements)
    Q_PROPERTY(int maximumHandles READ maximumHandles WRITE setMaximumHandles BINDABLE bindableMaximumHandles)
    Q_PROPERTY(qint64 writeBufferSize READ writeBufferSize WRITE setWriteBufferSize BINDABLE bindableWriteBufferSize)
    Q_PROPERTY(bool isPaused READ isPaused WRITE setPaused BINDABLE bindablePaused)
    Q_PROPERTY(Format format READ format WRITE setFormat BINDABLE bindableFormat)
    Q_PROPERTY(Framing framing READ framing WRITE setFraming BINDABLE bindableFraming)

public:
    /*! The wire format of values. */
    enum class Format : int {
        Cbor, //!< CBOR, which is binary. The default.
        Json //!< JSON, which is text.
    };
    Q_ENUM(Format)

    /*! The way a stream is divided into messages. */
    enum class Framing : int {
        LengthPrefix, //!< A 32-bit length in network byte order before each message. The default.
        Lines, //!< LF after each message. A CR before it is removed. An empty line is an empty message, not a value.
        Nul, //!< A zero byte after each message.
        ContentLength, //!< An HTTP-like header, \c {Content-Length: 5}, and an empty line before each message.
        //!< The header has at most 8 KiB. Its lines end with CR LF; LF alone is accepted. Other
        //!< fields are ignored.
    };
    Q_ENUM(Framing)

    /*! Constructs a channel over \a device in both directions, with \a parent. */
    explicit MessageChannel(QIODevice *device, QObject *parent = nullptr);

    /*! The two devices of a channel; one may be null. There will be no other members. */
    struct Ends
    {
        QIODevice *in = nullptr; //!< The channel receives from it.
        QIODevice *out = nullptr; //!< The channel sends to it.
    };

    /*!
        Constructs a channel over the two devices of \a ends, with \a parent.

        For two pipes: \c {MessageChannel channel({ &reader, &writer });}
    */
    explicit MessageChannel(const Ends &ends, QObject *parent = nullptr);

    /*! Destroys the channel, but not its devices. */
    ~MessageChannel() override;

    /*!
        Sends \a message, which is accepted whole or not at all.

        If it is not accepted, returns \c false and sets error(). The channel continues, and
        errorOccurred() is not emitted.
    */
    bool send(const QByteArray &message);

    /*!
        Sends \a message with \a handles, which the peer gets together with it.

        The call accepts all or nothing. After success \a handles is empty; the channel closes the
        handles when they were sent. After a failure the caller keeps them, and error() says why:

        \list
        \li any reason of send() without handles
        \li Unsupported: the device cannot pass handles; see \l {Handles}
        \li InvalidOperation: a handle is not open, or the device is not connected (Windows)
        \li AccessDenied: the process of the peer cannot be opened (Windows)
        \li InvalidOperation: the message has less than one byte for each 253 handles, its header
            and end included
        \endlist

        Handles are delivered by the rules for bytes, also if the channel is closed or destroyed at
        once. If the peer accepts no handles, the message arrives without them; see UnixSocket.
    */
    bool send(const QByteArray &message, std::vector<OwnedHandle> &&handles);

    /*!
        Sends \a value as one message, in format().

        Values that JSON cannot represent become a string or \c null.
    */
    bool sendValue(const QCborValue &value);

    /*! Sends \a value as sendValue() does, with \a handles as send() does. */
    bool sendValue(const QCborValue &value, std::vector<OwnedHandle> &&handles);

    /*!
        Returns the message that sendValue() sends for \a value in \a format. Thread-safe.

        Use it to encode once and send to many clients. \a format is that of the receivers,
        independent of format().

        \code
        const QByteArray news = MessageChannel::encode(value, MessageChannel::Format::Json);
        for (MessageChannel *client : clients)
            client->send(news);
        \endcode
    */
    static QByteArray encode(const QCborValue &value, Format format);

    /*!
        Returns the bytes that send() writes for \a message, for devices without a channel.
        Thread-safe.

        Returns a null array if \a framing does not allow the message or its size.
    */
    static QByteArray frame(const QByteArray &message, Framing framing = Framing::LengthPrefix);

    /*!
        Closes the devices after they have taken everything that send() accepted. Returns at once.

        The limits of the devices do not matter here. No message is received or accepted any more,
        and finished() is emitted.

        Devices of this library take all output in this call and deliver it. You may destroy them
        and the channel afterwards; see Device::close() and Device::drainAll(). Other devices may
        take the output in pieces, and are closed when they have all of it.
    */
    void close();

    /*!
        Returns the framing of messages in both directions; \c LengthPrefix by default.

        A change applies to messages that begin later, so set it before the first message arrives.
    */
    Framing framing() const noexcept;

    /*! Sets the framing of messages to \a framing. */
    void setFraming(Framing framing);

    /*! Returns the bindable property \c framing. */
    QBindable<Framing> bindableFraming();

    /*! Returns the wire format of values; \c Cbor by default. */
    Format format() const noexcept;

    /*! Sets the wire format of values to \a format. */
    void setFormat(Format format);

    /*! Returns the bindable property \c format. */
    QBindable<Format> bindableFormat();

    /*!
        Returns the size of the largest message in either direction, in bytes.

        The default is 16 MiB. 0 allows everything the wire format can carry: 4 GiB − 1. A change
        applies to messages that begin later.
    */
    qint64 maximumMessageSize() const noexcept;

    /*! Sets the size of the largest message to \a size bytes. */
    void setMaximumMessageSize(qint64 size);

    /*! Returns the bindable property \c maximumMessageSize. */
    QBindable<qint64> bindableMaximumMessageSize();

    /*!
        Returns how deep arrays, maps and tags of a received value may be nested; the default is
        128.

        0 is unlimited, up to the 1000 levels that Qt decodes.
    */
    int maximumValueDepth() const noexcept;

    /*! Sets the nesting limit of received values to \a levels. */
    void setMaximumValueDepth(int levels);

    /*! Returns the bindable property \c maximumValueDepth. */
    QBindable<int> bindableMaximumValueDepth();

    /*!
        Returns how many elements a received value may have; the default is 500,000, 0 is
        unlimited.

        Each key, value, array, map and tag is one element. So is each piece of a string that
        arrives in pieces, and every 16 bytes of a URL.
    */
    qint64 maximumValueElements() const noexcept;

    /*! Sets the limit on elements of received values to \a count. */
    void setMaximumValueElements(qint64 count);

    /*! Returns the bindable property \c maximumValueElements. */
    QBindable<qint64> bindableMaximumValueElements();

    /*!
        Returns how many handles the channel receives with one message; the default is 0: none.

        On Windows it also decides about the header of messages, so set it on both sides; see
        \l {Handles}.
    */
    int maximumHandles() const noexcept;

    /*!
        Sets the limit on handles of one received message to \a count.

        Set it before a message with handles can arrive: in the slot of newConnection(), or before
        connectToServer(). On a LocalServer also call LocalServer::setReceivesHandles(). While the
        number is above 0, the channel decides about the handles of the device: it keeps at most
        twice the number pending there. UnixSocket::maximumPendingHandles() does not matter then.
    */
    void setMaximumHandles(int count);

    /*! Returns the bindable property \c maximumHandles. */
    QBindable<int> bindableMaximumHandles();

    /*!
        Takes the handles of the message received last, in order; empty if there are none.

        Call it in a slot of messageReceived() or valueReceived() with a direct connection, or
        after receive() or receiveValue(). Handles that were not taken are closed after these
        slots, or before the next message.
    */
    std::vector<OwnedHandle> takeHandles();

    /*!
        Returns how many bytes may wait to be sent, in the channel and in the device; 0 (default)
        is unlimited.

        A message of any size is accepted if nothing waits.
    */
    qint64 writeBufferSize() const noexcept;

    /*! Sets the limit of queued output to \a size bytes; 0 is unlimited. */
    void setWriteBufferSize(qint64 size);

    /*! Returns the bindable property \c writeBufferSize. */
    QBindable<qint64> bindableWriteBufferSize();

    /*! Returns the number of bytes that wait to be sent, in the channel and in the device. */
    qint64 bytesToWrite() const;

    /*!
        Returns \c true while the channel is paused.

        A paused channel emits no message and reads nothing from the device.
    */
    bool isPaused() const noexcept;

    /*! Pauses the channel if \a on is \c true; otherwise resumes it. */
    void setPaused(bool on);

    /*! Returns the bindable property \c isPaused. */
    QBindable<bool> bindablePaused();

    /*!
        Returns \c true if no more messages arrive.

        The peer has ended its output, the device was closed, or an error occurred.
    */
    bool isFinished() const noexcept;

    /*!
        Returns the last error.

        After a refused send(), or a wait that timed out (TimedOut), this is the reason. It lasts
        until control returns to the event loop or to waitForMessage().
    */
    Error error() const;

    /*!
        Blocks until a message has arrived, and emits it. Waits at most \a msecs; −1 is forever.

        Returns \c false if no message arrived or can arrive. Needs no event loop. The device must
        implement QIODevice::waitForReadyRead().
    */
    bool waitForMessage(int msecs = 30000);

    /*!
        Blocks until a message has arrived, and returns it instead of emitting messageReceived().

        Use it in threads without an event loop. It waits at most \a msecs; −1 is forever. A
        message that has arrived is returned at once. The device must implement
        QIODevice::waitForReadyRead().

        Returns no value at the end (isFinished()), and on timeout (error() is TimedOut). Also
        takes messages while the channel is paused. If an event loop runs between the calls, pause
        the channel; otherwise the event loop emits the messages.
    */
    [[nodiscard]] std::optional<QByteArray> receive(int msecs = 30000);

    /*!
        Blocks until a message has arrived, at most \a msecs, and returns its value; see
        receive().

        If the bytes are not a value of format(), they are taken, and no value is returned. Then
        error() is InvalidMessage, errorOccurred() is not emitted, and the channel continues.
    */
    [[nodiscard]] std::optional<QCborValue> receiveValue(int msecs = 30000);

    /*!
        Blocks until the device has passed all output to the system, at most \a msecs.

        Returns \c false if that failed.
    */
    bool waitForSent(int msecs = 30000);

Q_SIGNALS:
    /*! Emitted for each received \a message. */
    void messageReceived(const QByteArray &message);

    /*!
        Emitted for each received message with its decoded \a value.

        The channel decodes messages only if a slot is connected to this signal.
    */
    void valueReceived(const QCborValue &value);

    /*! Emitted when there is room again after send() failed with ResourceExhausted. */
    void readyToSend();

    /*! Emitted when an \a error occurs, except for a refused send(). */
    void errorOccurred(const QtInterprocess::Error &error);

    /*!
        Emitted once, as the last signal: after all messages.

        If an error ended the channel, it follows errorOccurred().
    */
    void finished();

protected:
    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

private:
    friend class MessageChannelPrivate;
    Q_DISABLE_COPY_MOVE(MessageChannel)

    const std::unique_ptr<MessageChannelPrivate> m_d;
};

} // namespace QtInterprocess
