// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace QtInterprocess {

class PumpPrivate;

/*!
    Copies one QIODevice to another until its end, in the event loop and with bounded memory.

    Use it for proxies, for the input and output of a QProcess, or to send a file. The devices may
    be of any kind: LocalSocket, pipes, QProcess, QTcpSocket, QFile, QBuffer.

    \code
    // A proxy: each direction ends alone.
    new Pump(client, server, client);
    auto *const back = new Pump(server, client, client);
    connect(back, &Pump::finished, client, &QIODevice::close);
    \endcode

    \section1 Backpressure
    A Pump stops reading while bufferSize() bytes wait in the target. So if the target is read
    slowly, the sender of the source has to wait.

    The Pump itself holds at most 64 KiB. The devices hold more: set Device::setReadBufferSize()
    or QAbstractSocket::setReadBufferSize(). A QProcess reads the output of its program without a
    limit.

    \section1 The end
    When the source has ended and the target has accepted everything, the Pump closes the writing
    half of the target. Its reader then finds the end:

    \table
    \header \li target \li at the end
    \row \li a Device, a QProcess \li closeWriteChannel(): it can still be read
    \row \li another device that is open only for writing \li close()
    \row \li another device that can be read
        \li nothing: QIODevice has no half-close. End it in a slot of finished()
    \endtable

    On Windows a Device without half-close fails with Unsupported, which the device reports. Use
    setClosesWriteChannel() to prevent this. The target delivers accepted data by its own rules.

    A source that is closed or destroyed has ended. If the source has random access, it ends where
    its data ends.

    \section1 Errors
    The copy fails if the source is a Device and ends with an error. It also fails if the target
    fails, or is closed or destroyed before the end. Then errorOccurred() and finished() are
    emitted. The target is left as it is, so its reader does not take an incomplete stream for a
    complete one.

    \table
    \header \li code \li cause
    \row \li those of the devices \li a Device of this library failed
    \row \li PeerClosed \li the target was closed or destroyed
    \row \li InvalidOperation \li the target is not open for writing
    \row \li OtherError \li a device of another library reports an error
    \endtable

    \section1 Devices and threads
    The caller owns the devices. They must be open or connecting, and only the Pump may use them
    in its direction.

    Use the Pump in the thread of the devices. All three may be moved to another thread together.
    Signals are emitted from the event loop. Slots may destroy the Pump and the devices. The Pump
    does not block, but a device can: QFile does.

    The settings are bindable properties. A number below 0 counts as 0.
*/
class QTINTERPROCESS_EXPORT Pump : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 bufferSize READ bufferSize WRITE setBufferSize BINDABLE bindableBufferSize)
    Q_PROPERTY(qint64 bytesTransferred READ bytesTransferred NOTIFY bytesTransferredChanged)
    Q_PROPERTY(
        bool closesWriteChannel READ closesWriteChannel WRITE setClosesWriteChannel BINDABLE bindableClosesWriteChannel)
    Q_PROPERTY(bool isPaused READ isPaused WRITE setPaused BINDABLE bindablePaused)

public:
    /*! Constructs a pump that copies \a source to \a target, with \a parent. */
    Pump(QIODevice *source, QIODevice *target, QObject *parent = nullptr);

    /*! Destroys the pump, but not the devices. */
    ~Pump() override;

    /*!
        Returns how many bytes may wait in the target before reading stops; the default is 256
        KiB, 0 is unlimited.
    */
    qint64 bufferSize() const noexcept;

    /*! Sets how many bytes may wait in the target before reading stops to \a size. */
    void setBufferSize(qint64 size);

    /*! Returns the bindable property \c bufferSize. */
    QBindable<qint64> bindableBufferSize();

    /*! Returns how many bytes of the source the target has accepted. */
    qint64 bytesTransferred() const noexcept;

    /*!
        Returns \c true if the end of the source closes the writing half of the target; the
        default.
    */
    bool closesWriteChannel() const noexcept;

    /*! Sets whether the end of the source closes the writing half of the target to \a on. */
    void setClosesWriteChannel(bool on);

    /*! Returns the bindable property \c closesWriteChannel. */
    QBindable<bool> bindableClosesWriteChannel();

    /*! Returns \c true while the pump is paused and reads nothing. */
    bool isPaused() const noexcept;

    /*! Pauses the pump if \a on is \c true; otherwise resumes it. */
    void setPaused(bool on);

    /*! Returns the bindable property \c isPaused. */
    QBindable<bool> bindablePaused();

    /*!
        Sets a function that converts each block: the pump writes what \a transform returns.

        At the end it is called once more, with an empty array, for data that it still holds. It
        must not destroy the Pump. Set it before control returns to the event loop.
    */
    void setTransform(std::function<QByteArray(const QByteArray &block)> transform);

    /*! Returns \c true after the end of the source, and after an error. */
    bool isFinished() const noexcept;

    /*! Returns the error that ended the copy before the end of the source. */
    Error error() const;

Q_SIGNALS:
    /*! Emitted when the target has accepted more data, at most 64 KiB. */
    void bytesTransferredChanged();

    /*! Emitted when an \a error has ended the copy. */
    void errorOccurred(const QtInterprocess::Error &error);

    /*! Emitted once, as the last signal. */
    void finished();

protected:
    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(Pump)

    const std::unique_ptr<PumpPrivate> m_d;
};

} // namespace QtInterprocess
