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
    Copies one QIODevice to another one until its end, in the event loop and with bounded memory.

    \code
    // A proxy: each direction ends alone.
    new Pump(client, server, client);
    auto *const back = new Pump(server, client, client);
    connect(back, &Pump::finished, client, &QIODevice::close);
    \endcode

    \section1 Backpressure
    A Pump stops to read while bufferSize() bytes wait in the target, so a slow reader of the target holds up the sender of the
    source. The Pump itself holds 64 KiB at most. To this comes what the devices hold: set Device::setReadBufferSize() or
    QAbstractSocket::setReadBufferSize(). A QProcess reads what its program writes without a limit.

    \section1 The end
    If the source has ended, and the target has accepted everything, the Pump closes the writing half of the target, so that its reader
    finds the end:

    \table
    \header \li target                                       \li at the end
    \row    \li a Device, a QProcess                         \li closeWriteChannel(): it can still be read
    \row    \li another device that is open for writing only \li close()
    \row    \li another device that can be read              \li nothing, as QIODevice has no call for it: do it in a slot of finished()
    \endtable

    On Windows a Device without halves fails with Unsupported, which the device reports. See setClosesWriteChannel() to do without.
    The target delivers what it has accepted by its own rules.

    A source that is closed or destroyed has ended. One with random access ends where its data ends.

    \section1 Errors
    If the source is a Device and ends with an error, or if the target fails, is closed or is destroyed before the end, errorOccurred() and
    finished() follow, and the target is left as it is: its reader does not take an incomplete stream for a complete one. Codes: those of the
    devices, PeerClosed for a target that has gone, InvalidOperation for one that is not open for writing, OtherError for what a device of
    another library reports.

    \section1 The devices
    are the caller's, have to be open or connecting, and are used by the Pump alone in its direction. They may be of any kind: LocalSocket,
    pipes, QProcess, QTcpSocket, QFile, QBuffer.

    Thread: that of the devices. All may be moved to another thread together. Signals come from the event loop. Slots may destroy the Pump
    and the devices. Nothing blocks, but what the
    devices do: QFile does.

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
    Pump(QIODevice *source, QIODevice *target, QObject *parent = nullptr);
    ~Pump() override;

    /*! The number of bytes that may wait in the target before no more is read; the default is 256 KiB, 0 is unlimited. */
    qint64 bufferSize() const noexcept;
    void setBufferSize(qint64 size);
    QBindable<qint64> bindableBufferSize();

    /*! The number of bytes of the source that the target has accepted. */
    qint64 bytesTransferred() const noexcept;

    /*! Whether the writing half of the target is closed at the end of the source; \c true by default. */
    bool closesWriteChannel() const noexcept;
    void setClosesWriteChannel(bool on);
    QBindable<bool> bindableClosesWriteChannel();

    /*! While paused nothing is read. */
    bool isPaused() const noexcept;
    void setPaused(bool on);
    QBindable<bool> bindablePaused();

    /*!
        Writes what \a transform returns for each block, in place of the block. It is called once more at the end, with an empty array, for
        what it has held back. It must not destroy the Pump. Set it before control returns to the event loop.
    */
    void setTransform(std::function<QByteArray(const QByteArray &block)> transform);

    /*! Returns \c true at the end of the source, and after an error. */
    bool isFinished() const noexcept;

    /*! Why it finished before the end of the source. */
    Error error() const;

Q_SIGNALS:
    /*! The target has accepted more, at most 64 KiB. */
    void bytesTransferredChanged();

    void errorOccurred(const QtInterprocess::Error &error);

    /*! Once, the last one. */
    void finished();

protected:
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(Pump)

    const std::unique_ptr<PumpPrivate> m_d;
};

} // namespace QtInterprocess
