// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>
#include <QtInterprocess/error.h>
#include <QtInterprocess/messagechannel.h>

#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>
#include <QtCore/qvariant.h>
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

    /*! \qmlproperty error Stream::error
        The last one; its \c code is 0 if there is none, its \c message is for people. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    enum Format { Lines, Json, Bytes };
    Q_ENUM(Format)

    explicit QmlStream(QObject *parent = nullptr) : QObject(parent) { }
    ~QmlStream() override;

    Format format() const { return m_format; }
    void setFormat(Format format);
    bool isConnected() const;
    bool isPaused() const { return m_paused; }
    void setPaused(bool on);
    Error error() const { return m_error; }

    /*! \qmlmethod bool Stream::send(value)
        Sends a line (the end of it is added), a JSON value, or bytes (an ArrayBuffer, or a string in UTF-8). Returns \c false if that is not
        possible now, see error. */
    Q_INVOKABLE bool send(const QVariant &value);

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
    void errorChanged();

protected:
    // From here on the stream is that of the device, which is the caller's.
    void setDevice(Device *device);
    Device *device() const { return m_device; }
    void setError(const Error &error);

private:
    void begin();
    void read();
    void readLines();
    void end();

    QPointer<Device> m_device;
    std::unique_ptr<MessageChannel> m_channel;
    Format m_format = Lines;
    Error m_error;
    bool m_paused = false;
    bool m_ended = false;
};

} // namespace QtInterprocess
