// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>
#include <QtInterprocess/error.h>
#include <QtInterprocess/messagechannel.h>

#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>
#include <QtCore/qvariant.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace QtInterprocess {

/*!
    \qmltype Stream
    What comes and goes by one of the other types: lines of text, JSON values, or bytes. The base of LocalSocket, Fifo and StandardInput.

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
// Who derives from it names it in full: else qmltyperegistrar does not find it.
class QmlStream : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Stream)
    QML_UNCREATABLE("It is the base of LocalSocket, Fifo and StandardInput.")

    /*! \qmlproperty enumeration Stream::format
        What received() and send() deal in: \c Stream.Lines (the default), \c Stream.Json (MessageChannel), \c Stream.Bytes. Set it before the
        connection is there. */
    Q_PROPERTY(Format format READ format WRITE setFormat NOTIFY formatChanged FINAL)

    /*! \qmlproperty bool Stream::connected */
    Q_PROPERTY(bool connected READ isConnected NOTIFY connectedChanged FINAL)

    /*! \qmlproperty bool Stream::paused
        While it is, nothing is received, and the sender is held up in the end. */
    Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY pausedChanged FINAL)

    /*! \qmlproperty int Stream::maximumLineSize
        The longest line that is received, in bytes without its end; 1 MiB by default, 0 is unlimited. A longer line is dropped and reported by
        \c error as \c ErrorCode.MessageTooLarge; the lines after it are received. */
    Q_PROPERTY(int maximumLineSize READ maximumLineSize WRITE setMaximumLineSize NOTIFY maximumLineSizeChanged FINAL)

    /*! \qmlproperty error Stream::error
        The last one; it is cleared when the connection is there. See \l error. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    enum Format { Lines, Json, Bytes };
    Q_ENUM(Format)

    explicit QmlStream(QObject *parent = nullptr) : QObject(parent) { }
    ~QmlStream() override;

    Format format() const { return m_format; }
    void setFormat(Format format);
    bool isConnected() const { return m_connected; }
    bool isPaused() const { return m_paused; }
    void setPaused(bool on);
    int maximumLineSize() const { return m_maximumLineSize; }
    void setMaximumLineSize(int bytes);
    Error error() const { return m_error; }

    /*! \qmlmethod bool Stream::send(value)
        Sends a value in the \c format. Returns \c false, and sets \c error, if the value cannot be sent; then nothing of it is.

        \table
        \header \li format    \li what is sent
        \row    \li \c Lines  \li a string, number or boolean as a line, whose end is added; or bytes
        \row    \li \c Bytes  \li an ArrayBuffer, a typed array or a DataView; or a string, number or boolean as UTF-8
        \row    \li \c Json   \li what \c JSON.stringify() takes; typed arrays and ArrayBuffers become arrays of numbers
        \endtable

        Dates and URLs are sent as text. Objects, arrays, functions, \c null and \c undefined are no lines and no bytes. */
    Q_INVOKABLE bool send(const QJSValue &value);

Q_SIGNALS:
    /*! \qmlsignal Stream::received(value)
        A line without its end, a JSON value, or an ArrayBuffer. */
    void received(const QVariant &value);

    /*! \qmlsignal Stream::finished()
        The other side sends no more. */
    void finished();

    void formatChanged();
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

    // Takes what is sent while there is no connection. Refuses it by default.
    virtual bool sendLater(const QByteArray &bytes);

private:
    Q_DISABLE_COPY_MOVE(QmlStream)

    void begin();
    void limitInput();
    void noteState();
    void read();
    void readLines();
    bool takeLine();
    void end();
    QJSValue inScript(const QJSValue &value);
    bool encode(const QJSValue &value, QByteArray &bytes);
    bool write(const QByteArray &bytes);

    QPointer<Device> m_device;
    std::unique_ptr<MessageChannel> m_channel;
    QJSValue m_converter;
    Format m_format = Lines;
    Error m_error;
    int m_maximumLineSize = 1024 * 1024;
    bool m_connected = false;
    bool m_paused = false;
    bool m_ended = false;
    bool m_isSkipping = false; // the rest of a line that is too long
};

} // namespace QtInterprocess
