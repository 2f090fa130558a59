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
    Emits each line of a QIODevice, the last one also if nothing ends it.

    \code
    LineReader lines(&process);
    connect(&lines, &LineReader::lineReceived, this, [](const QByteArray &line) { qInfo() << line; });
    connect(&lines, &LineReader::finished, this, &Filter::summarize);
    \endcode

    A line ends with LF or CR LF, and is emitted without that. It may contain NUL and CR. Its text has the encoding of the sender; nothing
    is decoded.

    The usual loop over QIODevice::canReadLine() and readLine() loses the last line, waits for ever for a line that the buffer of the device
    has no room for, and searches a long line anew with each of its pieces. A LineReader does none of that.

    \section1 Strangers
    A line with more than maximumLineSize() bytes is reported once by lineTooLong(), and its rest is dropped while it comes; the lines after it
    are received. Memory grows with the bytes that have come, up to the limit, and the time with their number.

    \section1 The device
    is the caller's: LocalSocket, PipeReader, QProcess, QTcpSocket, QFile. It may be still connecting. No byte beyond a line is taken, so a
    slot may pause or destroy the reader and read on itself. finished() follows if the peer has ended its sending, and if the device
    is closed or destroyed, by which the input that it had is lost. A device with random access ends where its data ends. A device that
    connects again needs another LineReader.

    Thread: that of the device. A slot may move both to another thread, where the rest is emitted. Signals come from the event loop.
    Slots may destroy the reader and the device. Nothing blocks; there are no errors but those of the device.

    The settings are bindable properties. A number below 0 counts as 0.
*/
class QTINTERPROCESS_EXPORT LineReader : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 maximumLineSize READ maximumLineSize WRITE setMaximumLineSize BINDABLE bindableMaximumLineSize)
    Q_PROPERTY(bool isPaused READ isPaused WRITE setPaused BINDABLE bindablePaused)

public:
    explicit LineReader(QIODevice *device, QObject *parent = nullptr);
    ~LineReader() override;

    /*! The longest line, in bytes without its end; the default is 1 MiB, 0 is unlimited. A change counts for lines that begin from then on. */
    qint64 maximumLineSize() const noexcept;
    void setMaximumLineSize(qint64 size);
    QBindable<qint64> bindableMaximumLineSize();

    /*! While paused nothing is emitted, and nothing is taken from the device. If that has a limit, the sender is held up in turn. */
    bool isPaused() const noexcept;
    void setPaused(bool on);
    QBindable<bool> bindablePaused();

    /*! No more lines come. */
    bool isFinished() const noexcept;

Q_SIGNALS:
    void lineReceived(const QByteArray &line);

    /*! A line has more than maximumLineSize() bytes. \a beginning has as many of them. */
    void lineTooLong(const QByteArray &beginning);

    /*! Once, the last one. */
    void finished();

protected:
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(LineReader)

    const std::unique_ptr<LineReaderPrivate> m_d;
};

} // namespace QtInterprocess
