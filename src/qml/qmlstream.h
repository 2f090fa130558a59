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
    The base of LocalSocket, Fifo, StandardInput and StandardOutput: it receives and sends data.

    The data are lines of text, JSON values or bytes.

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
// Derived classes must name this base with its namespace: qmltyperegistrar does not find it
// otherwise.
class QmlStream : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Stream)
    QML_UNCREATABLE("It is the base of LocalSocket, Fifo, StandardInput and StandardOutput.")

    /*! \qmlproperty enumeration Stream::format
        The format of received() and send(). Set it before the stream is connected.

        \table
        \header \li value \li received and sent data
        \row \li \c Stream.Lines \li lines of UTF-8 text, the default
        \row \li \c Stream.Json
             \li JSON values, each after its length in 4 bytes, as MessageChannel of C++ does
        \row \li \c Stream.Bytes \li bytes, in pieces of any size
        \endtable */
    Q_PROPERTY(Format format READ format WRITE setFormat NOTIFY formatChanged FINAL)

    /*! \qmlproperty enumeration Stream::state
        The state: \c Stream.Closed, \c Stream.Connecting, \c Stream.Connected or
        \c Stream.Closing. A closing stream still sends its remaining output. */
    Q_PROPERTY(State state READ state NOTIFY stateChanged FINAL)

    /*! \qmlproperty bool Stream::connected
        Whether \c state is \c Stream.Connected. */
    Q_PROPERTY(bool connected READ isConnected NOTIFY connectedChanged FINAL)

    /*! \qmlproperty bool Stream::paused
        Stops receiving while it is \c true. The stream then buffers at most 1 MiB, or the
        longest line, and applies backpressure to the sender. */
    Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY pausedChanged FINAL)

    /*! \qmlproperty int Stream::maximumLineSize
        The longest line that is received, in bytes without its line ending; 1 MiB by default,
        0 is unlimited. A longer line is dropped, and \c error is set to
        \c ErrorCode.MessageTooLarge. The lines after it are received. */
    Q_PROPERTY(int maximumLineSize READ maximumLineSize WRITE setMaximumLineSize NOTIFY maximumLineSizeChanged FINAL)

    /*! \qmlproperty error Stream::error
        The last error; cleared by a new connection. */
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
        Sends a value in the \c format, without blocking. If the value cannot be sent, nothing
        is sent, \c error is set, and the method returns \c false.

        \table
        \header \li format    \li accepted values
        \row    \li \c Lines  \li a string, number or boolean, or bytes; the line ending is added
        \row    \li \c Bytes
                \li an ArrayBuffer, typed array or DataView; or a string, number or boolean as UTF-8
        \row    \li \c Json
                \li any value that \c JSON.stringify() accepts; typed arrays and ArrayBuffers
                    become arrays of numbers
        \endtable

        Dates and URLs are sent as text. As lines or bytes, objects, arrays, functions, \c null
        and \c undefined cannot be sent. */
    Q_INVOKABLE bool send(const QJSValue &value);

    // The two steps of send(), separate so that one encoding can go to several streams of one
    // format.
    static std::optional<QByteArray> encode(ValueEncoder &encoder, const QJSValue &value, Format format);
    bool sendEncoded(const QByteArray &bytes);

Q_SIGNALS:
    /*! \qmlsignal Stream::received(value)
        Emitted for each line, each JSON value or each piece of bytes. A line comes without its
        line ending, and bytes come as an ArrayBuffer. */
    void received(const QVariant &value);

    /*! \qmlsignal Stream::finished()
        Emitted when the peer has ended its output and all of it was received. */
    void finished();

    void formatChanged();
    void stateChanged();
    void connectedChanged();
    void pausedChanged();
    void maximumLineSizeChanged();
    void errorChanged();

protected:
    // Attaches the stream to a device. The caller keeps ownership.
    void setDevice(Device *device);
    Device *device() const { return m_device; }
    void setError(const Error &error);
    bool refuse(Error::Code code, const QString &why);

    void noteState();

    // Returns the state of the device by default.
    virtual State currentState() const;

    // Takes output while there is no connection; by default it is refused.
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
