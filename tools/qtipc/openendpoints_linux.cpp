// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reads /proc: net/unix lists the sockets, and the folders PID/fd show which processes have them
// open.

#include "openendpoints.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qfile.h>
#include <QtCore/qhash.h>

#include <dirent.h>
#include <limits.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <memory>

namespace {

// Open sockets and FIFOs of the processes that this user may inspect.
struct OpenFiles
{
    QHash<quint64, QList<Holder>> sockets; // by inode
    QHash<QByteArray, QList<Holder>> fifos; // by path
};

void forEachEntry(const QByteArray &folder, const std::function<void(const QByteArray &)> &visit)
{
    const std::unique_ptr<DIR, int (*)(DIR *)> dir(::opendir(folder.constData()), ::closedir);
    if (!dir)
        return; // the process has ended, or belongs to another user
    while (const dirent *const entry = ::readdir(dir.get())) {
        if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9')
            visit(QByteArray(entry->d_name));
    }
}

QByteArray linkTarget(const QByteArray &path)
{
    char target[PATH_MAX];
    const ssize_t size = ::readlink(path.constData(), target, sizeof target);
    return size > 0 ? QByteArray(target, size) : QByteArray();
}

void addHolder(QList<Holder> &holders, const Holder &holder)
{
    // A process may have several descriptors of one file.
    if (holders.isEmpty() || holders.constLast().processId != holder.processId)
        holders.append(holder);
}

void addOpenFile(const QByteArray &link, const Holder &holder, OpenFiles &files)
{
    static const QByteArray socket = QByteArrayLiteral("socket:[");
    const QByteArray target = linkTarget(link);
    struct stat status = {};
    if (target.startsWith(socket))
        addHolder(files.sockets[target.mid(socket.size()).chopped(1).toULongLong()], holder);
    else if (target.startsWith('/') && ::stat(link.constData(), &status) == 0 && S_ISFIFO(status.st_mode))
        addHolder(files.fifos[target], holder);
}

QString programOf(const QByteArray &process)
{
    QFile file(QFile::decodeName(process + "/comm"));
    return file.open(QIODevice::ReadOnly) ? QString::fromLocal8Bit(file.readAll().trimmed()) : QString();
}

OpenFiles openFiles()
{
    OpenFiles files;
    forEachEntry("/proc", [&](const QByteArray &id) {
        const QByteArray process = "/proc/" + id;
        const Holder holder { id.toLongLong(), programOf(process) };
        forEachEntry(process + "/fd",
                     [&](const QByteArray &number) { addOpenFile(process + "/fd/" + number, holder, files); });
    });
    return files;
}

// Parses a line of /proc/net/unix. A line of a socket without a name has no last field:
// "0000000002577b2b: 00000002 00000000 00010000 0001 01 44978481 /run/app.sock"
//
// The kernel does not escape names. So a name with a line feed makes an invalid or a forged line.
std::optional<Endpoint> socketOf(const QByteArray &line, const OpenFiles &files)
{
    constexpr uint AcceptsConnections = 1U << 16; // __SO_ACCEPTCON
    enum Field { Flags = 3, Type = 4, Inode = 6, Name = 7 };
    QByteArrayList fields;
    qsizetype at = 0;
    while (fields.size() < Name) {
        const qsizetype begin = at;
        at = line.indexOf(' ', begin);
        if (at < 0)
            return {};
        if (at > begin) // numbers are padded
            fields.append(line.mid(begin, at - begin));
        ++at;
    }
    const bool listens = fields[Flags].toUInt(nullptr, 16) & AcceptsConnections;
    const int type = fields[Type].toInt(nullptr, 16);
    if (!listens && type != SOCK_DGRAM)
        return {}; // a connection, which has the name of its server
    const char *const name = type == SOCK_DGRAM ? "dgram" : type == SOCK_SEQPACKET ? "seqpacket" : "stream";
    return Endpoint { name,
                      listens ? "listening" : "bound",
                      QFile::decodeName(line.mid(at)),
                      {},
                      {},
                      files.sockets.value(fields[Inode].toULongLong()) };
}

} // namespace

bool seesOpenEndpoints()
{
    return ::access("/proc/net/unix", R_OK) == 0;
}

QList<Endpoint> openEndpoints()
{
    const OpenFiles files = openFiles();
    QList<Endpoint> found;
    QFile sockets(QStringLiteral("/proc/net/unix"));
    if (sockets.open(QIODevice::ReadOnly)) {
        const QByteArrayList lines = sockets.readAll().split('\n');
        for (const QByteArray &line : lines.mid(1)) {
            if (const std::optional<Endpoint> endpoint = socketOf(line, files))
                found.append(*endpoint);
        }
    }
    for (auto it = files.fifos.begin(); it != files.fifos.end(); ++it)
        found.append({ "fifo", "open", QFile::decodeName(it.key()), {}, {}, it.value() });
    return found;
}

std::optional<quint32> processOwner(qint64 processId)
{
    struct stat status = {};
    if (::stat(("/proc/" + QByteArray::number(processId)).constData(), &status) != 0)
        return {};
    return status.st_uid;
}
