// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "intake.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

#include <algorithm>

using namespace QtInterprocess;

namespace {

constexpr qint64 ReadBufferSize = 256 * 1024;
constexpr qsizetype ReadSize = 64 * 1024;

// Returns the file name of a sender without characters that could lead to another folder.
QString harmlessFileName(const QString &name)
{
    QString result;
    for (const QChar c : QFileInfo(name).fileName().right(60)) {
        const bool harmless = c.unicode() < 128 && (c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u'_');
        result += harmless ? c : QLatin1Char('_');
    }
    return result.isEmpty() ? QStringLiteral("raw") : result;
}

template <typename Number>
QString numberOrUnknown(const std::optional<Number> &number)
{
    return number ? QString::number(*number) : QStringLiteral("?");
}

} // namespace

// ---- Receipt

QString Receipt::pid() const
{
    return numberOrUnknown(peer.processId());
}

QString Receipt::uid() const
{
    return numberOrUnknown(peer.userId());
}

QString Receipt::stateName() const
{
    switch (state) {
    case State::Receiving: return QStringLiteral("receiving");
    case State::Complete: return QStringLiteral("complete");
    case State::Ended: return QStringLiteral("ended");
    case State::CutOff: return QStringLiteral("cut off");
    case State::TooLong: return QStringLiteral("too long");
    }
    Q_UNREACHABLE();
}

// ---- Intake

Intake::Intake(LocalSocket *socket, const QString &outputDirectory, int number, QObject *parent)
    : QObject(parent),
      m_socket(*socket),
      m_outputDirectory(outputDirectory),
      m_number(number),
      m_buffer(ReadSize, Qt::Uninitialized)
{
    m_socket.setParent(this);
    m_socket.setReadBufferSize(ReadBufferSize);
    m_receipt.peer = m_socket.peerCredentials();
    connect(&m_socket, &LocalSocket::readyRead, this, &Intake::read);
    connect(&m_socket, &LocalSocket::readChannelFinished, this, &Intake::conclude);
}

// Reads the bytes that have arrived. Other senders are served before the next readyRead().
void Intake::read()
{
    if (m_opening == Opening::Undecided && !decide(false))
        return;
    for (qint64 left = m_socket.bytesAvailable(); left > 0;) {
        const qint64 count = m_socket.read(m_buffer.data(), std::min<qint64>(left, m_buffer.size()));
        if (count <= 0)
            return;
        if (!take(m_buffer.constData(), count))
            return;
        left -= count;
    }
}

// Decides whether the first bytes are an announcement. Returns false if more bytes are needed.
bool Intake::decide(bool isAll)
{
    m_opening = openingOf(m_socket.peek(MaxAnnouncement));
    if (m_opening == Opening::Undecided && !isAll)
        return false;
    if (m_opening == Opening::Undecided)
        m_opening = Opening::Raw;
    if (m_opening == Opening::Announced)
        m_receipt.announced = Announcement::fromLine(m_socket.readLine(MaxAnnouncement)).value();
    if (!m_outputDirectory.isEmpty() && !openOutput())
        return false;
    Q_EMIT began();
    return true;
}

bool Intake::openOutput()
{
    const QString fileName = QStringLiteral("%1-%2-%3")
                                 .arg(m_number, 3, 10, QLatin1Char('0'))
                                 .arg(m_receipt.pid(), harmlessFileName(m_receipt.announced.name));
    m_output.setFileName(QDir(m_outputDirectory).filePath(fileName));
    if (m_output.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return true;
    failOutput();
    return false;
}

// Adds bytes to the receipt and the file. Returns false if the file cannot be written.
bool Intake::take(const char *data, qint64 size)
{
    m_receipt.bytes += size;
    m_receipt.lines += std::count(data, data + size, '\n');
    m_hash.addData(QByteArrayView(data, qsizetype(size)));
    while (m_output.isOpen() && size > 0) {
        const qint64 count = m_output.write(data, size);
        if (count <= 0) {
            failOutput();
            return false;
        }
        data += count; // on a full disk the second write reports the error
        size -= count;
    }
    return true;
}

void Intake::failOutput()
{
    m_socket.disconnect(this);
    m_socket.abort();
    Q_EMIT outputFailed(QStringLiteral("write \"%1\": %2").arg(m_output.fileName(), m_output.errorString()));
}

// Finishes the receipt. After a half-close the sender waits for the answer.
void Intake::conclude()
{
    if (m_opening == Opening::Undecided && m_socket.bytesAvailable() > 0)
        decide(true);
    read();
    m_output.close();
    m_receipt.sha256 = m_hash.result().toHex();
    m_receipt.state = finalState();
    if (m_socket.state() == Device::State::Connected)
        m_socket.write(Answer { m_receipt.isGood(), m_receipt.bytes, m_receipt.sha256 }.toLine());
    m_socket.close(); // delivers the answer
    Q_EMIT ended();
}

Receipt::State Intake::finalState() const
{
    const std::optional<qint64> &size = m_receipt.announced.size;
    if (m_socket.error() || (size && m_receipt.bytes < *size))
        return Receipt::State::CutOff;
    if (!size)
        return Receipt::State::Ended;
    return m_receipt.bytes == *size ? Receipt::State::Complete : Receipt::State::TooLong;
}
