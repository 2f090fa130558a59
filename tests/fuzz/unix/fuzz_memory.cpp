// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Receives a handle from a peer that prepares its memory in any way, and changes it while it is
// mapped.
//
// No read raises SIGBUS, mapped memory keeps its size, and sealed memory keeps its bytes. The
// input is a list of actions of the peer; one of them hands the memory over.

#include "fuzzing.h"

#include <QtInterprocess/SharedMemory>

#include <QtCore/qcryptographichash.h>

#include <vector>

#include <fcntl.h>
#include <linux/memfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace QtInterprocess;
using Fuzzing::require;

namespace {

constexpr qint64 LargestSize = 300'000; // of memory that is filled

QByteArray digestOf(const SharedMemory &memory)
{
    return QCryptographicHash::hash(memory.toByteArray(), QCryptographicHash::Md5);
}

struct Mapped
{
    SharedMemory memory;
    qint64 size;
    QByteArray digest; // of sealed memory

    void check() const
    {
        require(memory.size() == size);
        const QByteArray now = digestOf(memory); // reads every byte
        require(!memory.isSealed() || now == digest);
    }
};

class Peer
{
public:
    explicit Peer(int kind) : m_fd(create(kind)) { }
    ~Peer() { ::close(m_fd); }
    Q_DISABLE_COPY_MOVE(Peer)

    void act(int action, Fuzzing::Input &input);

private:
    static int create(int kind);
    static int socketEnd();
    OwnedHandle handle(int flags) const;
    void map(int how);
    void copy(qint64 limit);

    const int m_fd;
    std::vector<Mapped> m_mapped;
};

int Peer::socketEnd()
{
    int ends[2] = { -1, -1 };
    require(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    ::close(ends[1]);
    return ends[0];
}

int Peer::create(int kind)
{
    switch (kind % 8) {
    case 0: return ::memfd_create("peer", MFD_CLOEXEC);
    case 1: return ::open("/dev/zero", O_RDWR | O_CLOEXEC);
    case 2: return ::open("/dev/shm", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    case 3: return ::open("/", O_PATH | O_CLOEXEC);
    case 4: return socketEnd();
    default: return ::memfd_create("peer", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    }
}

// Returns a copy of the descriptor, or opens the file again with other rights.
OwnedHandle Peer::handle(int flags) const
{
    static constexpr int Access[] = { O_RDONLY, O_WRONLY, O_RDWR, O_PATH };
    if (flags < 4)
        return OwnedHandle(::fcntl(m_fd, F_DUPFD_CLOEXEC, 3));
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(m_fd);
    return OwnedHandle(::open(path.constData(), Access[flags % 4] | O_CLOEXEC | O_NONBLOCK));
}

void Peer::map(int how)
{
    const auto mode = how & 8 ? SharedMemory::Mode::ReadWrite : SharedMemory::Mode::ReadOnly;
    Error error;
    SharedMemory memory = SharedMemory::map(handle(how & 7), mode, &error);
    require(memory.isNull() == error.isError());
    if (memory.isNull())
        return;
    require(memory.isReadOnly() == (mode == SharedMemory::Mode::ReadOnly));
    if (how & 16)
        (void)memory.seal(how & 32 ? SharedMemory::Seal::Everyone : SharedMemory::Seal::OtherWriters);
    m_mapped.push_back({ memory, memory.size(), digestOf(memory) });
}

void Peer::copy(qint64 limit)
{
    const SharedMemory memory = SharedMemory::copy(handle(0), limit);
    require(memory.size() <= limit);
    (void)digestOf(memory);
}

void Peer::act(int action, Fuzzing::Input &input)
{
    const qint64 number = qint64(input.bytePair()) << (action >> 4 & 3); // 0 to 512 KiB
    int ignored = 0;
    switch (action % 8) {
    case 0: ignored = ::ftruncate(m_fd, number); break;
    case 1: ignored = ::fallocate(m_fd, 0, 0, 1 + number % LargestSize); break;
    case 2: ignored = ::fallocate(m_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, number, 5000); break;
    case 3: ignored = ::fcntl(m_fd, F_ADD_SEALS, int(number & 63)); break;
    case 4: ignored = int(::pwrite(m_fd, "bytes", 5, number)); break;
    case 5:
        ignored = ::ftruncate(m_fd, number << 30); // costs the peer nothing
        break;
    case 6: map(int(number & 63)); break;
    default: copy(number % LargestSize); break;
    }
    (void)ignored;
    for (const Mapped &mapped : m_mapped)
        mapped.check();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Fuzzing::Input input(data, size);
    Peer peer(input.byte());
    for (int actions = 0; !input.isAtEnd() && actions < 30; ++actions)
        peer.act(input.byte(), input);
    return 0;
}
