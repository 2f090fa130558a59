// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "reporter.h"

#include "presentation.h"
#include "terminal.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qlocale.h>
#include <QtCore/qmetaobject.h>

#include <cstdio>

using namespace QtInterprocess;

static void say(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
    std::fflush(stderr);
}

// Escapes control sequences in names and messages of other programs. JSON stays valid.
static QByteArray forTerminal(const QByteArray &text)
{
    return terminal::isStandardError() ? printable(text) : text;
}

void Reporter::report(const QString &name, const QString &text, QJsonObject details)
{
    if (m_style == Style::Json) {
        details.insert(QStringLiteral("event"), name);
        if (m_timestamps)
            details.insert(QStringLiteral("time"), QString::fromLatin1(timestamp()));
        say(forTerminal(QJsonDocument(details).toJson(QJsonDocument::Compact)) + '\n');
    } else if (m_style == Style::People) {
        clearProgress();
        say((m_timestamps ? timestamp() + ' ' : QByteArray()) + "qtipc: " + forTerminal(text.toLocal8Bit()) + '\n');
    }
}

void Reporter::peer(const QString &name, const PeerCredentials &peer)
{
    QJsonObject details;
    QStringList words;
    const auto add = [&](const char *key, const QString &value, const QJsonValue &json) {
        details.insert(QLatin1String(key), json);
        words.append(QLatin1String(key) + QLatin1Char(' ') + value);
    };
    if (peer.processId())
        add("pid", QString::number(*peer.processId()), *peer.processId());
    if (peer.userId())
        add("uid", QString::number(*peer.userId()), qint64(*peer.userId()));
    if (peer.securityId())
        add("sid", *peer.securityId(), *peer.securityId());
    report(name, name + QLatin1String(": ") + words.join(QLatin1String(", ")), details);
}

Exit Reporter::error(const Error &error)
{
    const QString code = QString::fromLatin1(QMetaEnum::fromType<Error::Code>().valueToKey(error.code()));
    report(QStringLiteral("error"), error.message(),
           { { QStringLiteral("code"), code },
             { QStringLiteral("native"), error.nativeCode() },
             { QStringLiteral("message"), error.message() } });
    switch (error.code()) {
    case Error::NotFound:
    case Error::ConnectionRefused: return Exit::NoServer;
    case Error::AccessDenied: return Exit::NotAllowed;
    case Error::TimedOut: return Exit::TimedOut;
    case Error::NameInUse: return Exit::NameInUse;
    case Error::InvalidName:
    case Error::NameTooLong: return Exit::Usage;
    default: return Exit::Failed;
    }
}

static QString inUnits(double bytes)
{
    return QLocale::c().formattedDataSize(qint64(bytes), 1, QLocale::DataSizeSIFormat);
}

void Reporter::showProgress(const std::function<qint64()> &bytes)
{
    m_since.start();
    if (m_style != Style::People || !terminal::isStandardError() || terminal::isStandardOutput())
        return;
    m_bytes = bytes;
    connect(&m_tick, &QTimer::timeout, this, [this] {
        const qint64 count = m_bytes();
        const QString rate = inUnits(double(count) * 1000 / double(qMax<qint64>(m_since.elapsed(), 1)));
        say("\r\033[K" + QStringLiteral("%1, %2/s").arg(inUnits(double(count)), rate).toLocal8Bit());
        m_progressShown = true;
    });
    m_tick.start(500);
}

void Reporter::clearProgress()
{
    if (std::exchange(m_progressShown, false))
        say("\r\033[K");
}

void Reporter::summary(qint64 received, qint64 sent)
{
    m_tick.stop();
    clearProgress();
    if (m_style == Style::Json) {
        report(QStringLiteral("end"), QString(),
               { { QStringLiteral("received"), received },
                 { QStringLiteral("sent"), sent },
                 { QStringLiteral("seconds"), double(m_since.elapsed()) / 1000 } });
    }
}

void Reporter::messageSummary(qint64 received, qint64 sent)
{
    report(QStringLiteral("end"), QStringLiteral("%1 messages received, %2 sent").arg(received).arg(sent),
           { { QStringLiteral("received"), received }, { QStringLiteral("sent"), sent } });
}
