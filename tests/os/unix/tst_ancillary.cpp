// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reads the control data of messages, valid or forged, and exchanges messages on sockets of every
// type.

#include "testsupport/unix/handles.h"
#include "testsupport/unix/packetsockets.h"
#include "testsupport/unix/rawunix.h"

#include "os/unix/sendercredentials.h"
#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"

#include "testsupport/testsupport.h"

#include <limits>

using namespace QtInterprocess;
using namespace TestSupport;
using Handles::areNumbered;
using Handles::numbered;
using Descriptors = os::ControlContent::Descriptors;

Q_DECLARE_METATYPE(os::SocketType)
Q_DECLARE_METATYPE(Descriptors)

class tst_Ancillary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { REQUIRE_PACKET_SOCKETS_IF_NAMED(); }
    void nothing();
    void descriptors();
    void unknownEntries_areSkipped();
    void wrongLengths_areDetected_data();
    void wrongLengths_areDetected();
    void truncatedDescriptor_isIgnored();
    void negativeDescriptors_areIgnored();
    void unwrittenControlData_holdsNoDescriptors();
    void unwantedDescriptors_areClosed();
    void surplusHandles_areClosed();
    void credentials();
    void messages_data();
    void messages();
    void emptyMessage_differsFromTheEnd_data();
    void emptyMessage_differsFromTheEnd();
    void bytesAlone_data();
    void bytesAlone();
    void peekMessageSize_returnsTheSize_data();
    void peekMessageSize_returnsTheSize();
    void handlesBeyondTheLimit_areClosed();
    void repeatedSenderName_isShared();
    void tooManyHandlesForOneMessage_areRefused();
};

namespace {

// Makes an entry as the kernel writes it, with any claimed length.
QByteArray entry(int level, int type, const QByteArray &payload, qint64 claimed = -1)
{
    cmsghdr header = {};
    header.cmsg_level = level;
    header.cmsg_type = type;
    header.cmsg_len = claimed < 0 ? CMSG_LEN(size_t(payload.size())) : decltype(header.cmsg_len)(claimed);
    QByteArray bytes(qsizetype(CMSG_SPACE(size_t(payload.size()))), '\0');
    std::memcpy(bytes.data(), &header, sizeof header);
    std::memcpy(bytes.data() + CMSG_LEN(0), payload.constData(), size_t(payload.size()));
    return bytes;
}

QByteArray numbers(const std::vector<int> &values)
{
    return QByteArray(reinterpret_cast<const char *>(values.data()), qsizetype(values.size() * sizeof(int)));
}

os::ControlContent read(const QByteArray &control)
{
    return os::readControl(control.constData(), size_t(control.size()));
}

using Pair = std::pair<OwnedHandle, OwnedHandle>;

Pair pairOf(os::SocketType kind)
{
    const int type = kind == os::SocketType::Stream ? SOCK_STREAM
        : kind == os::SocketType::SeqPacket         ? SOCK_SEQPACKET
                                                    : SOCK_DGRAM;
    int fds[2] = { -1, -1 };
    if (::socketpair(AF_UNIX, type, 0, fds) != 0)
        return {};
    return { Raw::nonBlocking(OwnedHandle(fds[0])), Raw::nonBlocking(OwnedHandle(fds[1])) };
}

int fdOf(const OwnedHandle &handle)
{
    return int(handle.get());
}

bool send(const OwnedHandle &socket, const QByteArray &data, const std::vector<OwnedHandle> &handles = {})
{
    const ByteQueue::View view { data.constData(), data.size() };
    const auto sent = os::sendMessage(fdOf(socket), &view, 1, handles);
    return sent && sent->outcome == os::Transfer::Progress && sent->bytes == data.size();
}

} // namespace

void tst_Ancillary::nothing()
{
    const os::ControlContent content = os::readControl(nullptr, 0);
    QVERIFY(content.descriptors.empty() && content.unwanted.empty() && !content.credentials && !content.damaged);
    QVERIFY(!read(QByteArray(int(sizeof(cmsghdr)) - 1, '\xff')).damaged); // too short for a header
}

