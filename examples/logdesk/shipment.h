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

/*! The options of `logdesk send` for one file. */
struct ShipmentOptions
{
    QtInterprocess::LocalName server;
    QString fileName; //!< "-": standard input
    QString announcedName;
    qint64 rate = 0; //!< in bytes per second; 0: unlimited
};

/*!
    `logdesk send`: streams one file to a desk, and compares the desk's answer with the sent bytes.

    It reads only as fast as the desk receives. At most 256 KiB are buffered here.
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
    QByteArray m_chunk; // read, and not yet written completely
    qint64 m_read = 0;
    qint64 m_written = 0;
    bool m_inputEnded = false;
    bool m_isFinished = false;
    QTimer m_rateTimer;
    QTimer m_progressTimer;
    QElapsedTimer m_elapsed;
};
