// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Descriptors of another process whose close() blocks do not block the event loop. If the test
// runs as root, the other process runs as another user.

#include "testsupport/unix/packetsockets.h"
#include "testsupport/unix/slowhandles.h"

#include "os/unix/call.h"
#include "os/unix/closing.h"
#include "testsupport/loopwatch.h"
#include "testsupport/platform.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <climits>
#include <thread>

using namespace QtInterprocess;
using namespace TestSupport;
using os::FaultPoint;

namespace {

constexpr int Connections = 4;

// Waits without the event loop.
bool waitFor(const std::function<bool()> &condition)
{
    const QDeadlineTimer deadline(20000);
    while (!condition() && !deadline.hasExpired())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return condition();
}

// A server of any kind of socket. For datagrams it is the socket itself.
class Victim
{
public:
    explicit Victim(const QByteArray &kind) : m_kind(kind)
    {
        if (kind == "stream")
            m_server = std::make_unique<UnixServer>();
        else if (kind == "packets")
            m_server = std::make_unique<UnixSeqPacketServer>();
        else if (kind == "local")
            m_server = std::make_unique<LocalServer>();
        else
            m_datagrams = std::make_unique<UnixDatagramSocket>();
    }

    static int typeOf(const QByteArray &kind)
    {
        return kind == "packets" ? SOCK_SEQPACKET : kind == "datagrams" ? SOCK_DGRAM : SOCK_STREAM;
    }

    bool listen(const UnixAddress &address, Access access)
    {
        if (m_datagrams) {
            m_datagrams->setAccess(access);
            m_datagrams->setMaximumPendingHandles(handles);
            opened(m_datagrams.get());
            return m_datagrams->bind(address);
        }
        m_server->setAccess(access);
        if (auto *const local = qobject_cast<LocalServer *>(m_server.get()))
            return local->listen(LocalName::namespaced(QString::fromLatin1(address.bytes())));
        if (auto *const packets = qobject_cast<UnixSeqPacketServer *>(m_server.get()))
            return packets->listen(address);
        return static_cast<UnixServer *>(m_server.get())->listen(address);
    }

    // Takes every connection, and reads if reads is true.
    void serve()
    {
        if (m_server)
            QObject::connect(m_server.get(), &Server::newConnection, m_server.get(), [this] { opened(accept()); });
    }

    Device *accept()
    {
        if (auto *const local = qobject_cast<LocalServer *>(m_server.get()))
            return local->nextPendingConnection();
        if (auto *const packets = qobject_cast<UnixSeqPacketServer *>(m_server.get())) {
            auto *const socket = packets->nextPendingConnection();
            socket->setMaximumPendingHandles(handles);
            return socket;
        }
        auto *const socket = static_cast<UnixServer *>(m_server.get())->nextPendingConnection();
        socket->setMaximumPendingHandles(handles);
        return socket;
    }

    Server *server() const { return m_server.get(); }
    void close()
    {
        if (m_server)
            m_server->close();
        else
            m_datagrams->close();
    }
    const std::vector<Device *> &devices() const { return m_devices; }

    int handles = 0; // how many handles each connection takes
    qint64 readLimit = 0;
    bool reads = true;

private:
    void opened(Device *device)
    {
        m_devices.push_back(device);
        device->setReadBufferSize(readLimit);
        if (reads)
            QObject::connect(device, &Device::readyRead, device, [device] { device->readAll(); });
    }

    const QByteArray m_kind;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<UnixDatagramSocket> m_datagrams;
    std::vector<Device *> m_devices;
};

} // namespace

class tst_SlowHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void slowHandles_doNotBlockTheEventLoop_data();
    void slowHandles_doNotBlockTheEventLoop();
    void unreadHandles_areClosedInAnotherThread_data();
    void unreadHandles_areClosedInAnotherThread();
    void closedServerFreesItsNameAtOnce_data();
    void closedServerFreesItsNameAtOnce();
    void droppedHandles_areClosedInAnotherThread_data();
    void droppedHandles_areClosedInAnotherThread();
    void urgentByte_data();
    void urgentByte();
    void strangersServer_data();
    void strangersServer();
    void slowPeer_doesNotDelayOtherDeliveries_data();
    void slowPeer_doesNotDelayOtherDeliveries();
    void pipeReaderOnASocket_data();
    void pipeReaderOnASocket();
    void peerThatPassesItsOwnEnd_isDisconnected_data();
    void peerThatPassesItsOwnEnd_isDisconnected();
    void blockedClosingThreads_doNotDelayOthers();
    void refusedHandles_areReportedToTheSender();

