// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qprocess.h>

/*
    Runs a program that serves one client, with the connection as its standard input and output.

    When the output of the program ends, the connection is closed. When the client disconnects, the
    program reads the end of its input; it is not killed.
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

    // Returns the exit code of the program, or 128 + the number of a signal, as in shells.
    int exitCode() const { return m_exitCode; }

Q_SIGNALS:
    // Emitted when the program and the connection have ended.
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
    int mostClients = 0; // at the same time
};

// Serves one client, and returns the exit code of its program. The second function serves all
// clients.
int serveOneByProgram(QtInterprocess::LocalServer &server, const ProgramOptions &options, const Manner &manner,
                      Reporter &reporter);
int serveAllByPrograms(QtInterprocess::LocalServer &server, const ProgramOptions &options, const Manner &manner,
                       Reporter &reporter);
