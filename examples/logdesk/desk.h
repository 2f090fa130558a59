// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "intake.h"

#include <QtInterprocess/LocalServer>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qtimer.h>

#include <vector>

class Console;

/*! The options of `logdesk serve`. */
struct DeskOptions
{
    QtInterprocess::LocalName name;
    QtInterprocess::Access access = QtInterprocess::Access::User;
    QString outputDirectory; //!< empty: files are not kept
    int senders = 0; //!< 0: serve forever
    int interval = 1000; //!< between two progress lines, in ms
};

/*! `logdesk serve`: receives from any number of senders at the same time, and reports progress. */
class Desk : public QObject
{
    Q_OBJECT

public:
    enum ExitCode { AllGood = 0, Failed = 1, SomeBad = 3 };

    Desk(const DeskOptions &options, Console &console);

    /*! Starts to listen and prints READY. On failure, prints the error and returns \c false. */
    bool start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void accept();
    void began(const Intake &intake);
    void ended(Intake *intake);
    void fail(const QString &message);
    void showProgress();
    void showTable() const;

    const DeskOptions m_options;
    Console &m_console;
    QtInterprocess::LocalServer m_server;
    std::vector<Intake *> m_active; // children of this
    std::vector<Receipt> m_receipts; // of finished senders; only with the option senders
    QTimer m_progressTimer;
    QElapsedTimer m_sinceProgress;
    qint64 m_shownBytes = 0;
    qint64 m_doneBytes = 0;
    int m_accepted = 0;
    int m_done = 0;
    int m_bad = 0;
};