private:
    static void addKinds();
    void setUp();
    UnixAddress address() const { return m_address; }
    QByteArray rawName() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    UnixAddress m_address;
    Access m_access = Access::Everyone;
};

void tst_SlowHandles::init()
{
    REQUIRE_PACKET_SOCKETS_IF_NAMED();
    m_dir = std::make_unique<QTemporaryDir>();
    QCOMPARE(::chmod(QFile::encodeName(m_dir->path()).constData(), 0755), 0);
}

void tst_SlowHandles::cleanup()
{
    FaultPoint::disarmAll();
}

QByteArray tst_SlowHandles::rawName() const
{
    return m_address.type() == UnixAddress::Type::Abstract ? '@' + m_address.bytes() : m_address.bytes();
}

void tst_SlowHandles::addKinds()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<bool>("abstract");
    QTest::addColumn<Access>("access");
    QTest::addColumn<bool>("fallback");
    for (const char *const kind : { "stream", "packets", "datagrams", "local" }) {
        for (const bool abstract : { false, true }) {
            if (abstract ? UnixAddress::maximumAbstractLength() == 0 : qstrcmp(kind, "local") == 0)
                continue;
            for (const Access access : { Access::User, Access::Everyone }) {
                for (const bool fallback : { false, true }) {
                    QTest::addRow("%s, %s, %s%s", kind, abstract ? "abstract" : "path",
                                  access == Access::User ? "user" : "everyone", fallback ? ", fallback" : "")
                        << QByteArray(kind) << abstract << access << fallback;
                }
            }
        }
    }
}

void tst_SlowHandles::setUp()
{
    QFETCH(bool, abstract);
    QFETCH(Access, access);
    QFETCH(bool, fallback);
    m_access = access;
    m_address = abstract ? UnixAddress::abstract(uniqueName().toLatin1())
                         : UnixAddress::fromPath(m_dir->filePath(uniqueName()));
    if (fallback)
        FaultPoint::arm(os::Call::PassRights, ENOPROTOOPT, 1, INT_MAX);
}

void tst_SlowHandles::slowHandles_doNotBlockTheEventLoop_data()
{
    addKinds();
}

void tst_SlowHandles::slowHandles_doNotBlockTheEventLoop()
{
    QFETCH(QByteArray, kind);
    QCOMPARE(LoopWatch::heldUp([&](LoopWatch &watch) {
                 setUp();
                 const SlowHandles::Attacker attacker([name = rawName(), type = Victim::typeOf(kind)](Raw::Child &) {
                     for (int i = 0; i < Connections; ++i)
                         SlowHandles::passAndForget(SlowHandles::connectTo(name, type));
                 });
                 Victim victim(kind);
                 victim.serve();
                 QVERIFY(victim.listen(m_address, m_access));
                 ::chmod(m_address.bytes().constData(), 0666); // another program may have changed them
                 watch.begin();
                 attacker.begin();
                 QVERIFY(watch.spinUntil([&] { return attacker.isDone(); }));
                 watch.spinFor(100);
                 watch.call("closing", [&] { victim.close(); });
                 watch.spinFor(50);
             }),
             QString());
}

void tst_SlowHandles::unreadHandles_areClosedInAnotherThread_data()
{
    addKinds();
}

// Handles in the queue of a socket are closed with it: by close(), abort() and the destructor.
void tst_SlowHandles::unreadHandles_areClosedInAnotherThread()
{
    QFETCH(QByteArray, kind);
    enum { Close, Abort, Destroy };
    for (const int how : { Close, Abort, Destroy }) {
        QCOMPARE(LoopWatch::heldUp([&](LoopWatch &watch) {
                     setUp();
                     const SlowHandles::Attacker attacker(
                         [name = rawName(), type = Victim::typeOf(kind)](Raw::Child &self) {
                             const int fd = SlowHandles::connectTo(name, type);
                             (void)!::send(fd, "x", 1, MSG_NOSIGNAL);
                             for (int i = 0; i < Connections; ++i)
                                 SlowHandles::passAndForget(fd);
                             self.sendByte('d');
                         });
                     Victim victim(kind);
                     victim.reads = false;
                     victim.readLimit = 1;
                     victim.serve();
                     QVERIFY(victim.listen(m_address, Access::Everyone));
                     watch.begin();
                     attacker.begin();
                     QVERIFY(watch.spinUntil([&] { return attacker.isDone() && !victim.devices().empty(); }));
                     Device *const device = victim.devices().front();
                     watch.call("ending", [&] {
                         if (how == Close)
                             device->close();
                         else if (how == Abort)
                             device->abort();
                         else if (victim.server())
                             delete device;
                         else
                             device->abort();
                     });
                     watch.spinFor(50);
                 }),
                 QString());
    }
}

