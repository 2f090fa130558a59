// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <signal.h>

namespace QtInterprocess::os {

// Suppresses the SIGPIPE or SIGXFSZ that a write of this thread to fd raises. A signal that was
// pending before stays.
class QuietSignals
{
public:
    explicit QuietSignals(int fd);
    ~QuietSignals();

    // Reports how the write ended. Keeps errno.
    void wrote(bool failed);

private:
    Q_DISABLE_COPY_MOVE(QuietSignals)

    const int m_restoreFd; // the descriptor that must raise SIGPIPE again afterwards, or -1
    sigset_t m_before;
    sigset_t m_pending;
};

} // namespace QtInterprocess::os
