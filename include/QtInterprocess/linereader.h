// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>

#include <memory>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace QtInterprocess {

class LineReaderPrivate;

/*!
    Emits each line of a QIODevice, including a last line without a line end.

    Use it instead of the usual loop over QIODevice::canReadLine() and readLine(), which has three
    faults:

    \list
    \li It loses the last line.
    \li It waits forever for a line that does not fit into the buffer of the device.
    \li It searches a long line again with each piece that arrives.
    \endlist

    \code
    LineReader lines(&process);
    connect(&lines, &LineReader::lineReceived, this, &Filter::add);
    connect(&lines, &LineReader::finished, this, &Filter::summarize);
    \endcode

    A line ends with LF or CR LF, and is emitted without it. It may contain NUL and CR. The text
    has the encoding of the sender; nothing is decoded.

    \section1 Limits
    If a line has more than maximumLineSize() bytes, lineTooLong() is emitted once. The rest of
    the line is discarded as it arrives. The lines after it are received. Memory grows with the
    bytes that have arrived, up to the limit. Time grows with their number.

    \section1 The device
    The caller owns the device: LocalSocket, PipeReader, QProcess, QTcpSocket, QFile. It may still
    be connecting. The reader takes no byte beyond a line. So a slot may pause or destroy the
    reader and read the rest itself.

    finished() is emitted when the peer has ended its output. It is also emitted if the device is
    closed or destroyed; input that the device still had is then lost. If the device has random
    access, the input ends where its data ends. If a device connects again, it needs a new
    LineReader.

    \section1 Threads
    Use the reader in the thread of its device. A slot may move both to another thread, where the
    remaining signals are emitted. Signals are emitted from the event loop. Slots may destroy the
    reader and the device. Nothing blocks. The only errors are those of the device.

    The settings are bindable properties. A number below 0 counts as 0.

    \sa MessageChannel
*/
class QTINTERPROCESS_EXPORT LineReader : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 maximumLineSize READ maximumLineSize WRITE setMaximumLineSize BINDABLE bindableMaximumLineSize)
    Q_PROPERTY(bool isPaused READ isPaused WRITE setPaused BINDABLE bindablePaused)

public:
    /*! Constructs a reader of the lines of \a device, with \a parent. */
    explicit LineReader(QIODevice *device, QObject *parent = nullptr);

    /*! Destroys the reader, but not the device. */
    ~LineReader() override;

    /*!
        Returns the longest line that is emitted, in bytes without the line end; 0 is unlimited.

        The default is 1 MiB. A change applies to lines that begin later.
    */
    qint64 maximumLineSize() const noexcept;

    /*! Sets the longest line that is emitted to \a size bytes. */
    void setMaximumLineSize(qint64 size);

    /*! Returns the bindable property \c maximumLineSize. */
    QBindable<qint64> bindableMaximumLineSize();

    /*!
        Returns \c true while the reader is paused.

        A paused reader emits no line and reads nothing from the device. If the device has a
        limit, the sender has to wait.
    */
    bool isPaused() const noexcept;

    /*! Pauses the reader if \a on is \c true; otherwise resumes it. */
    void setPaused(bool on);

    /*! Returns the bindable property \c isPaused. */
    QBindable<bool> bindablePaused();

    /*! Returns \c true if no more lines arrive. */
    bool isFinished() const noexcept;

Q_SIGNALS:
    /*! Emitted for each received \a line, without its line end. */
    void lineReceived(const QByteArray &line);

    /*!
        Emitted when a line has more than maximumLineSize() bytes.

        \a beginning contains the first maximumLineSize() bytes.
    */
    void lineTooLong(const QByteArray &beginning);

    /*! Emitted once, as the last signal, when no more lines arrive. */
    void finished();

protected:
    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(LineReader)

    const std::unique_ptr<LineReaderPrivate> m_d;
};

} // namespace QtInterprocess
