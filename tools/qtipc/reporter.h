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

// The exit codes, which are a part of the interface.
enum class Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    NobodyThere = 3,
    NotAllowed = 4,
    TimedOut = 5,
    NameInUse = 6,
};

/*
    Says on the standard error what happens: for people, or one JSON object per line for programs. The standard output belongs
    to the data.
*/
class Reporter : public QObject
{
    Q_OBJECT

public:
    enum class Style { People, Json, Quiet };

    explicit Reporter(Style style) : m_style(style) { }

    // Says with each of them when it was.
    void addTimestamps() { m_timestamps = true; }

    void tell(const QString &name, const QString &text, QJsonObject details = {});
    void peer(const QString &name, const QtInterprocess::PeerCredentials &peer);

    // Says it, and returns the exit code for it.
    Exit error(const QtInterprocess::Error &error);

    // Shows how much has gone through, as long as somebody looks: the standard error is a terminal, and data does not go to
    // one.
    void showProgress(const std::function<qint64()> &bytes);
    // What has gone through altogether.
    void summary(qint64 received, qint64 sent);
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
