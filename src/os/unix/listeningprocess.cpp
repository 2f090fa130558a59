// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/linux.h"
#include "os/unix/peer.h"
#include "os/unix/process.h"
#include "os/unix/socket.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

#include <unistd.h>

namespace QtInterprocess::os {

#if QTINTERPROCESS_LINUX

namespace {

// Parses lines like "0000000000000000: 00000002 00000000 00010000 0001 01 4711 /run/app": flags,
// type, state and inode precede the name.
QList<QByteArray> listenersAt(const SocketName &name)
{
    constexpr qsizetype Flags = 3, Inode = 6;
    QFile table(QStringLiteral("/proc/net/unix"));
    if (!table.open(QIODevice::ReadOnly))
        return {};
    const QByteArray wanted = name.kind == SocketName::Kind::Abstract ? '@' + name.bytes : name.bytes;
    QList<QByteArray> inodes;
    const QList<QByteArray> lines = table.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> words = line.simplified().split(' ');
        const QByteArray inode = words.value(Inode);
        if (words.value(Flags) == "00010000" && line.endsWith(' ' + inode + ' ' + wanted))
            inodes += inode;
    }
    return inodes;
}

bool hasSocket(pid_t process, const QList<QByteArray> &inodes)
{
    const QString folder = QStringLiteral("/proc/%1/fd/").arg(process);
    const QStringList descriptors = QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    for (const QString &descriptor : descriptors) {
        char target[64];
        const ssize_t size = ::readlink(QFile::encodeName(folder + descriptor).constData(), target, sizeof target);
        const QByteArray what = size > 0 ? QByteArray(target, size) : QByteArray();
        if (what.startsWith("socket:[") && what.endsWith(']') && inodes.contains(what.mid(8).chopped(1)))
            return true;
    }
    return false;
}

} // namespace

#endif

Result<OwnedHandle> listeningProcess([[maybe_unused]] int fd)
{
    const Error unknown(Error::Unsupported, 0, QStringLiteral("open the process of the peer of"));
#if QTINTERPROCESS_LINUX
    const auto peer = peerCredentials(fd);
    const auto name = peerName(fd);
    if (!peer || !peer->processId() || !name || name->kind == SocketName::Kind::Unnamed)
        return unknown;
    auto handle = openProcess(pid_t(*peer->processId()));
    if (!handle)
        return handle.error();
    // The ID in this /proc, which may belong to another PID namespace.
    const auto number = processOf(int(handle->get()));
    if (!number)
        return number.error();
    const bool listens = hasSocket(*number, listenersAt(*name));
    const auto numberAfterwards = processOf(int(handle->get()));
    if (!numberAfterwards) // otherwise the descriptors may have been those of another process
        return numberAfterwards.error();
    if (listens)
        return handle;
#endif
    return unknown;
}

} // namespace QtInterprocess::os
