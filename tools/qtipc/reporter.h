// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/Error>
#include <QtInterprocess/PeerCredentials>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qobject.h>
#include <QtCore/qtimer.h>

#include <functional>

// The exit codes. They are part of the tool's interface.
enum class Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    NoServer = 3,
    NotAllowed = 4,
    TimedOut = 5,
    NameInUse = 6,
};

/*
    Reports events on standard error: as text, or as one JSON object per line.

    Standard output is for data only.
*/
class Reporter : public QObject
{
    Q_OBJECT

public:
    enum class Style { People, Json, Quiet };

    explicit Reporter(Style style) : m_style(style) { }

    // Adds the UTC time to each event.
    void addTimestamps() { m_timestamps = true; }

    void report(const QString &name, const QString &text, QJsonObject details = {});
    void peer(const QString &name, const QtInterprocess::PeerCredentials &peer);

    // Reports the error, and returns its exit code.
    Exit error(const QtInterprocess::Error &error);

    // Shows the number of bytes and the rate, if standard error is a terminal and standard output
    // is not.
    void showProgress(const std::function<qint64()> &bytes);
    // Reports the total number of bytes.
    void summary(qint64 received, qint64 sent);
    // Reports the total number of messages.
    void messageSummary(qint64 received, qint64 sent);

private:
    Q_DISABLE_COPY_MOVE(Reporter)

    void clearProgress();

    const Style m_style;
    std::function<qint64()> m_bytes;
    QElapsedTimer m_since;
    QTimer m_tick;
    bool m_timestamps = false;
    bool m_progressShown = false;
};
