// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/valueencoder.h"

#include <QtInterprocess/device.h>
#include <QtInterprocess/error.h>
#include <QtInterprocess/messagechannel.h>

#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>
#include <QtCore/qvariant.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <optional>

namespace QtInterprocess {

/*!
    \qmltype Stream
    What LocalSocket, Fifo, StandardInput and StandardOutput have in common: they receive and send lines of text, JSON values, or bytes.

    \qml
    LocalSocket {
        name: "org.example.App"
        active: true
        format: Stream.Json
        onReceived: (value) => console.log(value.command)
        Component.onCompleted: send({ command: "hello" })
    }
    \endqml
*/
// Derived classes name it in full: qmltyperegistrar does not find it otherwise.
class QmlStream : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Stream)
    QML_UNCREATABLE("It is the base of LocalSocket, Fifo, StandardInput and StandardOutput.")

    /*! \qmlproperty enumeration Stream::format
        The form of received() and send(); set it before the stream is connected.

        \table
        \header \li value \li what is received and sent
        \row \li \c Stream.Lines \li lines of UTF-8 text, the default
        \row \li \c Stream.Json  \li JSON values, each after its length in 4 bytes, as MessageChannel of C++ has them
        \row \li \c Stream.Bytes \li bytes, in pieces of any size
        \endtable */
    Q_PROPERTY(Format format READ format WRITE setFormat NOTIFY formatChanged FINAL)

    /*! \qmlproperty enumeration Stream::state
        \c Stream.Closed, \c Stream.Connecting, \c Stream.Connected, or \c Stream.Closing while what was sent is on its way out. */
    Q_PROPERTY(State state READ state NOTIFY stateChanged FINAL)

    /*! \qmlproperty bool Stream::connected
        Whether \c state is \c Stream.Connected. */
    Q_PROPERTY(bool connected READ isConnected NOTIFY connectedChanged FINAL)

    /*! \qmlproperty bool Stream::paused
        Stops receiving while it is \c true. At most 1 MiB, or the longest line, is held meanwhile; then the sender is held up. */
    Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY pausedChanged FINAL)

    /*! \qmlproperty int Stream::maximumLineSize
        The longest line that is received, in bytes without its end; 1 MiB by default, 0 is unlimited. A longer line is dropped and
        reported by \c error as \c ErrorCode.MessageTooLarge; the lines after it are received. */
    Q_PROPERTY(int maximumLineSize READ maximumLineSize WRITE setMaximumLineSize NOTIFY maximumLineSizeChanged FINAL)

    /*! \qmlproperty error Stream::error
        The last error. A new connection clears it. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    enum Format { Lines, Json, Bytes };
    Q_ENUM(Format)

    enum State { Closed, Connecting, Connected, Closing };
    Q_ENUM(State)

    explicit QmlStream(QObject *parent = nullptr) : QObject(parent) { }
    ~QmlStream() override;

    Format format() const { return m_format; }
    void setFormat(Format format);
    State state() const { return m_state; }
    bool isConnected() const { return m_state == Connected; }
    bool isPaused() const { return m_paused; }
    void setPaused(bool on);
    int maximumLineSize() const { return m_maximumLineSize; }
    void setMaximumLineSize(int bytes);
    Error error() const { return m_error; }

    /*! \qmlmethod bool Stream::send(value)
        Sends a value in the \c format. Returns \c false, and sets \c error, if the value cannot be sent; then nothing of it is. Does not block.

        \table
        \header \li format    \li what is sent
        \row    \li \c Lines  \li a string, number or boolean as a line, whose end is added; or bytes
        \row    \li \c Bytes  \li an ArrayBuffer, a typed array or a DataView; or a string, number or boolean as UTF-8
        \row    \li \c Json   \li what \c JSON.stringify() takes; typed arrays and ArrayBuffers become arrays of numbers
        \endtable

        Dates and URLs are sent as text. Objects, arrays, functions, \c null and \c undefined are no lines and no bytes. */
    Q_INVOKABLE bool send(const QJSValue &value);

    // What send() does, in two steps, so that the bytes can go to several streams of one format.
    static std::optional<QByteArray> encode(ValueEncoder &encoder, const QJSValue &value, Format format);
    bool sendEncoded(const QByteArray &bytes);

Q_SIGNALS:
    /*! \qmlsignal Stream::received(value)
        Emitted for each line, without its end, each JSON value, and each piece of bytes, an ArrayBuffer. */
    void received(const QVariant &value);

    /*! \qmlsignal Stream::finished()
        Emitted when the other side has ended its output, after everything was received. */
    void finished();

    void formatChanged();
    void stateChanged();
    void connectedChanged();
    void pausedChanged();
    void maximumLineSizeChanged();
    void errorChanged();

protected:
    // From here on the stream is that of the device, which is the caller's.
    void setDevice(Device *device);
    Device *device() const { return m_device; }
    void setError(const Error &error);
    bool refuse(Error::Code code, const QString &why);

    void noteState();

    // That of the device.
    virtual State currentState() const;

    // Takes what is sent while there is no connection. Refuses it by default.
    virtual bool sendLater(const QByteArray &bytes);

private:
    Q_DISABLE_COPY_MOVE(QmlStream)

    void begin();
    void limitInput();
    void read();
    void readLines();
    bool takeLine();
    void end();
    bool write(const QByteArray &bytes);

    QPointer<Device> m_device;
    std::unique_ptr<MessageChannel> m_channel;
    ValueEncoder m_encoder { this };
    Format m_format = Lines;
    Error m_error;
    int m_maximumLineSize = 1024 * 1024;
    State m_state = Closed;
    bool m_paused = false;
    bool m_ended = false;
    bool m_isSkipping = false; // the rest of a line that is too long
};

} // namespace QtInterprocess
