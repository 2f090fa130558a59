// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "peer.h"

#include <sys/types.h>

// The common part of the peers that answer signals.
namespace signalpeer {

bool isOne(Kind kind);

// Returns the number of the signal that the server watches.
int numberOf(const Task &task);

// The server's side: listens, and returns the process ID of the client.
pid_t awaitClient(const Task &task);

// Counts received signals, and answers when one answer is due.
class Answers
{
public:
    explicit Answers(const Task &task)
        : m_client(awaitClient(task)),
          m_every(task.kind == Kind::Signals ? task.size : 1)
    { }
    void heard();

private:
    const pid_t m_client;
    const qint64 m_every;
    qint64 m_heard = 0;
};

// Drives the client, without an event loop.
int drive(const Task &task);

} // namespace signalpeer