void tst_SlowHandles::closedServerFreesItsNameAtOnce_data()
{
    addKinds();
}

// Some connections are in the backlog, and some were accepted but not taken.
void tst_SlowHandles::closedServerFreesItsNameAtOnce()
{
    QFETCH(QByteArray, kind);
    for (const bool accepts : { true, false }) {
        QCOMPARE(LoopWatch::heldUp([&](LoopWatch &watch) {
                     setUp();
                     const SlowHandles::Attacker attacker(
                         [name = rawName(), type = Victim::typeOf(kind)](Raw::Child &) {
                             for (int i = 0; i < Connections; ++i)
                                 SlowHandles::passAndForget(SlowHandles::connectTo(name, type));
                         });
                     Victim victim(kind), next(kind);
                     victim.readLimit = 1;
                     QVERIFY(victim.listen(m_address, Access::Everyone));
                     if (victim.server() && !accepts)
                         victim.server()->pauseAccepting();
                     watch.begin();
                     attacker.begin();
                     QVERIFY(watch.spinUntil([&] { return attacker.isDone(); }));
                     watch.call("closing", [&] { victim.close(); });
                     bool again = false;
                     watch.call("listening again", [&] { again = next.listen(m_address, Access::Everyone); });
                     QVERIFY(again);
                     watch.spinFor(50);
                 }),
                 QString());
    }
}

void tst_SlowHandles::droppedHandles_areClosedInAnotherThread_data()
{
    addKinds();
}

// Requested handles that are dropped or not taken, and handles beyond the requested number.
void tst_SlowHandles::droppedHandles_areClosedInAnotherThread()
{
    QFETCH(QByteArray, kind);
    if (kind == "local")
        QSKIP("takes no handles");
    QCOMPARE(LoopWatch::heldUp([&](LoopWatch &watch) {
                 setUp();
                 const SlowHandles::Attacker attacker([name = rawName(), type = Victim::typeOf(kind)](Raw::Child &) {
                     const int fd = SlowHandles::connectTo(name, type);
                     for (int i = 0; i < Connections; ++i)
                         SlowHandles::passAndForget(fd);
                 });
                 Victim victim(kind);
                 victim.handles = 2;
                 victim.serve();
                 QVERIFY(victim.listen(m_address, m_access));
                 ::chmod(m_address.bytes().constData(), 0666);
                 watch.begin();
                 attacker.begin();
                 QVERIFY(watch.spinUntil([&] { return attacker.isDone(); }));
                 watch.spinFor(50);
                 for (Device *const device : victim.devices()) {
                     watch.call("taking", [&] {
                         if (auto *const stream = qobject_cast<UnixSocket *>(device))
                             (void)stream->takeHandles(1);
                     });
                     watch.call("ending", [&] { device->abort(); });
                 }
                 watch.spinFor(50);
             }),
             QString());
}

void tst_SlowHandles::urgentByte_data()
{
    addKinds();
}

// The kernel removes an urgent byte from the stream, together with its handles.
void tst_SlowHandles::urgentByte()
{
    QFETCH(QByteArray, kind);
    if (Victim::typeOf(kind) != SOCK_STREAM)
        QSKIP("only streams have urgent bytes");
    QCOMPARE(LoopWatch::heldUp([&](LoopWatch &watch) {
                 setUp();
                 const SlowHandles::Attacker attacker([name = rawName()](Raw::Child &) {
                     for (int i = 0; i < Connections; ++i) {
                         const int fd = SlowHandles::connectTo(name, SOCK_STREAM);
                         SlowHandles::passAndForget(fd, 1, MSG_OOB);
                         (void)!::send(fd, "more", 4, MSG_NOSIGNAL);
                         SlowHandles::passAndForget(fd, 1, MSG_OOB);
                         (void)!::send(fd, "more", 4, MSG_NOSIGNAL);
                     }
                 });
                 Victim victim(kind);
                 victim.serve();
                 QVERIFY(victim.listen(m_address, Access::Everyone));
                 watch.begin();
                 attacker.begin();
                 QVERIFY(watch.spinUntil([&] { return attacker.isDone(); }));
                 watch.spinFor(100);
                 watch.call("closing", [&] {
                     for (Device *const device : victim.devices())
                         device->close();
                 });
                 watch.spinFor(50);
             }),
             QString());
}

void tst_SlowHandles::strangersServer_data()
{
    addKinds();
}