void tst_Ancillary::descriptors()
{
    const auto content = read(entry(SOL_SOCKET, SCM_RIGHTS, numbers({ 5, 6, 7 })) + entry(SOL_SOCKET, SCM_RIGHTS, {})
                              + entry(SOL_SOCKET, SCM_RIGHTS, numbers({ 9 })));
    QCOMPARE(content.descriptors, Descriptors({ 5, 6, 7, 9 }));
    QVERIFY(!content.damaged);
    // Control data need not be aligned.
    const QByteArray shifted = "x" + entry(SOL_SOCKET, SCM_RIGHTS, numbers({ 3 }));
    QCOMPARE(os::readControl(shifted.constData() + 1, size_t(shifted.size()) - 1).descriptors, Descriptors { 3 });
}

void tst_Ancillary::unknownEntries_areSkipped()
{
    const auto content = read(entry(SOL_SOCKET, 12345, numbers({ 1, 2 })) + entry(77, SCM_RIGHTS, numbers({ 3 }))
                              + entry(SOL_SOCKET, SCM_RIGHTS, numbers({ 4 })));
    QCOMPARE(content.descriptors, Descriptors { 4 });
}

void tst_Ancillary::wrongLengths_areDetected_data()
{
    QTest::addColumn<qint64>("claimed");
    QTest::addColumn<Descriptors>("found");
    const Descriptors none, both { 5, 6 };
    QTest::newRow("zero") << qint64(0) << none;
    QTest::newRow("less than the header") << qint64(CMSG_LEN(0) - 1) << none;
    QTest::newRow("just the header") << qint64(CMSG_LEN(0)) << none;
    QTest::newRow("more than the buffer has") << qint64(CMSG_LEN(0) + 1000) << both;
    QTest::newRow("far too much") << qint64(std::numeric_limits<int>::max()) << both;
    QTest::newRow("more than any buffer can have") << std::numeric_limits<qint64>::max() << both;
}

void tst_Ancillary::wrongLengths_areDetected()
{
    QFETCH(qint64, claimed);
    QFETCH(Descriptors, found);
    const auto content = read(entry(SOL_SOCKET, SCM_RIGHTS, numbers({ 5, 6 }), claimed));
    QCOMPARE(content.descriptors, found);
    QCOMPARE(content.damaged, claimed != qint64(CMSG_LEN(0)));
}

void tst_Ancillary::truncatedDescriptor_isIgnored()
{
    QCOMPARE(read(entry(SOL_SOCKET, SCM_RIGHTS, numbers({ 5, 6 }).left(6))).descriptors, Descriptors { 5 });
    QVERIFY(read(entry(SOL_SOCKET, SCM_RIGHTS, "abc")).descriptors.empty());
}

void tst_Ancillary::negativeDescriptors_areIgnored()
{
    QCOMPARE(read(entry(SOL_SOCKET, SCM_RIGHTS, numbers({ -1, 5, -100 }))).descriptors, Descriptors { 5 });
}

// Linux reports how much control data it has written. On other systems the rest is invalidated in
// advance.
void tst_Ancillary::unwrittenControlData_holdsNoDescriptors()
{
    os::ControlBuffer buffer;
    msghdr message = {};
    buffer.prepare(message);
    const QByteArray old = entry(SOL_SOCKET, SCM_RIGHTS, numbers({ 0, 0, 0, 0, 0, 0, 0, 0 }));
    std::memcpy(message.msg_control, old.constData(), size_t(old.size()));
    buffer.prepare(message);
    char byte = 0;
    iovec vector { &byte, 1 };
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    const Pair pair = pairOf(os::SocketType::Stream);
    QVERIFY(send(pair.first, "x", Handles::numbered(1, 2)));
    QCOMPARE(::recvmsg(fdOf(pair.second), &message, 0), ssize_t(1));
    const auto read = [&] { return os::readControl(message.msg_control, size_t(message.msg_controllen)).descriptors; };
    const Descriptors received = read();
    QCOMPARE(received.size(), qsizetype(2));
    for (qsizetype i = 0; i < received.size(); ++i)
        QCOMPARE(Handles::numberOf(OwnedHandle(received[i])), int(i) + 1);
#if !defined(Q_OS_LINUX) || defined(QTINTERPROCESS_PORTABLE_POSIX)
    // Some systems write the header of four descriptors, and only the first descriptor.
    buffer.prepare(message);
    QCOMPARE(read(), Descriptors());
    const QByteArray four = entry(SOL_SOCKET, SCM_RIGHTS, numbers({ 5, 6, 7, 8 }));
    std::memcpy(message.msg_control, four.constData(), CMSG_LEN(sizeof(int)));
    QCOMPARE(read(), Descriptors { 5 });
#endif
}

