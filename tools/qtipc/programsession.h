// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qprocess.h>

/*
    A program that serves one client: what the client sends is its standard input, what it writes goes to the client. The connection
    is closed when the output of the program ends; the program is not ended when the client has gone, and sees the end of its input.
*/
class ProgramSession : public QObject
{
    Q_OBJECT

public:
    // The socket is connected.
    ProgramSession(std::unique_ptr<QtInterprocess::LocalSocket> socket, const QStringList &command,
                   const Manner &manner, Reporter &reporter);
    ~ProgramSession() override;

    void start();

    // As shells have it: that of the program, or 128 and the number of a signal.
    int exitCode() const { return m_exitCode; }

Q_SIGNALS:
    // The program has ended, and so has the connection.
    void over();

private:
    Q_DISABLE_COPY_MOVE(ProgramSession)

    void started();
    void failedToStart();
    void programEnded(int code, QProcess::ExitStatus status);
    void endIfDone();

    const std::unique_ptr<QtInterprocess::LocalSocket> m_socket;
    const Manner m_manner;
    Reporter &m_reporter;
    QProcess m_process;
    std::unique_ptr<Conversation> m_conversation;
    int m_exitCode = 0;
};

struct ProgramOptions
{
    QStringList command;
    int mostClients = 0; // at a time
};

// Serves one client, which is the last one, or all.
int serveOneByProgram(QtInterprocess::LocalServer &server, const ProgramOptions &options, const Manner &manner,
                      Reporter &reporter);
int serveAllByPrograms(QtInterprocess::LocalServer &server, const ProgramOptions &options, const Manner &manner,
                       Reporter &reporter);