// A foreign server attacks a client. With Access::User the client refuses to talk to it at all.
void tst_SlowHandles::strangersServer()
{
    QFETCH(QByteArray, kind);
    if (kind == "datagrams")
        QSKIP("an unnamed socket gets no answers");
    if (UnixAddress::maximumAbstractLength() == 0)
        QSKIP("a stranger cannot make a socket in the folder of this user");
    QCOMPARE(LoopWatch::heldUp([&](LoopWatch &watch) {
                 setUp();
                 m_address = UnixAddress::abstract(uniqueName().toLatin1());
                 SlowHandles::Attacker attacker([name = rawName(), type = Victim::typeOf(kind)](Raw::Child &self) {
                     const OwnedHandle server = Raw::serve(name, 5, type);
                     self.sendByte('y');
                     const int peer = ::accept(int(server.get()), nullptr, nullptr);
                     (void)!::send(peer, "x", 1, MSG_NOSIGNAL);
                     for (int i = 0; i < Connections; ++i)
                         SlowHandles::passAndForget(peer);
                 });
                 attacker.begin();
                 QCOMPARE(attacker.child().receiveByte(), 'y');
                 LocalSocket local;
                 UnixSocket stream;
                 UnixSeqPacketSocket packets;
                 local.setRequiredServer(m_access);
                 stream.setRequiredServer(m_access);
                 packets.setRequiredServer(m_access);
                 Device *const device = kind == "local" ? static_cast<Device *>(&local)
                     : kind == "stream"                 ? static_cast<Device *>(&stream)
                                                        : &packets;
                 watch.begin();
                 watch.call("connecting", [&] {
                     if (kind == "local")
                         local.connectToServer(LocalName::namespaced(QString::fromLatin1(m_address.bytes())));
                     else if (kind == "stream")
                         stream.connectToServer(m_address);
                     else
                         packets.connectToServer(m_address);
                 });
                 QVERIFY(watch.spinUntil([&] { return attacker.isDone(); }));
                 watch.spinFor(50);
                 watch.call("aborting", [&] { device->abort(); });
                 watch.spinFor(50);
             }),
             QString());
}

void tst_SlowHandles::slowPeer_doesNotDelayOtherDeliveries_data()
{
    addKinds();
}

