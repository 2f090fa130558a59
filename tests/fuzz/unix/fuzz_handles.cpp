// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A foreign peer sends messages with handles to a MessageChannel, in calls of any size.
//
// Each message arrives with the handles that were sent beside its bytes, up to the limit, and with
// no others. Nothing stays open.
//
// The first byte is the limit. Each step is a byte: its two lower bits say what happens, the next
// ones how many handles or bytes.

#include "fuzzing.h"

#include <QtInterprocess/messagechannel.h>
#include <QtInterprocess/unixsocket.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qlist.h>

#include <cstring>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace QtInterprocess;
using Fuzzing::require;

namespace {

constexpr int Kinds = 8; // of handles that can be told apart

// Files that the handles refer to, by kind.
class Files
{
public:
    Files()
    {
        for (int kind = 0; kind < Kinds; ++kind) {
            int ends[2];
            require(::pipe2(ends, O_CLOEXEC) == 0);
            m_files[kind] = ends[0];
            ::close(ends[1]);
        }
    }
    int handle(int kind) const { return m_files[kind]; }
    int kindOf(qintptr handle) const
    {
        for (int kind = 0; kind < Kinds; ++kind) {
            if (inode(int(handle)) == inode(m_files[kind]))
                return kind;
        }
        return -1;
    }

private:
    static ino_t inode(int fd)
    {
        struct stat status = {};
        require(::fstat(fd, &status) == 0);
        return status.st_ino;
    }

    int m_files[Kinds];
};

struct Message
{
    QByteArray bytes;
    QList<int> kinds;
};

// Sends bytes and handles in one call. Returns false if the system has no room.
bool sendRaw(int fd, const QByteArray &bytes, const QList<int> &kinds, const Files &files)
{
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * 64)] = {};
    iovec vector = { const_cast<char *>(bytes.constData()), size_t(bytes.size()) };
    msghdr message = {};
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    if (!kinds.isEmpty()) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * size_t(kinds.size()));
        cmsghdr *const entry = CMSG_FIRSTHDR(&message);
        entry->cmsg_level = SOL_SOCKET;
        entry->cmsg_type = SCM_RIGHTS;
        entry->cmsg_len = CMSG_LEN(sizeof(int) * size_t(kinds.size()));
        for (qsizetype i = 0; i < kinds.size(); ++i) {
            const int handle = files.handle(kinds[i]);
            std::memcpy(CMSG_DATA(entry) + sizeof(int) * size_t(i), &handle, sizeof handle);
        }
    }
    return ::sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) == ssize_t(bytes.size());
}

class Exchange
{
public:
    Exchange(const Files &files, int limit) : m_files(files), m_limit(limit)
    {
        m_peer = m_socket.createPeer();
        require(m_peer.isValid());
        m_channel = std::make_unique<MessageChannel>(&m_socket);
        m_channel->setMaximumHandles(limit);
        QObject::connect(m_channel.get(), &MessageChannel::messageReceived, m_channel.get(),
                         [this](const QByteArray &message) { check(message); });
    }

    // Sends a message in pieces. Handles go with some of the pieces.
    void send(int size, int piece, int handles)
    {
        Message message { QByteArray(size, char('a' + m_count % 26)), {} };
        const QByteArray whole = MessageChannel::frame(message.bytes);
        for (qsizetype at = 0; at < whole.size() && !m_isFull; at += piece) {
            QList<int> kinds;
            for (int i = 0; i < handles; ++i)
                kinds.append(m_count++ % Kinds);
            message.kinds += kinds;
            m_isFull = !sendRaw(int(m_peer.get()), whole.mid(at, piece), kinds, m_files);
            handles /= 2;
        }
        if (!m_isFull)
            m_sent.append(message);
    }
    void setPaused(bool on) { m_channel->setPaused(on); }
    void process()
    {
        for (int i = 0; i < 4; ++i)
            QCoreApplication::processEvents();
        require(m_socket.pendingHandles() < 2 * m_limit);
    }
    void finish()
    {
        m_channel->setPaused(false);
        m_peer.reset();
        for (int i = 0; i < 10'000 && !m_channel->isFinished(); ++i)
            QCoreApplication::processEvents();
        require(m_channel->isFinished() && m_received == m_sent.size());
    }

private:
    void check(const QByteArray &message)
    {
        require(m_received < m_sent.size());
        const Message &sent = m_sent[m_received++];
        const std::vector<OwnedHandle> handles = m_channel->takeHandles();
        require(message == sent.bytes);
        require(qsizetype(handles.size()) == qMin<qsizetype>(sent.kinds.size(), m_limit));
        for (size_t i = 0; i < handles.size(); ++i)
            require(m_files.kindOf(handles[i].get()) == sent.kinds[qsizetype(i)]);
    }

    const Files &m_files;
    const int m_limit;
    UnixSocket m_socket;
    std::unique_ptr<MessageChannel> m_channel;
    OwnedHandle m_peer;
    QList<Message> m_sent;
    qsizetype m_received = 0;
    int m_count = 0;
    bool m_isFull = false; // the last message was cut off
};

qsizetype openHandles()
{
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System).size();
}

// Lets the threads of the library close received handles.
void waitForClosing(qsizetype expected)
{
    for (int i = 0; i < 2000 && openHandles() > expected; ++i)
        ::usleep(1000);
    require(openHandles() <= expected);
}

void run(Fuzzing::Input &input, const Files &files)
{
    Exchange exchange(files, 1 + input.byte() % 8);
    for (int i = 0; i < 40 && !input.isAtEnd(); ++i) {
        const int step = input.byte();
        const int count = step >> 2;
        switch (step & 3) {
        case 0: exchange.send(count, 4 + count, 0); break;
        case 1: exchange.send(count, 1 + input.byte() % 32, count % 9); break;
        case 2: exchange.setPaused(count % 2); break;
        case 3: exchange.process(); break;
        }
    }
    exchange.finish();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int count = 1;
    static char name[] = "fuzz";
    static char *arguments[] = { name, nullptr };
    static QCoreApplication app(count, arguments);
    static const Files files;
    static bool isFirst = true;
    if (std::exchange(isFirst, false)) { // opens what the library opens once
        Fuzzing::Input input(reinterpret_cast<const uint8_t *>("\x01\x05\x03"), 3);
        run(input, files);
    }
    const Fuzzing::TimeLimit limit;
    const qsizetype before = openHandles();
    Fuzzing::Input input(data, size);
    run(input, files);
    waitForClosing(before);
    return 0;
}
