// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A plugin that is linked with the library. Its program is not, and unloads the plugin.

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/UnixSocket>

#include <fcntl.h>
#include <signal.h>

using namespace QtInterprocess;

// Leaves size bytes for the background to deliver. Returns the descriptor that receives them; the
// caller owns it.
extern "C" Q_DECL_EXPORT int leaveBytes(int size)
{
    auto pair = UnixSocket::createPair();
    const SignalWatcher watcher({ SIGUSR1 });
    pair.first->write(QByteArray(size, 'x'));
    pair.first.reset();
    const int copy = ::fcntl(int(pair.second->nativeHandle()), F_DUPFD_CLOEXEC, 3);
    pair.second->abort(); // does not shut down the socket of the copy
    return copy;
}