void tst_Ancillary::unwantedDescriptors_areClosed()
{
#if defined(__linux__)
    const int before = openDescriptors();
    const int handle = int(Handles::numbered(0).release());
    const auto content = read(entry(SOL_SOCKET, 4 /* SCM_PIDFD */, numbers({ handle })));
    QVERIFY(content.descriptors.empty());
    QCOMPARE(content.unwanted, Descriptors { handle });
    os::Ancillary ancillary;
    os::takeAncillary(content, 10, ancillary);
    QVERIFY(ancillary.handles.empty() && !ancillary.truncated);
    QCOMPARE(openDescriptors(), before);
#endif
}

void tst_Ancillary::surplusHandles_areClosed()
{
    const int before = openDescriptors();
    std::vector<int> raw;
    for (OwnedHandle &handle : numbered(0, 5))
        raw.push_back(int(handle.release()));
    {
        os::Ancillary ancillary;
        os::takeAncillary(read(entry(SOL_SOCKET, SCM_RIGHTS, numbers(raw))), 3, ancillary);
        QVERIFY(ancillary.truncated);
        QVERIFY(areNumbered(ancillary.handles, 0, 3));
        QCOMPARE(openDescriptors(), before + 3);
    }
    QCOMPARE(openDescriptors(), before);
}

void tst_Ancillary::credentials()
{
#if defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
    const auto of = [](pid_t pid, uid_t uid, gid_t gid) {
        const ucred sender { pid, uid, gid };
        return entry(SOL_SOCKET, SCM_CREDENTIALS, QByteArray(reinterpret_cast<const char *>(&sender), sizeof sender));
    };
    const auto content = read(of(12, 34, 56) + entry(SOL_SOCKET, SCM_RIGHTS, numbers({ 7 })));
    QVERIFY(content.credentials);
    QVERIFY((*content.credentials == os::SenderCredentials { 12, 34, 56 }));
    const auto told = os::toPeerCredentials(content.credentials);
    QCOMPARE(*told->processId(), 12);
    QCOMPARE(*told->userId(), 34u);
    QCOMPARE(*told->groupId(), 56u);
    QCOMPARE(content.descriptors, Descriptors { 7 });
    // A process of another PID namespace has no number here. For an unknown sender, Linux reports
    // 0 and 65534, which is not the user "nobody".
    QVERIFY(!os::toPeerCredentials(read(of(0, 34, 56)).credentials)->processId());
    QCOMPARE(*os::toPeerCredentials(read(of(0, 34, 56)).credentials)->userId(), 34u);
    QVERIFY(!os::toPeerCredentials(std::nullopt));
    QVERIFY(!read(of(0, 65534, 65534)).credentials);
    QVERIFY(!read(entry(SOL_SOCKET, SCM_CREDENTIALS, numbers({ 12, 34 }))).credentials); // cut off
#else
    QVERIFY(!os::canReceiveCredentials());
    const auto [near, far] = pairOf(os::SocketType::Stream);
    QCOMPARE(os::setReceivingCredentials(fdOf(near), true).code(), Error::Unsupported);
#endif
}

void tst_Ancillary::messages_data()
{
    QTest::addColumn<os::SocketType>("kind");
    QTest::newRow("stream") << os::SocketType::Stream;
    QTest::newRow("packets") << os::SocketType::SeqPacket;
    QTest::newRow("datagrams") << os::SocketType::Datagram;
}

