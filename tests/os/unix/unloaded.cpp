// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A plugin that uses the library; its program does not, and unloads it.

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/UnixSocket>

#include <fcntl.h>
#include <signal.h>

using namespace QtInterprocess;

// Leaves size bytes to be delivered by the background. Returns the descriptor that they come from, which is the caller's.
extern "C" Q_DECL_EXPORT int leaveBytes(int size)
{
    auto pair = UnixSocket::createPair();
    const SignalWatcher watcher({ SIGUSR1 });
    pair.first->write(QByteArray(size, 'x'));
    pair.first.reset();
    const int copy = ::fcntl(int(pair.second->nativeHandle()), F_DUPFD_CLOEXEC, 3);
    pair.second->abort(); // does not shut down what the copy belongs to
    return copy;
}
