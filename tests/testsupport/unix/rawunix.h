// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The operating system without the library: a foreign peer, and another user.

#pragma once

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qstringlist.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <functional>
#include <utility>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Raw {

using QtInterprocess::OwnedHandle;

// A path, or an abstract name if it begins with '@'.
struct Address
{
    explicit Address(const QByteArray &name)
    {
        address.sun_family = AF_UNIX;
        const size_t length = qMin(size_t(name.size()), sizeof address.sun_path - 1);
        std::memcpy(address.sun_path, name.constData(), length);
        const bool abstract = name.startsWith('@');
        if (abstract)
            address.sun_path[0] = '\0';
        size = socklen_t(offsetof(sockaddr_un, sun_path) + length + (abstract ? 0 : 1));
    }
    const sockaddr *data() const { return reinterpret_cast<const sockaddr *>(&address); }

    sockaddr_un address = {};
    socklen_t size;
};

inline OwnedHandle socketOf(int type = SOCK_STREAM)
{
    return OwnedHandle(::socket(AF_UNIX, type, 0));
}

// Makes a socket, pipe or FIFO non-blocking, and returns it.
inline OwnedHandle nonBlocking(OwnedHandle handle)
{
    ::fcntl(int(handle.get()), F_SETFL, ::fcntl(int(handle.get()), F_GETFL) | O_NONBLOCK);
    return handle;
}

// Makes a pipe that programs started later do not inherit.
inline bool pipe(int (&ends)[2])
{
    return ::pipe(ends) == 0 && ::fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0
        && ::fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

// Binds a socket and, unless backlog is -1, listens. Invalid on failure, with errno set.
inline OwnedHandle serve(const QByteArray &name, int backlog = 5, int type = SOCK_STREAM)
{
    OwnedHandle server = socketOf(type);
    const Address address(name);
    if (::bind(int(server.get()), address.data(), address.size) != 0
        || (backlog >= 0 && ::listen(int(server.get()), backlog) != 0))
        return {};
    return server;
}

// Connects a socket. Invalid on failure, with the errno of connect().
inline OwnedHandle connectTo(const QByteArray &name)
{
    OwnedHandle client = socketOf();
    const Address address(name);
    if (::connect(int(client.get()), address.data(), address.size) == 0)
        return client;
    const int error = errno;
    client.reset();
    errno = error;
    return {};
}

// Leaves the socket file that a killed server leaves behind.
inline bool leaveStaleSocket(const QByteArray &path)
{
    return bool(serve(path));
}

inline struct stat statusOf(const QByteArray &path)
{
    struct stat status = {};
    if (::lstat(path.constData(), &status) != 0)
        status = {};
    return status;
}

inline bool exists(const QByteArray &path)
{
    return statusOf(path).st_mode != 0;
}

// Returns the path of the lock file of a name.
inline QByteArray lockOf(const QByteArray &path)
{
    const qsizetype start = path.lastIndexOf('/') + 1;
    return path.left(start) + ".qtipc-" + path.mid(start) + ".lock";
}

inline bool isSocket(const QByteArray &path)
{
    return S_ISSOCK(statusOf(path).st_mode);
}

inline int modeOf(const QByteArray &path)
{
    return int(statusOf(path).st_mode & 07777);
}

inline QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

inline bool writeFile(const QByteArray &path, const QByteArray &content)
{
    QFile file(QFile::decodeName(path));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

inline QByteArray contentOf(const QByteArray &path)
{
    QFile file(QFile::decodeName(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot be opened)");
}

// Sets the umask of this process during its lifetime.
class Umask
{
public:
    explicit Umask(mode_t mask) : m_before(::umask(mask)) { }
    ~Umask() { ::umask(m_before); }

private:
    Q_DISABLE_COPY(Umask)
    const mode_t m_before;
};

// A forked process that runs body and exits with its result. It does not call exec(), so it needs
// no file that another user can read. Its body makes only system calls, on objects that were made
// before the fork. A socket pair connects both sides: sendByte() on one side is receiveByte() on
// the other.
class Child
{
public:
    using Body = std::function<int(Child &self)>;

    explicit Child(const Body &body)
    {
        int ends[2] = { -1, -1 };
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
            return;
        OwnedHandle here(ends[0]), there(ends[1]);
        m_pid = ::fork();
        if (m_pid == 0) {
            here.reset();
            m_wire = std::move(there);
            ::_exit(body(*this));
        }
        m_wire = std::move(here);
    }

    // Closing the wire ends a child that waits in receiveByte(). Any other child is killed.
    ~Child()
    {
        if (m_pid > 0) {
            ::kill(m_pid, SIGKILL);
            exitCode();
        }
    }

    pid_t processId() const { return m_pid; }
    bool sendByte(char what) const { return ::send(int(m_wire.get()), &what, 1, MSG_NOSIGNAL) == 1; }
    int wire() const { return int(m_wire.get()); }
    // Waits for a byte; 0 if the other side is closed.
    char receiveByte() const
    {
        char what = 0;
        ssize_t count = 0;
        do {
            count = ::recv(int(m_wire.get()), &what, 1, 0);
        } while (count == -1 && errno == EINTR);
        return count == 1 ? what : '\0';
    }

    // Waits for the child to end and returns its exit code; -1 if it did not exit.
    int exitCode()
    {
        int status = 0;
        if (m_pid <= 0 || ::waitpid(std::exchange(m_pid, -1), &status, 0) <= 0 || !WIFEXITED(status))
            return -1;
        return WEXITSTATUS(status);
    }

private:
    Q_DISABLE_COPY(Child)

    pid_t m_pid = -1;
    OwnedHandle m_wire;
};

} // namespace Raw