void tst_Ancillary::messages()
{
    QFETCH(os::SocketType, kind);
    const auto [near, far] = pairOf(kind);
    QVERIFY(near && far);
    const int before = openDescriptors();
    const bool withCredentials = os::canReceiveCredentials();
    if (withCredentials)
        QVERIFY(!os::setReceivingCredentials(fdOf(far), true));
    os::ReceiveOptions options;
    options.type = kind;
    options.maximumHandles = 10;
    options.sender = true;
    char buffer[100];
    os::Received received;
    const auto none = os::receiveMessage(fdOf(far), buffer, sizeof buffer, options, received);
    QVERIFY(none);
    QCOMPARE(none->outcome, os::Transfer::WouldBlock);
    QVERIFY(send(near, "four", numbered(0, 4)));
    const auto taken = os::receiveMessage(fdOf(far), buffer, sizeof buffer, options, received);
    QVERIFY(taken);
    QCOMPARE(taken->outcome, os::Transfer::Progress);
    QCOMPARE(QByteArray(buffer, qsizetype(taken->bytes)), QByteArray("four"));
    QVERIFY(!received.truncated && !received.ancillary.truncated);
    QVERIFY(areNumbered(received.ancillary.handles, 0, 4));
    for (const OwnedHandle &handle : received.ancillary.handles)
        QVERIFY(Handles::closesOnExec(handle));
    QCOMPARE(received.sender, os::SocketName());
    QCOMPARE(received.ancillary.credentials.has_value(), withCredentials);
    if (withCredentials) {
        QCOMPARE(received.ancillary.credentials->process, ::getpid());
        QCOMPARE(received.ancillary.credentials->user, ::geteuid());
    }
    QCOMPARE(openDescriptors(), before + 4);
}

void tst_Ancillary::emptyMessage_differsFromTheEnd_data()
{
    messages_data();
}

// No bytes are received: an empty message, or the end.
void tst_Ancillary::emptyMessage_differsFromTheEnd()
{
    QFETCH(os::SocketType, kind);
    auto [near, far] = pairOf(kind);
    os::ReceiveOptions options;
    options.type = kind;
    os::Received received;
    char buffer[10];
    if (kind != os::SocketType::Stream) {
        const int on = 1;
        QCOMPARE(::setsockopt(fdOf(far), SOL_SOCKET, SO_TIMESTAMP, &on, sizeof on), 0);
        QVERIFY(send(near, QByteArray("", 0)));
        const auto empty = os::receiveMessage(fdOf(far), buffer, sizeof buffer, options, received);
        QVERIFY(empty);
        QCOMPARE(empty->outcome, os::Transfer::Progress);
        QCOMPARE(empty->bytes, 0);
    }
    near.reset();
    const auto end = os::receiveMessage(fdOf(far), buffer, sizeof buffer, options, received);
    if (kind == os::SocketType::Datagram)
        QVERIFY(!end || end->outcome == os::Transfer::WouldBlock);
    else
        QCOMPARE(end->outcome, os::Transfer::End);
}

void tst_Ancillary::bytesAlone_data()
{
    peekMessageSize_returnsTheSize_data();
}

// The cheaper call returns the same, but closes what it was not asked for.
void tst_Ancillary::bytesAlone()
{
    QFETCH(os::SocketType, kind);
    auto [near, far] = pairOf(kind);
    const int before = openDescriptors();
    os::ReceiveOptions options;
    options.type = kind;
    options.bytesAlone = true;
    char buffer[10];
    const auto receive = [&, fd = fdOf(far)](os::Received &received) {
        return os::receiveMessage(fd, buffer, sizeof buffer, options, received);
    };
    os::Received none;
    QCOMPARE(receive(none)->outcome, os::Transfer::WouldBlock);
    QVERIFY(send(near, "four", numbered(0, 4)));
    os::Received received;
    const auto taken = receive(received);
    QCOMPARE(taken->outcome, os::Transfer::Progress);
    QCOMPARE(QByteArray(buffer, qsizetype(taken->bytes)), QByteArray("four"));
    QVERIFY(!received.truncated && received.ancillary.handles.empty());
    QCOMPARE(openDescriptors(), before);
    QVERIFY(send(near, QByteArray(25, 'x')));
    os::Received large;
    QCOMPARE(receive(large)->bytes, 10);
    QVERIFY(large.truncated);
    if (kind == os::SocketType::Datagram) {
        QVERIFY(send(near, QByteArray("", 0)));
        QCOMPARE(receive(none)->outcome, os::Transfer::Progress);
    }
    near.reset();
    const auto end = receive(none);
    if (kind == os::SocketType::Datagram)
        QVERIFY(!end || end->outcome == os::Transfer::WouldBlock);
    else
        QCOMPARE(end->outcome, os::Transfer::End);
}

void tst_Ancillary::peekMessageSize_returnsTheSize_data()
{
    QTest::addColumn<os::SocketType>("kind");
    QTest::newRow("packets") << os::SocketType::SeqPacket;
    QTest::newRow("datagrams") << os::SocketType::Datagram;
}

