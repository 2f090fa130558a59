// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "peer.h"

#include <sys/types.h>

// What those have in common that answer signals.
namespace signalpeer {

bool isOne(Kind kind);

// The signal that the server is to hear.
int numberOf(const Task &task);

// The server's side: listens, and returns the process of the client.
pid_t awaitClient(const Task &task);

// Has heard one; answers if it is time to.
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

// The client, without an event loop.
int drive(const Task &task);

} // namespace signalpeer
