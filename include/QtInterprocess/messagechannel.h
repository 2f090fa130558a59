// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qcborvalue.h>
#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>

#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace QtInterprocess {

class MessageChannelPrivate;

/*!
    Messages over a stream of bytes: what one side sends in one piece, the other receives in one piece. Works over every
    QIODevice: LocalSocket, the two ends of pipes, QProcess, QTcpSocket, QSslSocket, QFile.

    \code
    MessageChannel channel(&socket);
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        channel.send(answerTo(message));
    });
    connect(&channel, &MessageChannel::finished, this, &Client::peerIsDone);
    \endcode

    \section1 On the wire
    By default each message is its length in bytes, an unsigned integer of 32 bits in network byte order (the most significant byte first),
    followed by so many bytes. A message of no bytes is four zeros. That is all, and it stays so: \c {struct.pack(">I", len(m)) + m} in
    Python. Other programs mark messages in other ways; set framing() to speak to them:

    \table
    \header \li framing            \li spoken by                              \li a message may not
    \row    \li \c LengthPrefix    \li most binary protocols                  \li -
    \row    \li \c Lines           \li JSON Lines, line-based servers         \li contain LF, or end with CR
    \row    \li \c Nul             \li varlink, \c {find -print0}             \li contain NUL
    \row    \li \c ContentLength   \li language servers (LSP), debug adapters \li -
    \endtable

    send() refuses such a message with InvalidMessage, and sends nothing of it. JSON values have neither bytes; CBOR values can have both, so use
    LengthPrefix for them.

    The channel takes no byte beyond a message from the device. So a slot of messageReceived() can change the framing, or destroy the
    channel and let another reader go on.

    \section1 Strangers
    A length above maximumMessageSize() ends the channel with MessageTooLarge before any memory is taken for it, and so does a line that
    becomes longer. A length below that takes memory as the bytes arrive, and not before. A message that breaks off ends the channel with
    PartialMessage; a last line without its end is one, as it may be half of what was meant. (LineReader emits such lines.) A header that
    ContentLength does not allow ends it with InvalidMessage. After an error the stream means nothing any more, so the device is closed.

    \section1 Values
    sendValue() and valueReceived() carry a QCborValue in a message each, as CBOR, or as JSON for peers that speak that. Bytes that are no such
    value are reported by errorOccurred(InvalidMessage), and the channel goes on with the next message. A peer can send such bytes without end, so
    these errors are reported at most once a second: the first at once, then the last one with the number of those before it.

    A small message can be a large value: Qt takes up to 160 bytes of memory for each array, map or tag. So the bytes are looked at before they are
    decoded, and a value that exceeds maximumValueDepth() or maximumValueElements() closes the channel with MessageTooLarge. With the
    defaults a value takes at most 80 MB beside its strings. A few conversions of Qt take time that grows with the square of the keys in a map:
    QCborMap::toJsonObject() needs a second for 100,000. Lower the limit before you call them with values of strangers.

    \section1 Limits both ways
    setPaused() leaves what arrives in the device; if that has a limit of its own (Device::readBufferSize()), the sender is held up in turn.
    send() refuses with ResourceExhausted what does not fit into writeBufferSize(), and readyToSend() tells when there is room again. A device that
    accepts a part of a message only gets the rest when it has room; nothing is torn apart.

    \section1 The device
    is the caller's, and has to be used by the channel alone from then on: by one channel in each direction, or by one for both. It may
    be still connecting. The input of a random-access device, such as a file, ends where its data ends. When it is destroyed or closed, finished() follows. Output that the device has accepted goes out by its rules; a
    LocalSocket delivers it all. A device with a limit (Device::writeBufferSize()) leaves output in the channel: bytesToWrite() beyond that of
    the device. That output is lost if the channel is destroyed, or if the device is closed or destroyed first, which errorOccurred() reports.
    To lose nothing, call close() of the channel, and not that of the device.

    Thread: that of the device. A slot may move both to another thread, where the rest is emitted. Nothing here blocks but waitForMessage(), receive(),
    receiveValue() and waitForSent(). Signals come from the event loop, or from these, and never
    from inside send(). Slots may destroy the channel and the device. Errors: MessageTooLarge, PartialMessage, InvalidMessage,
    ResourceExhausted, InvalidOperation, PeerClosed.

    The settings are bindable properties. A number below 0 counts as 0.
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
    Q_PROPERTY(qint64 writeBufferSize READ writeBufferSize WRITE setWriteBufferSize BINDABLE bindableWriteBufferSize)
    Q_PROPERTY(bool isPaused READ isPaused WRITE setPaused BINDABLE bindablePaused)
    Q_PROPERTY(Format format READ format WRITE setFormat BINDABLE bindableFormat)
    Q_PROPERTY(Framing framing READ framing WRITE setFraming BINDABLE bindableFraming)

public:
    enum class Format : int { Cbor, Json };
    Q_ENUM(Format)

    /*! How the stream is divided into messages. */
    enum class Framing : int {
        LengthPrefix, //!< A length of 32 bits in network byte order in front of each message. The default.
        Lines, //!< LF behind each message. A CR in front of it is removed; an empty line is an empty message, and no value.
        Nul, //!< A byte of zero behind each message.
        ContentLength, //!< A header as in HTTP in front of each message, at most 8 KiB: \c {Content-Length: 5}, an empty line, and 5 bytes.
        //!< Its lines end with CR LF; LF alone is accepted, other fields are ignored.
    };
    Q_ENUM(Framing)

    /*! Over \a device, in both directions. */
    explicit MessageChannel(QIODevice *device, QObject *parent = nullptr);

    /*! Where a channel of two devices receives, and where it sends; one may be null. There will be no other members. */
    struct Ends
    {
        QIODevice *in = nullptr;
        QIODevice *out = nullptr;
    };

    /*! Over a pair of pipes: \c {MessageChannel channel({ &reader, &writer });} */
    explicit MessageChannel(const Ends &ends, QObject *parent = nullptr);

    ~MessageChannel() override;

    /*!
        Sends a message; it is accepted whole or not at all. Returns \c false, and error() says why, if it is not accepted: the channel
        goes on, and errorOccurred() is not emitted.
    */
    bool send(const QByteArray &message);

    /*! Sends \a value as a message, in format(). What JSON has no word for becomes a string or \c null. */
    bool sendValue(const QCborValue &value);

    /*!
        Returns the message that sendValue() sends for \a value. Encode once, and send() it to many:
        \code
        const QByteArray news = MessageChannel::encode(value, MessageChannel::Format::Json);
        for (MessageChannel *client : clients)
            client->send(news);
        \endcode
        The format is that of the receivers, whatever format() is. Thread-safe.
    */
    static QByteArray encode(const QCborValue &value, Format format);

    /*! Returns the bytes that send() writes for \a message, for devices without a channel. A null array if it refuses the message. Thread-safe. */
    static QByteArray frame(const QByteArray &message, Framing framing = Framing::LengthPrefix);

    /*!
        Closes the devices after they have taken all that send() has accepted, whatever their limits. Returns at once. No message is received
        or accepted from here on, and finished() follows.

        Devices of this library take all of it in this call and deliver it: you may destroy them and the channel afterwards, see
        Device::close() and Device::drainAll(). Other devices, which may take it in pieces, are closed when they have all of it.
    */
    void close();

    /*! How messages are marked, in both directions. A change counts for messages that begin from then on, so set it before the first one comes. */
    Framing framing() const noexcept;
    void setFraming(Framing framing);
    QBindable<Framing> bindableFraming();

    /*! What values look like on the wire; CBOR by default. */
    Format format() const noexcept;
    void setFormat(Format format);
    QBindable<Format> bindableFormat();

    /*!
        The largest message in either direction, in bytes; the default is 16 MiB, 0 is all that the wire carries, 4 GiB − 1. A change
        counts for messages that begin from then on.
    */
    qint64 maximumMessageSize() const noexcept;
    void setMaximumMessageSize(qint64 size);
    QBindable<qint64> bindableMaximumMessageSize();

    /*!
        How many arrays, maps and tags of a received value may be inside each other; the default is 128. 0 is unlimited, as far as Qt decodes: up to
        1000 levels.
    */
    int maximumValueDepth() const noexcept;
    void setMaximumValueDepth(int levels);
    QBindable<int> bindableMaximumValueDepth();

    /*!
        How many elements a received value may have; the default is 500,000, 0 is unlimited. Every key, value, array, map and tag is one, each
        piece of a string that comes in pieces, and every 16 bytes of a URL.
    */
    qint64 maximumValueElements() const noexcept;
    void setMaximumValueElements(qint64 count);
    QBindable<qint64> bindableMaximumValueElements();

    /*! How many bytes may wait to be sent, here and in the device; 0, the default, is unlimited. A single message always fits if nothing waits. */
    qint64 writeBufferSize() const noexcept;
    void setWriteBufferSize(qint64 size);
    QBindable<qint64> bindableWriteBufferSize();
    qint64 bytesToWrite() const;

    /*! While paused no message is emitted and nothing is taken from the device. */
    bool isPaused() const noexcept;
    void setPaused(bool on);
    QBindable<bool> bindablePaused();

    /*! No more messages come: the peer has ended its sending, the device was closed, or there was an error. */
    bool isFinished() const noexcept;

    /*! The last error. After a send() that was refused, and after a wait that timed out (TimedOut), the reason until control
        returns to the event loop or to waitForMessage(). */
    Error error() const;

    /*!
        Blocks until a message has been received, and emits it; at most \a msecs, −1: for ever. Returns \c false if none came or can come. Needs
        no event loop, but a device that has QIODevice::waitForReadyRead().
    */
    bool waitForMessage(int msecs = 30000);

    /*!
        Blocks until a message has come, and returns it in place of emitting messageReceived(); at most \a msecs, −1: for ever. A
        message that is there is returned at once. Needs what waitForMessage() needs, for threads without an event loop.

        Returns no value at the end (isFinished()), and when time is up (error() is TimedOut). Also takes messages while the channel is
        paused: set that if an event loop runs between the calls, which would emit what comes.
    */
    [[nodiscard]] std::optional<QByteArray> receive(int msecs = 30000);

    /*!
        The same as receive(), decoded. Bytes that are no value of format() are taken, and make it return no value: error() is
        InvalidMessage, errorOccurred() is not emitted, and the channel goes on.
    */
    [[nodiscard]] std::optional<QCborValue> receiveValue(int msecs = 30000);

    /*! Blocks until all that was sent has been handed to the device and by it to the system. Returns \c false if that failed. */
    bool waitForSent(int msecs = 30000);

Q_SIGNALS:
    void messageReceived(const QByteArray &message);

    /*! The same message, decoded; only done if somebody is connected to this. */
    void valueReceived(const QCborValue &value);

    /*! There is room again after send() had refused a message for want of it. */
    void readyToSend();

    void errorOccurred(const QtInterprocess::Error &error);

    /*! Once, the last one: after all messages, and after errorOccurred() if an error was the end. */
    void finished();

protected:
    bool event(QEvent *event) override;

private:
    friend class MessageChannelPrivate;
    Q_DISABLE_COPY_MOVE(MessageChannel)

    const std::unique_ptr<MessageChannelPrivate> m_d;
};

} // namespace QtInterprocess
