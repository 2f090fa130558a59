// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/LocalSocket>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qfile.h>
#include <QtCore/qobject.h>
#include <QtCore/qtimer.h>

#include <optional>

class Console;

/*! Everything that `logdesk send` can be told about one file. */
struct ShipmentOptions
{
    QtInterprocess::LocalName server;
    QString fileName; //!< "-" is standard input
    QString announcedName;
    qint64 rate = 0; //!< bytes per second; 0: as fast as it goes
};

/*!
    `logdesk send`: streams one file to a desk, and compares what the desk says that it got with what was sent.

    Reads on only as fast as the desk takes: 256 KiB are on their way at most, besides what the kernel holds.
*/
class Shipment : public QObject
{
    Q_OBJECT

public:
    enum ExitCode { Delivered = 0, Failed = 1, Different = 3 };

    Shipment(const ShipmentOptions &options, Console &console);

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    bool openInput();
    void announce();
    void pump();
    bool writeChunk();
    bool readChunk();
    qint64 allowance() const;
    void endInput();
    void readAnswer();
    void showProgress();
    void finish(ExitCode code, const QString &message);

    const ShipmentOptions m_options;
    Console &m_console;
    QtInterprocess::LocalSocket m_socket;
    QFile m_file;
    std::optional<qint64> m_size; // as announced
    QCryptographicHash m_hash { QCryptographicHash::Sha256 };
    QByteArray m_chunk; // read, and not all of it written
    qint64 m_read = 0;
    qint64 m_written = 0;
    bool m_inputEnded = false;
    bool m_isFinished = false;
    QTimer m_rateTimer;
    QTimer m_progressTimer;
    QElapsedTimer m_elapsed;
};