void tst_Ancillary::peekMessageSize_returnsTheSize()
{
    QFETCH(os::SocketType, kind);
    const auto [near, far] = pairOf(kind);
    const int before = openDescriptors();
    QCOMPARE(os::peekMessageSize(fdOf(far), 1000)->outcome, os::Transfer::WouldBlock);
    QVERIFY(send(near, QByteArray(100'000, 'x'), numbered(0, 2)));
    QCOMPARE(os::peekMessageSize(fdOf(far), 1'000'000)->bytes, 100'000); // more than the first look has room for
    QVERIFY(os::peekMessageSize(fdOf(far), 1000)->bytes >= 1000);
    QCOMPARE(openDescriptors(), before); // peeking opens no descriptors
    char buffer[10];
    os::ReceiveOptions options;
    options.type = kind;
    options.maximumHandles = 2;
    os::Received received;
    const auto taken = os::receiveMessage(fdOf(far), buffer, sizeof buffer, options, received);
    QCOMPARE(taken->bytes, 10);
    QVERIFY(received.truncated);
    QVERIFY(areNumbered(received.ancillary.handles, 0, 2));
    QVERIFY(send(near, "next"));
    QCOMPARE(os::peekMessageSize(fdOf(far), 1000)->bytes, 4);
}

void tst_Ancillary::handlesBeyondTheLimit_areClosed()
{
    const auto [near, far] = pairOf(os::SocketType::Stream);
    char buffer[10];
    const int before = openDescriptors();
    for (int limit = 0; limit < 5; ++limit) {
        QVERIFY(send(near, "x", numbered(0, 5)));
        os::ReceiveOptions options;
        options.maximumHandles = limit;
        {
            os::Received received;
            QVERIFY(os::receiveMessage(fdOf(far), buffer, sizeof buffer, options, received));
            QVERIFY(received.ancillary.truncated);
            QVERIFY(areNumbered(received.ancillary.handles, 0, limit));
            QCOMPARE(openDescriptors(), before + limit);
        }
        QCOMPARE(openDescriptors(), before);
    }
}

void tst_Ancillary::repeatedSenderName_isShared()
{
    const auto nameOf = [](const QByteArray &path, const os::SocketName *likely) {
        sockaddr_un address = {};
        std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
        return os::SocketAddress::nameOf(address, socklen_t(offsetof(sockaddr_un, sun_path)) + socklen_t(path.size()),
                                         likely);
    };
    const os::SocketName first = nameOf(QByteArray("/a/b", 5), nullptr);
    QCOMPARE(first, (os::SocketName { os::SocketName::Kind::Path, "/a/b" }));
    QCOMPARE(nameOf(QByteArray("/a/b", 5), &first), first);
    QVERIFY(nameOf(QByteArray("/a/b", 5), &first).bytes.isSharedWith(first.bytes));
    QVERIFY(nameOf("/a/b", &first).bytes.isSharedWith(first.bytes)); // the zero byte is not always counted
    for (const QByteArray &other :
         { QByteArray("/a/c", 5), QByteArray("/a/bc", 6), QByteArray("/a/", 4), QByteArray("x") })
        QCOMPARE(nameOf(other, &first), nameOf(other, nullptr));
    // An abstract name with the same spelling is a different name.
    const os::SocketName abstract = nameOf(QByteArray("\0/a/b", 5), &first);
    QVERIFY(abstract.kind != os::SocketName::Kind::Path);
    QCOMPARE(nameOf(QByteArray("/a/b", 5), &abstract), first);
    QCOMPARE(nameOf(QByteArray("\0/a/b", 5), &abstract), abstract);
    QCOMPARE(nameOf(QByteArray(), &first), os::SocketName());
}

void tst_Ancillary::tooManyHandlesForOneMessage_areRefused()
{
    const auto [near, far] = pairOf(os::SocketType::Stream);
    const ByteQueue::View view { "x", 1 };
    const auto sent = os::sendMessage(fdOf(near), &view, 1, numbered(0, 254));
    QVERIFY(!sent);
    QCOMPARE(sent.error().code(), Error::InvalidOperation);
    QVERIFY(sent.error().message().contains(QLatin1String("254 handles")));
    QVERIFY(send(near, "x", numbered(0, 253)));
}

QTEST_GUILESS_MAIN(tst_Ancillary)
#include "tst_ancillary.moc"
