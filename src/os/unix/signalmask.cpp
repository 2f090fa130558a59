// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/signalmask.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

#include <algorithm>

#include <signal.h>

namespace QtInterprocess::os {

namespace {

bool isBlockedHere(int number)
{
    sigset_t mask;
    sigemptyset(&mask);
    ::pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    return sigismember(&mask, number) == 1;
}

// Returns whether the thread blocks the signal, from its mask in hexadecimal digits. Returns true
// if there is none.
bool isBlockedBy(const QString &thread, int number)
{
    QFile status(thread + QStringLiteral("/status"));
    if (!status.open(QIODevice::ReadOnly))
        return true;
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("SigBlk:"))
            return line.mid(7).trimmed().toULongLong(nullptr, 16) & (quint64(1) << (number - 1));
    }
    return true;
}

} // namespace

// Linux reports the masks of all threads. Elsewhere the calling thread stands for all.
bool isBlockedEverywhere(int number)
{
    if (!isBlockedHere(number))
        return false;
    const QDir threads(QStringLiteral("/proc/self/task"));
    const QStringList all = threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    return std::all_of(all.begin(), all.end(),
                       [&](const QString &thread) { return isBlockedBy(threads.filePath(thread), number); });
}

} // namespace QtInterprocess::os