// While the background delivers to a peer that passes such handles, other peers get their bytes.
void tst_SlowHandles::slowPeer_doesNotDelayOtherDeliveries()
{
    QFETCH(QByteArray, kind);
    if (kind == "datagrams")
        QSKIP("needs a connection");
    setUp();
    const bool local = kind == "local";
    SlowHandles::Attacker attacker([name = rawName(), type = Victim::typeOf(kind)](Raw::Child &self) {
        const int fd = SlowHandles::connectTo(name, type);
        self.sendByte('c');
        self.receiveByte();
        for (int i = 0; i < Connections; ++i)
            SlowHandles::passAndForget(fd);
    });
    Victim victim(kind);
    QVERIFY(victim.listen(m_address, Access::Everyone));
    attacker.begin();
    QCOMPARE(attacker.child().receiveByte(), 'c');
    QVERIFY(victim.server()->waitForNewConnection(5000));
    const QByteArray much = pattern(local ? 4'000'000 : 50'000);
    Device *const hostile = victim.accept();
    for (int i = 0; i < 20; ++i)
        hostile->write(much); // more than the socket buffers: the foreign peer reads nothing
    hostile->close();
    delete hostile;
    attacker.child().sendByte('g');
    QVERIFY(waitFor([&] { return attacker.isDone(); }));

    const OwnedHandle honest(SlowHandles::connectTo(rawName(), Victim::typeOf(kind)));
    QVERIFY(victim.server()->waitForNewConnection(5000));
    Device *const device = victim.accept();
    for (int i = 0; i < 20; ++i)
        device->write(much);
    delete device;
    QElapsedTimer timer;
    timer.start();
    qint64 got = 0;
    std::vector<char> buffer(1 << 20);
    for (ssize_t count = 0; (count = ::recv(int(honest.get()), buffer.data(), buffer.size(), 0)) > 0;)
        got += count;
    QCOMPARE(got, 20 * much.size());
    QVERIFY2(timer.elapsed() < SlowHandles::Seconds * 500, qPrintable(QString::number(timer.elapsed())));
}

void tst_SlowHandles::pipeReaderOnASocket_data()
{
    QTest::addColumn<bool>("closes");
    QTest::newRow("reading") << false;
    QTest::newRow("closing with unread handles") << true;
}

// The standard input is a socket, as from a supervisor, with a foreign process at the other end.
void tst_SlowHandles::pipeReaderOnASocket()
{
    QFETCH(bool, closes);
    QCOMPARE(LoopWatch::heldUp([&](LoopWatch &watch) {
                 int ends[2] = { -1, -1 };
                 QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
                 const SlowHandles::Attacker attacker([ends](Raw::Child &) {
                     for (int i = 0; i < Connections; ++i)
                         SlowHandles::passAndForget(ends[0]);
                 });
                 ::close(ends[0]);
                 PipeReader reader;
                 QVERIFY(reader.adopt(OwnedHandle(ends[1])));
                 if (closes)
                     reader.setReadBufferSize(1);
                 else
                     connect(&reader, &Device::readyRead, &reader, [&] { reader.readAll(); });
                 watch.begin();
                 attacker.begin();
                 QVERIFY(watch.spinUntil([&] { return attacker.isDone(); }));
                 watch.spinFor(50);
                 watch.call("closing", [&] { reader.close(); });
                 watch.spinFor(50);
             }),
             QString());
}

void tst_SlowHandles::peerThatPassesItsOwnEnd_isDisconnected_data()
{
    addKinds();
}

// If a peer passes its own end, only this process can end the connection. It ends, because
// unrequested handles are closed.
void tst_SlowHandles::peerThatPassesItsOwnEnd_isDisconnected()
{
    QFETCH(QByteArray, kind);
    if (kind == "datagrams")
        QSKIP("there is no connection");
    setUp();
    Victim victim(kind);
    victim.serve();
    QVERIFY(victim.listen(m_address, Access::Everyone));
    int fd = SlowHandles::connectTo(rawName(), Victim::typeOf(kind));
    (void)SlowHandles::pass(fd, fd);
    ::close(fd);
    QVERIFY(spinUntil([&] { return victim.devices().size() == 1; }));
    QVERIFY(spinUntil([&] { return victim.devices()[0]->state() == Device::State::Closed; }));
    // This also holds while the connection is in use.
    fd = SlowHandles::connectTo(rawName(), Victim::typeOf(kind));
    QCOMPARE(::send(fd, "x", 1, 0), ssize_t(1));
    QVERIFY(spinUntil([&] { return victim.devices().size() == 2; }));
    (void)SlowHandles::pass(fd, fd);
    ::close(fd);
    QVERIFY(spinUntil([&] { return victim.devices()[1]->state() == Device::State::Closed; }));
}

// More handles than threads: handles that close at once are still closed, and none stays open.
void tst_SlowHandles::blockedClosingThreads_doNotDelayOthers()
{
    for (int i = 0; i < 8; ++i) {
        // The descriptor is in the queue of a socket, where its SO_LINGER cannot be changed.
        int ends[2] = { -1, -1 };
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        SlowHandles::passAndForget(ends[0]);
        ::close(ends[0]);
        os::HandleClosing::received(ends[1]).reset();
    }
    QElapsedTimer timer;
    timer.start();
    int pipe[2] = { -1, -1 };
    QVERIFY(Raw::pipe(pipe));
    os::HandleClosing::received(pipe[1]).reset();
    char byte = 0;
    QCOMPARE(::read(pipe[0], &byte, 1), ssize_t(0));
    QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    ::close(pipe[0]);
}

// The bytes arrive as before. If the system reports it, the sender gets the error for its
// handles.
void tst_SlowHandles::refusedHandles_areReportedToTheSender()
{
    LocalServer server;
    UnixSocket socket;
    const QString path = m_dir->filePath(QStringLiteral("app"));
    QVERIFY(server.listen(LocalName::path(path)));
    std::vector<Error> errors;
    connect(&socket, &Device::errorOccurred, this, [&](const Error &error) { errors.push_back(error); });
    socket.connectToServer(UnixAddress::fromPath(path));
    QVERIFY(socket.waitForConnected(5000) && server.waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> peer(server.nextPendingConnection());
    int value = 0;
    socklen_t size = sizeof value;
    const bool canRefuse = UnixAddress::maximumAbstractLength() > 0
        && ::getsockopt(int(peer->nativeHandle()), SOL_SOCKET, 83, &value, &size) == 0;
    std::vector<OwnedHandle> handles;
    handles.emplace_back(::dup(0));
    QCOMPARE(socket.write("take this", std::move(handles)), 9);
    QVERIFY(spinUntil([&] { return peer->bytesAvailable() == 9; }));
    QVERIFY(spinUntil([&] { return !canRefuse || !errors.empty(); }));
    if (canRefuse) {
        QCOMPARE(errors[0].code(), Error::AccessDenied);
        QCOMPARE(errors[0].nativeCode(), EPERM);
    }
    QCOMPARE(socket.state(), Device::State::Connected);
}

QTEST_GUILESS_MAIN(tst_SlowHandles)
#include "tst_slowhandles.moc"
