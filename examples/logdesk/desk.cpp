// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "desk.h"

#include "console.h"
#include "text.h"

#include <QtInterprocess/LocalSocket>

#include <algorithm>

using namespace QtInterprocess;

namespace {

QString nameOf(const Receipt &receipt, int width)
{
    const QString &name = receipt.announced.name;
    return name.isEmpty() ? QStringLiteral("(raw bytes)") : printable(name, width);
}

// "4711: 12.3 MB (45%)"
QString progressOf(const Receipt &receipt)
{
    QString text = receipt.pid() + QStringLiteral(": ") + humanSize(receipt.bytes);
    if (receipt.announced.size.value_or(0) > 0)
        text += QStringLiteral(" (%1%)").arg(100 * receipt.bytes / *receipt.announced.size);
    return text;
}

} // namespace

Desk::Desk(const DeskOptions &options, Console &console) : m_options(options), m_console(console)
{
    m_server.setAccess(m_options.access);
    connect(&m_server, &LocalServer::newConnection, this, &Desk::accept);
    connect(&m_server, &LocalServer::errorOccurred, this,
            [this](const Error &error) { m_console.error(error.message()); });
    m_progressTimer.setInterval(m_options.interval);
    connect(&m_progressTimer, &QTimer::timeout, this, &Desk::showProgress);
}

bool Desk::start()
{
    if (!m_server.listen(m_options.name)) {
        m_console.error(m_server.error().message());
        return false;
    }
    m_console.line(QStringLiteral("READY ") + m_server.fullServerName());
    m_progressTimer.start();
    m_sinceProgress.start();
    return true;
}

void Desk::accept()
{
    while (LocalSocket *const socket = m_server.nextPendingConnection()) {
        auto *const intake = new Intake(socket, m_options.outputDirectory, ++m_accepted, this);
        m_active.push_back(intake);
        connect(intake, &Intake::began, this, [this, intake] { began(*intake); });
        connect(intake, &Intake::ended, this, [this, intake] { ended(intake); });
        connect(intake, &Intake::outputFailed, this, &Desk::fail);
    }
}

void Desk::began(const Intake &intake)
{
    const Receipt &receipt = intake.receipt();
    const std::optional<qint64> &size = receipt.announced.size;
    m_console.line(QStringLiteral("begin %1 uid %2: %3%4")
                       .arg(receipt.pid(), receipt.uid(), nameOf(receipt, 60),
                            size ? QStringLiteral(", ") + humanSize(*size) : QString()));
}

void Desk::ended(Intake *intake)
{
    const Receipt &receipt = intake->receipt();
    m_active.erase(std::remove(m_active.begin(), m_active.end(), intake), m_active.end());
    intake->deleteLater();
    m_doneBytes += receipt.bytes;
    if (receipt.bytes == 0 && receipt.announced.name.isEmpty()) {
        m_console.line(
            QStringLiteral("none %1 uid %2: disconnected without sending any bytes").arg(receipt.pid(), receipt.uid()));
        return;
    }
    m_console.line(QStringLiteral("end %1 %2: %3 bytes, %4 lines, sha256 %5")
                       .arg(receipt.pid(), receipt.stateName())
                       .arg(receipt.bytes)
                       .arg(receipt.lines)
                       .arg(QLatin1String(receipt.sha256)));
    ++m_done;
    if (!receipt.isGood())
        ++m_bad;
    if (m_options.senders == 0)
        return;
    m_receipts.push_back(receipt);
    if (m_done >= m_options.senders && m_active.empty()) {
        m_server.close();
        m_progressTimer.stop();
        showTable();
        Q_EMIT finished(m_bad == 0 ? AllGood : SomeBad);
    }
}

void Desk::fail(const QString &message)
{
    m_server.close();
    m_progressTimer.stop();
    m_console.error(message);
    Q_EMIT finished(Failed);
}

// Shows a progress line, unless no bytes have arrived since the last one:
// "progress: 2 sending, 3 done, 45.6 MB, 123.4 MB/s | 4711: 12.3 MB (45%) | ..."
void Desk::showProgress()
{
    qint64 bytes = m_doneBytes;
    for (const Intake *const intake : m_active)
        bytes += intake->receipt().bytes;
    const qint64 elapsed = m_sinceProgress.restart();
    if (bytes == m_shownBytes)
        return;
    QString text = QStringLiteral("progress: %1 sending, %2 done, %3, %4")
                       .arg(m_active.size())
                       .arg(m_done)
                       .arg(humanSize(bytes), humanRate(bytes - m_shownBytes, elapsed));
    for (const Intake *const intake : m_active)
        text += QStringLiteral(" | ") + progressOf(intake->receipt());
    m_shownBytes = bytes;
    m_console.live(text);
}

void Desk::showTable() const
{
    const auto row = [](const QString &pid, const QString &uid, const QString &state, const QString &bytes,
                        const QString &lines, const QString &sha256, const QString &name) {
        return QStringLiteral("%1  %2  %3  %4  %5  %6  %7")
            .arg(pid, 8)
            .arg(uid, 6)
            .arg(state, -8)
            .arg(bytes, 11)
            .arg(lines, 9)
            .arg(sha256, -12)
            .arg(name);
    };
    m_console.line(row(QStringLiteral("PID"), QStringLiteral("UID"), QStringLiteral("STATE"), QStringLiteral("BYTES"),
                       QStringLiteral("LINES"), QStringLiteral("SHA256"), QStringLiteral("ANNOUNCED")));
    for (const Receipt &r : m_receipts) {
        m_console.line(row(r.pid(), r.uid(), r.stateName(), QString::number(r.bytes), QString::number(r.lines),
                           QString::fromLatin1(r.sha256.left(12)), nameOf(r, 40)));
    }
    m_console.line(QStringLiteral("%1 senders, %2 bytes, %3 not complete").arg(m_done).arg(m_doneBytes).arg(m_bad));
}
