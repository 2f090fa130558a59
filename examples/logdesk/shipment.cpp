// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "shipment.h"

#include "console.h"
#include "protocol.h"
#include "text.h"

#include <algorithm>
#include <cstdio>

using namespace QtInterprocess;

namespace {

constexpr qint64 WriteBufferSize = 256 * 1024;
constexpr qint64 ChunkSize = 64 * 1024;
constexpr int ChunksPerTurn = 4; // so that other events are handled while the desk is fast
constexpr int RateInterval = 20;
constexpr int ProgressInterval = 200;

} // namespace

Shipment::Shipment(const ShipmentOptions &options, Console &console) : m_options(options), m_console(console)
{
    m_socket.setWriteBufferSize(WriteBufferSize);
    connect(&m_socket, &LocalSocket::connected, this, &Shipment::announce);
    connect(&m_socket, &LocalSocket::bytesWritten, this, &Shipment::pump);
    connect(&m_socket, &LocalSocket::readyRead, this, &Shipment::readAnswer);
    connect(&m_socket, &LocalSocket::errorOccurred, this,
            [this](const Error &error) { finish(Failed, error.message()); });
    connect(&m_socket, &LocalSocket::readChannelFinished, this, [this] {
        if (!m_socket.error())
            finish(Failed,
                   QStringLiteral("the desk at \"%1\" disconnected without an answer").arg(m_socket.fullServerName()));
    });
    connect(&m_rateTimer, &QTimer::timeout, this, &Shipment::pump);
    connect(&m_progressTimer, &QTimer::timeout, this, &Shipment::showProgress);
}

void Shipment::start()
{
    if (!openInput()) {
        const QString message = QStringLiteral("open \"%1\": %2").arg(m_options.fileName, m_file.errorString());
        QTimer::singleShot(0, this, [this, message] { finish(Failed, message); });
        return;
    }
    m_socket.connectToServer(m_options.server);
}

bool Shipment::openInput()
{
    if (m_options.fileName == QLatin1String("-"))
        return m_file.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered);
    m_file.setFileName(m_options.fileName);
    return m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

void Shipment::announce()
{
    if (!m_file.isSequential())
        m_size = m_file.size();
    m_socket.write(Announcement { m_options.announcedName, m_size }.toLine());
    m_elapsed.start();
    if (m_options.rate > 0)
        m_rateTimer.start(RateInterval);
    if (m_console.isTerminal())
        m_progressTimer.start(ProgressInterval);
}

// Sends the next chunks. Called when the socket has room, and by the timer if a rate is set.
void Shipment::pump()
{
    for (int i = 0; i < ChunksPerTurn && !m_inputEnded; ++i) {
        if (m_chunk.isEmpty() && !readChunk())
            return;
        if (!writeChunk())
            return;
    }
}

// Reads a chunk. Returns false if there is none: because of the rate, the end, or an error.
bool Shipment::readChunk()
{
    const qint64 left = m_size ? *m_size - m_read : ChunkSize; // a growing file is sent with its announced size
    const qint64 wanted = std::min({ ChunkSize, left, allowance() });
    if (left > 0 && wanted <= 0)
        return false;
    m_chunk.resize(qsizetype(wanted));
    const qint64 count = wanted > 0 ? m_file.read(m_chunk.data(), wanted) : 0;
    m_chunk.resize(qsizetype(std::max<qint64>(count, 0)));
    if (count < 0) {
        finish(Failed, QStringLiteral("read \"%1\": %2").arg(m_options.fileName, m_file.errorString()));
        return false;
    }
    if (count == 0) {
        endInput();
        return false;
    }
    m_read += count;
    m_hash.addData(m_chunk);
    return true;
}

// Returns false if the socket did not accept all; bytesWritten() follows when there is room.
bool Shipment::writeChunk()
{
    const qint64 count = m_socket.write(m_chunk);
    if (count < 0)
        return false; // errorOccurred() reports it
    m_written += count;
    m_chunk.remove(0, qsizetype(count));
    if (m_file.isSequential())
        m_socket.flush(); // the next read may block for long
    return m_chunk.isEmpty();
}

qint64 Shipment::allowance() const
{
    return m_options.rate > 0 ? m_options.rate * m_elapsed.elapsed() / 1000 - m_read : ChunkSize;
}

void Shipment::endInput()
{
    m_inputEnded = true;
    m_rateTimer.stop();
    m_socket.closeWriteChannel(); // half-close: the answer can still arrive
}

void Shipment::readAnswer()
{
    if (!m_socket.canReadLine())
        return;
    const QByteArray line = m_socket.readLine();
    const std::optional<Answer> answer = Answer::fromLine(line);
    const QByteArray sha256 = m_hash.result().toHex();
    if (answer && answer->ok && m_inputEnded && answer->bytes == m_written && answer->sha256 == sha256) {
        finish(Delivered,
               QStringLiteral("sent %1: %2 bytes, %3, the desk received the same sha256 %4")
                   .arg(printable(m_options.announcedName, 60))
                   .arg(m_written)
                   .arg(humanRate(m_written, m_elapsed.elapsed()), QLatin1String(sha256)));
        return;
    }
    finish(Different,
           QStringLiteral("%1: sent %2 bytes, sha256 %3, but the desk answered: %4")
               .arg(m_options.announcedName)
               .arg(m_written)
               .arg(QLatin1String(sha256), printable(QString::fromUtf8(line.trimmed()), 100)));
}

void Shipment::showProgress()
{
    QString text = QStringLiteral("%1: %2").arg(printable(m_options.announcedName, 30), humanSize(m_written));
    if (m_size.value_or(0) > 0)
        text += QStringLiteral(" of %1 (%2%)").arg(humanSize(*m_size)).arg(100 * m_written / *m_size);
    m_console.live(text + QStringLiteral(", ") + humanRate(m_written, m_elapsed.elapsed()));
}

void Shipment::finish(ExitCode code, const QString &message)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_progressTimer.stop();
    m_rateTimer.stop();
    m_inputEnded = true;
    if (code == Delivered)
        m_console.line(message);
    else
        m_console.error(message);
    m_socket.abort(); // all is delivered, or an error was reported
    Q_EMIT finished(code);
}
